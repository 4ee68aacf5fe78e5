import { isObject, type JsonValue } from '../../facts/json-value.ts';
import type { ModelResponse } from '../../facts/model-response.ts';
import { byCodeUnit } from '../../facts/text-order.ts';
import { jsonFromText } from './json-from-text.ts';
import { mergeNumbers } from './merge-numbers.ts';
import { mergeTexts } from './merge-texts.ts';
import { mergeByVote, mergeObjects, mergeValue, type Merging } from './merge-values.ts';
import {
  type Alternative,
  MERGE_FLAGS,
  type MergedResult,
  type MergeFlag,
  type MergeOptions,
  type ScoredResponse,
} from './merged-result.ts';
import { byScore, ranked, type Said, type Voter } from './vote.ts';
import { noNotes, type Notes } from './who-said-what.ts';

/** All scores below this: a person should look (spec M7, "Flags"). */
const LOW_SCORE = 0.4;

/** As many have to answer where as many were asked, or a person should look. */
const ENOUGH_ANSWERS = 2;

/**
 * Several answers as one, with who said what (spec M7). The order of the responses decides nothing.
 *
 * Only successful responses have a word. When none is, the longest truncated one stands alone, flagged `truncated`
 * (spec M6); when there is none either, the data is null.
 *
 * @param responses all of the request, failed ones too
 * @example merge([{response: ten, score: 0.9}, {response: twenty, score: 0.6}], {keyFields: MERGE_KEYS.default, asked: 2}).data // 14
 */
export function merge(responses: readonly ScoredResponse[], options: MergeOptions): MergedResult {
  const successes = responses.filter(({ response }) => response.success);
  const truncated = successes.length > 0 ? null : longestTruncated(responses);
  const answers = answersOf(truncated === null ? successes : [truncated]);
  const merged = mergeAnswers(answers, { keyFields: options.keyFields, notes: noNotes() });
  const flags = flagsOf(successes, truncated !== null, options);
  return Object.freeze({
    kind: merged.kind,
    data: merged.data,
    contributingModels: contributorsOf(merged.notes, answers, merged.alternatives),
    scores: Object.freeze(Object.fromEntries(answers.map(({ by }) => [by.model, by.score]))),
    provenance: Object.freeze(Object.fromEntries(merged.notes.entries)),
    alternatives: Object.freeze(
      merged.alternatives.map(({ by, content }): Alternative =>
        Object.freeze({ model: by.model, score: by.score, content }),
      ),
    ),
    metadata: metadataOf(responses, successes, merged.notes, options),
    flags,
    flaggedForReview: flags.length > 0,
    stale: flags.includes('stale'),
    incomplete: isIncomplete(responses, options.asked),
  });
}

/** An answer with its data, when it holds any. */
interface Answer {
  readonly by: Voter;
  readonly content: string;
  readonly data: JsonValue | undefined;
}

interface MergedAnswers {
  readonly kind: MergedResult['kind'];
  readonly data: JsonValue;
  readonly alternatives: readonly Answer[];
  readonly notes: Notes;
}

/** Heaviest first. */
function answersOf(scored: readonly ScoredResponse[]): readonly Answer[] {
  const weightless = scored.every(({ score }) => score <= 0);
  return scored
    .map(({ response, score }) => ({
      by: { model: response.model, responseId: response.id, score, weight: weightless ? 1 : score },
      content: response.content,
      data: jsonFromText(response.content),
    }))
    .toSorted((a, b) => byScore(a.by, b.by));
}

/** JSON when at least half of the answers are; of JSON the heaviest kind, the rest are alternatives. */
function mergeAnswers(answers: readonly Answer[], merging: Merging): MergedAnswers {
  const { notes } = merging;
  const said = answers.flatMap(({ by, data }): readonly Said[] =>
    data === undefined ? [] : [{ by, value: data }],
  );
  if (answers.length === 0 || said.length * 2 < answers.length) {
    const { data, others } = mergeTexts(notes, answers);
    return { kind: 'text', data, alternatives: others, notes };
  }
  const given = said.filter(({ value }) => value !== null);
  const kinds = KINDS.map((isKind) => given.filter(({ value }) => isKind(value))).filter(
    (kind) => kind.length > 0,
  );
  const [kind = said] = ranked(kinds, false);
  const used = new Set(kind.map(({ by }) => by));
  return {
    kind: 'json',
    data: mergeKind(merging, kind),
    alternatives: answers.filter(({ by, data }) => !used.has(by) && data !== null),
    notes,
  };
}

const KINDS: readonly ((value: JsonValue) => boolean)[] = [
  (value) => Array.isArray(value),
  isObject,
  (value) => typeof value === 'number',
  (value) => typeof value === 'string' || typeof value === 'boolean',
];

function mergeKind(merging: Merging, kind: readonly Said[]): JsonValue {
  const whole = { pointer: '', unconfirmed: false };
  const first = kind[0]?.value ?? null;
  if (typeof first === 'number') return mergeNumbers(merging.notes, whole, kind);
  if (isObject(first)) return mergeObjects(merging, whole, kind);
  return first === null || Array.isArray(first)
    ? mergeValue(merging, whole, kind)
    : mergeByVote(merging, whole, kind);
}

function longestTruncated(responses: readonly ScoredResponse[]): ScoredResponse | null {
  const truncated = responses
    .filter(({ response }) => response.error?.code === 'adapter_truncated' && response.content.trim() !== '')
    .toSorted(
      (a, b) =>
        b.response.content.length - a.response.content.length || byCodeUnit(a.response.id, b.response.id),
    );
  return truncated[0] ?? null;
}

function contributorsOf(
  { entries }: Notes,
  answers: readonly Answer[],
  alternatives: readonly Answer[],
): readonly string[] {
  const named = new Set<string>();
  for (const { models } of entries.values()) for (const model of models) named.add(model);
  const taken = answers.filter((answer) => !alternatives.includes(answer)).map(({ by }) => by.model);
  // an empty list names nobody: those who gave it said so
  return Object.freeze([...new Set(taken.filter((model) => entries.size === 0 || named.has(model)))]);
}

function metadataOf(
  responses: readonly ScoredResponse[],
  successes: readonly ScoredResponse[],
  { points, disputed }: Notes,
  { asked, askedModels }: MergeOptions,
): MergedResult['metadata'] {
  const answered = new Set(successes.map(({ response }) => response.model));
  const all = askedModels ?? responses.map(({ response }) => response.model);
  return Object.freeze({
    asked,
    succeeded: successes.length,
    meanScore: meanOf(successes.map(({ score }) => score)),
    agreement: points === 0 ? null : (points - disputed) / points,
    meanMs: meanOf(successes.map(({ response }) => response.responseMs)),
    costMicroUsd: costOf(responses.map(({ response }) => response)),
    missingModels: Object.freeze([...new Set(all)].filter((model) => !answered.has(model)).sort(byCodeUnit)),
  });
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function costOf(responses: readonly ModelResponse[]): number | null {
  if (responses.length === 0) return null;
  let sum = 0;
  for (const { costMicroUsd } of responses) {
    if (costMicroUsd === null) return null;
    sum += costMicroUsd;
  }
  return sum;
}

function flagsOf(
  successes: readonly ScoredResponse[],
  isTruncated: boolean,
  { asked, flags = [] }: MergeOptions,
): readonly MergeFlag[] {
  const raised = new Set<MergeFlag>(flags);
  if (successes.length > 0 && successes.every(({ score }) => score < LOW_SCORE)) raised.add('low_confidence');
  if (asked >= ENOUGH_ANSWERS && successes.length < ENOUGH_ANSWERS) raised.add('too_few');
  if (isTruncated) raised.add('truncated');
  return Object.freeze(MERGE_FLAGS.filter((flag) => raised.has(flag)));
}

/** What an early end cancelled did not fail (spec M6). */
function isIncomplete(responses: readonly ScoredResponse[], asked: number): boolean {
  const fine = responses.filter(
    ({ response }) => response.success || response.error?.code === 'adapter_cancelled',
  ).length;
  return fine < Math.max(asked, responses.length);
}
