import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { READING_REASONS, type ReadingReason } from '../core/context/reason.ts';
import type { Finding } from '../core/context/secrets/finding.ts';

/**
 * The count store's file: one JSON value a line. A head that says who made it, then rows of files and of counts in
 * lines of some thousand (so that neither reading nor writing holds the thread for long), and at the end the
 * SHA-256 of everything above it: a file that was cut short or damaged is told from a good one.
 */

/** Raised when the lines change their form. */
const VERSION = 2;
const FORMAT = 'context-budget count store';
const ROWS_PER_LINE = 4_000;

/** What was known of a path when it was last read. */
export interface StoredFile {
  readonly id: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
  readonly reason: ReadingReason | null;
  readonly sha256: string | null;
  readonly lines: number;
  readonly shownDiffers: boolean;
  readonly secrets: readonly Finding[];
  /** Day of last use, in days since 1970 UTC. */
  readonly day: number;
}

/** Counts by content, as the count cache of `tokens/` gives and takes them. */
export interface StoredCounts {
  readonly version: number;
  readonly counts: readonly (readonly [key: string, tokens: number])[];
}

export interface StoreContent {
  readonly files: readonly StoredFile[];
  readonly counts: StoredCounts | null;
}

/** Who made what is in a store. */
export interface StoreMakers {
  /** The build: of another's store nothing is believed. */
  readonly madeBy: string;
  /** The scanner for secrets: of what another saw only the counts are believed. */
  readonly scannedBy: string;
}

/** The lines to write, made one by one; gives others on the thread a turn after each. */
export async function* storeLines(
  { madeBy, scannedBy }: StoreMakers,
  content: StoreContent,
): AsyncGenerator<string, void, void> {
  const sum = createHash('sha256');
  const line = (value: unknown): string => {
    const text = `${JSON.stringify(value)}\n`;
    sum.update(text);
    return text;
  };
  yield line({ format: FORMAT, version: VERSION, madeBy, scannedBy });
  for (let from = 0; from < content.files.length; from += ROWS_PER_LINE) {
    yield line({ files: columnsOf(content.files.slice(from, from + ROWS_PER_LINE)) });
    await setImmediate();
  }
  if (content.counts !== null) {
    const { version, counts } = content.counts;
    for (let from = 0; from < counts.length; from += ROWS_PER_LINE) {
      const rows = counts.slice(from, from + ROWS_PER_LINE);
      yield line({
        countsVersion: version,
        keys: rows.map(([key]) => key),
        tokens: rows.map(([, tokens]) => tokens),
      });
      await setImmediate();
    }
  }
  yield `${JSON.stringify({ sha256: sum.digest('hex') })}\n`;
}

/** What a file's bytes hold; null when they are not whole, of another version, or made by another build. */
export async function readStore(bytes: Buffer, makers: StoreMakers): Promise<StoreContent | null> {
  const end = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
  const above = bytes.subarray(0, end);
  if (end === 0 || bytes.at(-1) !== 0x0a) return null;
  if (field(parsed(bytes.subarray(end)), 'sha256') !== createHash('sha256').update(above).digest('hex'))
    return null;
  const files: StoredFile[] = [];
  const counts: (readonly [string, number])[] = [];
  let countsVersion: number | null = null;
  let isScanned = false;
  for (let from = 0; from < above.length;) {
    const to = above.indexOf('\n', from);
    const value = parsed(above.subarray(from, to));
    if (from === 0) {
      const known = field(value, 'format') === FORMAT && field(value, 'version') === VERSION;
      if (!known || field(value, 'madeBy') !== makers.madeBy) return null;
      isScanned = field(value, 'scannedBy') === makers.scannedBy;
    } else {
      if (isScanned) for (const row of rowsOf(field(value, 'files'))) files.push(row);
      const version = field(value, 'countsVersion');
      if (typeof version === 'number') countsVersion = version;
      for (const row of countRowsOf(value)) if (isScanned || !row[0].endsWith(' masked')) counts.push(row);
      await setImmediate();
    }
    from = to + 1;
  }
  return { files, counts: countsVersion === null ? null : { version: countsVersion, counts } };
}

function columnsOf(rows: readonly StoredFile[]): Readonly<Record<keyof StoredFile, readonly unknown[]>> {
  return {
    id: rows.map((row) => row.id),
    size: rows.map((row) => row.size),
    mtimeMs: rows.map((row) => row.mtimeMs),
    ctimeMs: rows.map((row) => row.ctimeMs),
    ino: rows.map((row) => row.ino),
    reason: rows.map((row) => (row.reason === null ? -1 : READING_REASONS.indexOf(row.reason))),
    sha256: rows.map((row) => row.sha256 ?? ''),
    lines: rows.map((row) => row.lines),
    shownDiffers: rows.map((row) => (row.shownDiffers ? 1 : 0)),
    secrets: rows.map(({ secrets }) =>
      secrets.length === 0 ? 0 : secrets.map(({ id, rule, line, from, to }) => [id, rule, line, from, to]),
    ),
    day: rows.map((row) => row.day),
  };
}

function* rowsOf(columns: unknown): Generator<StoredFile, void, void> {
  const column = (name: keyof StoredFile): readonly unknown[] => {
    const values = field(columns, name);
    return Array.isArray(values) ? values : [];
  };
  const ids = column('id');
  const [sizes, mtimes, ctimes, inos] = [column('size'), column('mtimeMs'), column('ctimeMs'), column('ino')];
  const [reasons, sums, lines] = [column('reason'), column('sha256'), column('lines')];
  const [differs, found, days] = [column('shownDiffers'), column('secrets'), column('day')];
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row];
    const sha256 = sums[row];
    if (typeof id !== 'string' || typeof sha256 !== 'string') continue;
    yield {
      id,
      size: numberOf(sizes[row]),
      mtimeMs: numberOf(mtimes[row]),
      ctimeMs: numberOf(ctimes[row]),
      ino: numberOf(inos[row]),
      reason: READING_REASONS[numberOf(reasons[row])] ?? null,
      sha256: sha256 === '' ? null : sha256,
      lines: numberOf(lines[row]),
      shownDiffers: differs[row] === 1,
      secrets: findingsOf(found[row]),
      day: numberOf(days[row]),
    };
  }
}

function findingsOf(value: unknown): readonly Finding[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown): Finding[] => {
    if (!Array.isArray(each)) return [];
    const [id, rule, line, from, to] = each as readonly unknown[];
    if (typeof id !== 'string' || typeof rule !== 'string') return [];
    return [{ id, rule, line: numberOf(line), from: numberOf(from), to: numberOf(to) }];
  });
}

function* countRowsOf(value: unknown): Generator<readonly [string, number], void, void> {
  const keys = field(value, 'keys');
  const tokens = field(value, 'tokens');
  if (!Array.isArray(keys) || !Array.isArray(tokens)) return;
  for (let row = 0; row < keys.length; row++) {
    const key: unknown = keys[row];
    if (typeof key === 'string') yield [key, numberOf(tokens[row])];
  }
}

/** A number that no stamp and no count equals stands for what is no number. */
function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : -1;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
