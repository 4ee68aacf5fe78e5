import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { CATEGORIES } from '../../core/facts/category.ts';
import { isObject } from '../../core/facts/json-value.ts';
import type { ModelScore } from '../../core/models/scores/model-score.ts';
import { makePrivateFolder } from '../data-folder.ts';
import { systemCode } from '../reading-trouble.ts';
import type { Disk } from './disk.ts';
import { quarantineFolder } from './places.ts';

/**
 * `scores.json` (spec M10): `{version, updatedAt, scores}` beside the records that the scores are folded from. A cache:
 * what it says is folded anew where it is missing, damaged, another version's or a day old.
 */
const FILE = 'scores.json';
const VERSION = 1;
const OLD_AFTER_MS = 86_400_000;

export type ScoresFound =
  | { readonly found: 'scores'; readonly updatedAt: number; readonly scores: readonly ModelScore[] }
  | { readonly found: 'missing' | 'old' | 'other_version' | 'damaged' | 'unreadable' };

/**
 * @param folder of the history
 * @param store whose quarantine takes a damaged file
 * @param now epoch ms
 */
export async function readScores(folder: string, store: string, now: number): Promise<ScoresFound> {
  const path = join(folder, FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return { found: code === 'ENOENT' ? 'missing' : 'unreadable' };
  }
  const value = parsed(text);
  if (isObject(value) && typeof value['version'] === 'number' && value['version'] !== VERSION)
    return { found: 'other_version' };
  const read = isObject(value) ? scoresOf(value) : null;
  if (read === null) {
    await setAside(path, store, now);
    return { found: 'damaged' };
  }
  const age = now - read.updatedAt;
  // from the future: the clock was set, and says nothing of its age
  return age >= 0 && age < OLD_AFTER_MS ? { found: 'scores', ...read } : { found: 'old' };
}

/** Throws the system's error; then the file is as it was. */
export async function writeScores(
  disk: Disk,
  folder: string,
  scores: readonly ModelScore[],
  now: number,
): Promise<void> {
  await disk.replace(join(folder, FILE), [
    `${JSON.stringify({ version: VERSION, updatedAt: now, scores }, null, 1)}\n`,
  ]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

function scoresOf(
  value: Readonly<Record<string, unknown>>,
): { readonly updatedAt: number; readonly scores: readonly ModelScore[] } | null {
  const { version, updatedAt, scores } = value;
  if (version !== VERSION || typeof updatedAt !== 'number' || !Array.isArray(scores)) return null;
  const read = scores.map(scoreOf);
  return read.includes(null) ? null : { updatedAt, scores: read.filter((score) => score !== null) };
}

function scoreOf(value: unknown): ModelScore | null {
  if (!isObject(value)) return null;
  const { model, score, sampleCount, updatedAt } = value;
  const category = CATEGORIES.find((known) => known === value['category']);
  if (typeof model !== 'string' || model === '' || category === undefined) return null;
  if (typeof score !== 'number' || !(score >= 0 && score <= 1)) return null;
  if (!Number.isSafeInteger(sampleCount) || Number(sampleCount) < 0) return null;
  if (updatedAt !== null && typeof updatedAt !== 'number') return null;
  return Object.freeze({ model, category, score, sampleCount: Number(sampleCount), updatedAt });
}

/** As it was found; a folder that cannot be written loses a cache that is worthless. */
async function setAside(path: string, store: string, now: number): Promise<void> {
  const folder = quarantineFolder(store);
  if (!makePrivateFolder(folder).ok) return;
  try {
    await rename(path, join(folder, `${FILE}.${now}`));
  } catch (error) {
    if (systemCode(error) === null) throw error;
  }
}
