import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adapter } from 'lowdb';
import { fail, type Failure, type Result } from '../../core/facts/result.ts';
import { makePrivateFolder } from '../data-folder.ts';
import type { Disk } from './disk.ts';
import { quarantineFolder } from './places.ts';
import { readWhole, type WholeFile, writeWhole } from './whole-file.ts';

const FORMAT = 'context-budget-ledger';

/** What the callers know of the ledger's state. */
export interface LedgerSchema<S> {
  /** From 1. */
  readonly version: number;
  readonly check: (value: unknown) => Result<S>;
  /** A state of an older version as the next version has it; default: as it is. */
  readonly migrate?: (value: unknown, fromVersion: number) => unknown;
  /** Of a new workspace. */
  readonly empty: S;
}

/** What reading the file told besides the state. */
export interface LedgerFinding {
  /** Null: all is well. `store_newer` and `store_unreadable` forbid writing; `store_damaged` is mended by it. */
  readonly trouble: Failure | null;
  readonly mayWrite: boolean;
  readonly revision: number;
}

/** lowdb's adapter for the ledger: whole files with a checksum, a version and a second copy (spec M10). */
export interface LedgerAdapter<S> extends Adapter<S> {
  /** Always a state: that of the file, of its copy, or null for the caller's own. */
  read(): Promise<S | null>;
  /** Throws the system's error; then both files are as they were. */
  write(state: S): Promise<void>;
  /** Of the last reading. */
  finding(): LedgerFinding;
}

export function ledgerPath(store: string): string {
  return join(store, 'ledger.json');
}

export function ledgerAdapter<S>(
  store: string,
  schema: LedgerSchema<S>,
  disk: Disk,
  now: () => number,
): LedgerAdapter<S> {
  const path = ledgerPath(store);
  const copy = join(store, 'ledger.good.json');
  let finding: LedgerFinding = { trouble: null, mayWrite: true, revision: 0 };
  let damaged: Buffer | null = null;

  const read = async (): Promise<S | null> => {
    damaged = null;
    const file = await readWhole(path, FORMAT);
    const state = usable(file, schema);
    if (state !== null) {
      finding = { trouble: null, mayWrite: true, revision: revisionOf(file) };
      return state;
    }
    if (file.found === 'unreadable')
      return refuse('store_unreadable', `${path} cannot be read (${file.code}).`);
    if (file.found === 'state' && file.version > schema.version) {
      const message = `${path} was written by a newer version of Context Budget. Update to change limits or reserve.`;
      const shown = schema.check(file.state);
      refuse('store_newer', message, file.revision);
      return shown.ok ? shown.value : null;
    }
    const second = await readWhole(copy, FORMAT);
    const saved = usable(second, schema);
    if (file.found === 'missing' && second.found === 'missing') {
      finding = { trouble: null, mayWrite: true, revision: 0 };
      return null;
    }
    damaged = file.found === 'damaged' ? file.bytes : Buffer.from(JSON.stringify(file));
    const rest =
      saved === null ? 'What can be told from the records is kept.' : 'Its last good copy is used.';
    const message = `${path} is damaged. ${rest}`;
    const revision = revisionOf(second);
    finding = { trouble: fail('store_damaged', message, { path }).error, mayWrite: true, revision };
    return saved;
  };

  const refuse = (code: 'store_newer' | 'store_unreadable', message: string, revision = 0): null => {
    finding = { trouble: fail(code, message, { path }).error, mayWrite: false, revision };
    return null;
  };

  const write = async (state: S): Promise<void> => {
    if (damaged !== null) await keepDamaged(damaged);
    const revision = finding.revision + 1;
    const content = { format: FORMAT, version: schema.version, revision, state };
    await writeWhole(disk, path, content);
    finding = { trouble: null, mayWrite: true, revision };
    damaged = null;
    // the ledger itself is safe by now; a copy that cannot be written is the one from before
    await writeWhole(disk, copy, content).catch(() => undefined);
  };

  const keepDamaged = async (bytes: Buffer): Promise<void> => {
    const folder = quarantineFolder(store);
    if (!makePrivateFolder(folder).ok) return;
    await writeFile(join(folder, `ledger-${now()}.json`), bytes, { mode: 0o600 });
  };

  return { read, write, finding: () => finding };
}

/** Ledger and copy. */
export function removeLedger(store: string): void {
  rmSync(join(store, 'ledger.good.json'), { force: true });
  rmSync(ledgerPath(store), { force: true });
}

function usable<S>(file: WholeFile, schema: LedgerSchema<S>): S | null {
  if (file.found !== 'state' || file.version > schema.version) return null;
  let value = file.state;
  for (let from = file.version; from < schema.version; from++) value = schema.migrate?.(value, from) ?? value;
  const checked = schema.check(value);
  return checked.ok ? checked.value : null;
}

function revisionOf(file: WholeFile): number {
  return file.found === 'state' ? file.revision : 0;
}
