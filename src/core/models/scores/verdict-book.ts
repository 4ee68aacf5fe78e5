import { CATEGORIES, type Category } from '../../facts/category.ts';
import type { VerdictRecord } from '../../facts/model-record.ts';
import { byCodeUnit } from '../../facts/text-order.ts';
import { type ModelScore, scoreOf, type ScoreSettings } from './model-score.ts';
import { verdictsInForce } from './verdicts-in-force.ts';

/** Verdicts in force by model and category: what scores are folded from, whatever the instant. */
export interface VerdictBook {
  /** By model, then category; in the order of the fold. */
  readonly byModel: ReadonlyMap<string, ReadonlyMap<Category, readonly VerdictRecord[]>>;
}

export const EMPTY_BOOK: VerdictBook = Object.freeze({ byModel: new Map() });

/**
 * All verdicts at once, as at a start.
 *
 * @param records in any order; those of one instant in the order of their lines (spec P7). A response belongs to one
 *   model and one category.
 */
export function verdictBook(records: readonly VerdictRecord[]): VerdictBook {
  const grouped = new Map<string, Map<Category, VerdictRecord[]>>();
  for (const record of records) {
    const ofModel = grouped.get(record.model) ?? new Map<Category, VerdictRecord[]>();
    grouped.set(record.model, ofModel);
    const own = ofModel.get(record.category) ?? [];
    ofModel.set(record.category, own);
    own.push(record);
  }
  const byModel = new Map(
    [...grouped].map(([model, ofModel]) => [
      model,
      new Map([...ofModel].map(([category, own]) => [category, verdictsInForce(own)])),
    ]),
  );
  return { byModel };
}

/**
 * The book with one verdict more: the same as all of them at once, as long as verdicts come in the order they were
 * given in. Only its own model and category are gone through again.
 */
export function withVerdict(book: VerdictBook, record: VerdictRecord): VerdictBook {
  const ofModel = book.byModel.get(record.model);
  const own = verdictsInForce([...(ofModel?.get(record.category) ?? []), record]);
  const changed = new Map([...(ofModel ?? []), [record.category, own] as const]);
  return { byModel: new Map([...book.byModel, [record.model, changed] as const]) };
}

/** Scores at one instant; each pair is folded when it is first asked for. */
export interface ModelScores {
  /** 0.5 and no verdicts for a model that nobody has judged. */
  readonly of: (model: string, category: Category) => ModelScore;
}

/** @param now epoch ms */
export function modelScores(book: VerdictBook, settings: ScoreSettings, now: number): ModelScores {
  const known = new Map<string, ModelScore>();
  return {
    of: (model, category) => {
      const key = `${category} ${model}`;
      const score = known.get(key) ?? scoreIn(book, model, category, settings, now);
      known.set(key, score);
      return score;
    },
  };
}

/** Every score with a verdict that counts, by model and then category: what `scores.json` keeps (spec M10). */
export function foldScores(
  records: readonly VerdictRecord[],
  settings: ScoreSettings,
  now: number,
): readonly ModelScore[] {
  return scoresIn(verdictBook(records), settings, now);
}

/** As {@link foldScores}, of a book that is at hand. */
export function scoresIn(book: VerdictBook, settings: ScoreSettings, now: number): readonly ModelScore[] {
  const models = [...book.byModel.keys()].toSorted(byCodeUnit);
  return models.flatMap((model) =>
    CATEGORIES.map((category) => scoreIn(book, model, category, settings, now)).filter(
      ({ sampleCount }) => sampleCount > 0,
    ),
  );
}

function scoreIn(
  book: VerdictBook,
  model: string,
  category: Category,
  settings: ScoreSettings,
  now: number,
): ModelScore {
  const verdicts = book.byModel.get(model)?.get(category) ?? [];
  return Object.freeze({ model, category, ...scoreOf(verdicts, settings, now) });
}
