import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { makePrivateFolder } from '../data-folder.ts';
import type { Disk } from '../store/disk.ts';
import { readWhole, writeWhole } from '../store/whole-file.ts';
import { fieldsOf, listOf, textOrNull } from './json-fields.ts';
import type { LogHeader } from './logged-session.ts';

const FORMAT = 'context-budget-imports';
const VERSION = 1;
/** Of a SHA-256: 72 bits, in base64 12 characters. */
const KEY_BYTES = 9;
const KEY_LENGTH = 12;

/** A log file as it was when it was imported. */
export interface ImportedFile {
  readonly size: number;
  readonly modified: number;
  readonly header: LogHeader;
  /** Its last task was not settled yet: it is read again even if nothing is added. */
  readonly isOpen: boolean;
}

/**
 * How far logs were imported: which files, and which answers of models are counted. It lies with the records and is
 * cleared with them; without it everything is read again, and records that are there already are known by their ids.
 */
export interface ImportState {
  /** By `shortHash` of the path. */
  readonly files: Map<string, ImportedFile>;
  /** `shortHash` of the keys of counted answers. */
  readonly counted: Set<string>;
}

export async function readImportState(folder: string): Promise<ImportState> {
  const file = await readWhole(pathIn(folder), FORMAT);
  const state = file.found === 'state' && file.version === VERSION ? fieldsOf(file.state) : {};
  const files = new Map<string, ImportedFile>();
  for (const entry of listOf(state['files'])) {
    const [path, imported] = listOf(entry);
    const read = readFile(imported);
    if (typeof path === 'string' && read !== null) files.set(path, read);
  }
  const counted = new Set<string>();
  const keys = textOrNull(state['counted']) ?? '';
  for (let start = 0; start < keys.length; start += KEY_LENGTH)
    counted.add(keys.slice(start, start + KEY_LENGTH));
  return { files, counted };
}

/** Throws the system's error; then the file is as it was. */
export async function writeImportState(
  disk: Disk,
  folder: string,
  { files, counted }: ImportState,
): Promise<void> {
  if (!makePrivateFolder(folder).ok) return;
  const state = { files: [...files], counted: [...counted].join('') };
  await writeWhole(disk, pathIn(folder), { format: FORMAT, version: VERSION, revision: 0, state });
}

/** Names an answer or a path without giving it away. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, KEY_BYTES).toString('base64url');
}

function pathIn(folder: string): string {
  return join(folder, 'imports.json');
}

function readFile(value: unknown): ImportedFile | null {
  const { size, modified, header, isOpen } = fieldsOf(value);
  const { session, parent, forkedFrom, folder, start } = fieldsOf(header);
  if (typeof size !== 'number' || typeof modified !== 'number' || typeof session !== 'string') return null;
  return {
    size,
    modified,
    header: {
      session,
      parent: textOrNull(parent),
      forkedFrom: textOrNull(forkedFrom),
      folder: textOrNull(folder),
      start: typeof start === 'number' ? start : 0,
    },
    isOpen: isOpen === true,
  };
}
