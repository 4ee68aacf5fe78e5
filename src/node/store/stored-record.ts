import type { Result } from '../../core/facts/result.ts';

/** What every record has, whatever its kind; the store looks at nothing else. */
export interface StoredRecord {
  /** Unique: a record counts once, however often it was written. */
  readonly id: string;
  /** Kind of record, such as "outcome"; retention is one setting per kind. */
  readonly kind: string;
  /** Epoch ms. */
  readonly at: number;
}

/** What the callers know of their records. */
export interface RecordSchema<R extends StoredRecord> {
  /** Version of the records as they are written now, from 1. */
  readonly version: number;
  /** Whether a value is a record, and the record. Runs on everything that is read, imported or appended. */
  readonly check: (value: unknown) => Result<R>;
  /** A record of an older version as the next version has it, one version at a time; default: as it is. */
  readonly migrate?: (value: unknown, fromVersion: number) => unknown;
}

/** A value of some version as a record of this one. */
export function readRecord<R extends StoredRecord>(
  schema: RecordSchema<R>,
  value: unknown,
  version: number,
): Result<R> {
  let current = value;
  for (let from = version; from < schema.version; from++)
    current = schema.migrate?.(current, from) ?? current;
  return schema.check(current);
}

/** A state that is folded from records, kept when records are pruned (spec C9). */
export interface Fold<R extends StoredRecord> {
  readonly name: string;
  /** A state of another version is not gone on from. */
  readonly version: number;
  /** Goes on from a state that `end` gave, as JSON; null: nothing was folded yet. */
  readonly begin: (state: unknown) => Folding<R>;
}

/** A fold at work. */
export interface Folding<R extends StoredRecord> {
  /** Records come in the order of the history, those of every kind. */
  readonly take: (record: R) => void;
  /** The state, as a value that JSON keeps. */
  readonly end: () => unknown;
}

/** What folds made of the records that were pruned; a replay goes on from there. */
export interface Checkpoint {
  /** How many records it stands for. */
  readonly count: number;
  /** Per kind, time of the newest record that was pruned: an import of anything older may repeat what is in here. */
  readonly horizon: Readonly<Record<string, number>>;
  /** State per fold. */
  readonly states: Readonly<Record<string, { readonly version: number; readonly state: unknown }>>;
}
