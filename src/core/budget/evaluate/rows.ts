import { isObject } from '../../facts/json-value.ts';
import { fail, ok, type Result } from '../../facts/result.ts';

/** One finished task of an evaluation. */
export interface EvaluationRow {
  readonly id: string;
  /** Tasks of one stream are predicted in order, from those before them in it. */
  readonly stream: string;
  readonly text: string;
  readonly type: string | null;
  readonly model: string | null;
  readonly session: string | null;
  /** Requests before it in its session, integer ≥ 0. */
  readonly turn: number;
  readonly images: number;
  /** Epoch ms; null when it is not known. */
  readonly at: number | null;
  /** Integers ≥ 1; null when not known. */
  readonly tokensOut: number | null;
  readonly tokensTotal: number | null;
}

/**
 * A row as it stands in a file: `{id, stream, text, type?, model?, session?, turn?, timestamp?, tokens_out,
 * tokens_total}`. What is optional and has a wrong type counts as absent. An amount that is absent, null or 0 (a
 * placeholder of some logs) is not known.
 *
 * Errors: `invalid_record` without an id, a stream or a text, and for an amount that is none.
 */
export function readEvaluationRow(value: unknown): Result<EvaluationRow> {
  if (!isObject(value)) return fail('invalid_record', 'A row must be an object.');
  const { id, stream, text } = value;
  if (typeof id !== 'string' || typeof stream !== 'string' || typeof text !== 'string')
    return fail('invalid_record', 'A row needs id, stream and text.');
  const wrong = ['tokens_out', 'tokens_total'].find((name) => !isAmount(value[name]));
  if (wrong !== undefined)
    return fail(
      'invalid_record',
      `${wrong} must be a number of tokens, 0 or more; null where it is not known.`,
    );
  return ok({
    id,
    stream,
    text,
    type: textOrNull(value['type']),
    model: textOrNull(value['model']),
    session: textOrNull(value['session']),
    turn: wholeOrNull(value['turn'], 0) ?? 0,
    images: wholeOrNull(value['images'], 0) ?? 0,
    at: timeOrNull(value['timestamp']),
    tokensOut: wholeOrNull(value['tokens_out'], 1),
    tokensTotal: wholeOrNull(value['tokens_total'], 1),
  });
}

/**
 * The streams in the order in which they first appear, each in the order of time. A row without a time stays behind
 * the one before it; without any, the order of the file stands.
 */
export function streamsOf(rows: readonly EvaluationRow[]): ReadonlyMap<string, readonly EvaluationRow[]> {
  const streams = new Map<string, { readonly row: EvaluationRow; readonly at: number }[]>();
  for (const row of rows) {
    const stream = streams.get(row.stream) ?? [];
    if (stream.length === 0) streams.set(row.stream, stream);
    stream.push({ row, at: row.at ?? stream.at(-1)?.at ?? -Infinity });
  }
  return new Map(
    [...streams].map(([name, stream]) => [
      name,
      stream.toSorted((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ row }) => row),
    ]),
  );
}

function isAmount(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function wholeOrNull(value: unknown, least: number): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= least ? Math.round(value) : null;
}

function timeOrNull(value: unknown): number | null {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? at : null;
}
