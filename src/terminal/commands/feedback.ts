import path from 'node:path';
import { CATEGORIES } from '../../core/facts/category.ts';
import { CORRECTION_TYPES } from '../../core/facts/model-record.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { type FeedbackGiven, type FeedbackTaken, giveFeedback } from '../../protocol/models.ts';
import { withAsking } from '../asking-session.ts';
import { EXIT } from '../exit-code.ts';
import type { LedgerFlags } from '../ledger-session.ts';
import { refuse, type Surroundings } from '../session.ts';
import { columnsText } from '../text-columns.ts';
import { unknownWord } from '../typed-ask.ts';
import { textOf } from '../typed-text.ts';

export interface FeedbackFlags extends LedgerFlags {
  readonly accept?: boolean;
  readonly reject?: boolean;
  /** File with the right answer. */
  readonly correct?: string;
  readonly type?: string;
  readonly model?: string;
  readonly category?: string;
  readonly note?: string;
}

/** `feedback ID`: who was right, and what kind of request it was. The scores of models and the classification learn. */
export async function feedbackCommand(
  around: Surroundings,
  requestId: string,
  flags: FeedbackFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const given = await feedbackOf(around, requestId, flags);
  if (!given.ok) return refuse(around.output, given.error, json);
  return withAsking(
    around,
    flags,
    async ({ connection, token }): Promise<Result<readonly FeedbackTaken[]>> => {
      const taken: FeedbackTaken[] = [];
      for (const feedback of given.value) {
        const answer = await connection.sendRequest(giveFeedback, feedback, token);
        if (!answer.ok) return answer;
        taken.push(answer.value);
      }
      return ok(taken);
    },
    (taken) => {
      around.output.result(json ? `${JSON.stringify(inOne(taken))}\n` : takenText(inOne(taken)));
      return EXIT.ok;
    },
  );
}

function inOne(taken: readonly FeedbackTaken[]): FeedbackTaken {
  return {
    verdicts: taken.reduce((sum, { verdicts }) => sum + verdicts, 0),
    changes: taken.flatMap(({ changes }) => changes),
    note: taken.map(({ note }) => note).join(' '),
  };
}

function takenText({ changes, note }: FeedbackTaken): string {
  const rows = changes.map(({ model, category, before, after }) => [
    `  ${before.toFixed(2)} → ${after.toFixed(2)}`,
    model,
    category,
  ]);
  return `${note}\n${columnsText(rows, 1)}`;
}

/** Errors: `invalid_option`, `invalid_correction_type`, `unreadable`. */
async function feedbackOf(
  around: Surroundings,
  requestId: string,
  flags: FeedbackFlags,
): Promise<Result<readonly FeedbackGiven[]>> {
  const { accept, reject, correct, category } = flags;
  const verdicts = [accept, reject, correct].filter((each) => each !== undefined && each !== false).length;
  if (verdicts > 1 || (verdicts === 0 && category === undefined))
    return fail('invalid_option', 'Give one of --accept, --reject and --correct FILE, or --category.');
  if (correct === undefined && (flags.type !== undefined || flags.note !== undefined))
    return fail('invalid_option', '--type and --note say what was wrong: they go with --correct FILE.');
  const wrong = unknownWord('--category', category, CATEGORIES);
  if (wrong !== null) return wrong;
  const kind: readonly FeedbackGiven[] =
    category === undefined ? [] : [{ requestId, verdict: 'category', category }];
  if (correct !== undefined) {
    const correction = await correctionOf(around, requestId, correct, flags);
    return correction.ok ? ok([correction.value, ...kind]) : correction;
  }
  if (verdicts === 0) return ok(kind);
  const verdict = accept === true ? 'accept' : 'reject';
  const models = flags.model?.split(',').map((id) => id.trim()) ?? [null];
  return ok([...models.map((model) => ({ requestId, verdict, model }) as const), ...kind]);
}

async function correctionOf(
  around: Surroundings,
  requestId: string,
  file: string,
  { type, model, note }: FeedbackFlags,
): Promise<Result<FeedbackGiven>> {
  if (model === undefined)
    return fail(
      'invalid_option',
      'Say whose answer is corrected, with --model; the others are judged by it.',
    );
  if (!CORRECTION_TYPES.some((known) => known === type)) {
    const said = type === undefined ? 'Say what was wrong, with --type' : `--type ${JSON.stringify(type)}`;
    return fail('invalid_correction_type', `${said}: one of ${CORRECTION_TYPES.join(', ')}.`);
  }
  const text = await textOf(around, '--correct', file);
  if (!text.ok) return text;
  const truth = truthOf(text.value, file);
  if (!truth.ok) return truth;
  return ok({ requestId, verdict: 'correct', model, type, correctedData: truth.value, note: note ?? null });
}

/** Data where it is JSON, by the file's name or by how it begins; else the text as it is. */
function truthOf(text: string, file: string): Result<unknown> {
  const begun = text.replace(/^\uFEFF/u, '').trim();
  const isNamedJson = path.extname(file).toLowerCase() === '.json';
  if (!isNamedJson && !/^[[{]/.test(begun)) return ok(begun);
  try {
    const value: unknown = JSON.parse(begun);
    return ok(value);
  } catch {
    return isNamedJson
      ? fail('invalid_option', `--correct ${JSON.stringify(file)} is not valid JSON.`)
      : ok(begun);
  }
}
