import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface CorpusFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly text: string;
}

const TEXT = new Set(
  '.c .cjs .cpp .css .cts .go .h .html .java .js .json .jsx .md .mjs .mts .py .rs .sh .sql .svg .toml .ts .tsx .txt .xml .yaml .yml'.split(
    ' ',
  ),
);
/** Larger files would let a few decide the figures. */
const LARGEST_FILE = 256 * 1024;
/** tiktoken is quadratic in the length of a piece: a run of letters of this length would take it seconds. */
const LONGEST_RUN = /[^\s\p{P}\p{S}\p{N}]{5000}/u;

/** Text files below the folders, at least `bytes` of them where there is so much: every n-th in the order of names. */
export function readCorpus(folders: readonly string[], bytes: number): CorpusFile[] {
  const all = folders.flatMap((folder) => listTextFiles(folder));
  const total = all.reduce((sum, file) => sum + file.size, 0);
  const step = Math.max(1, Math.floor(total / bytes));
  return all
    .filter((_, i) => i % step === 0)
    .map(({ path }) => {
      const content = readFileSync(path);
      return { path, bytes: content, text: content.toString('utf8') };
    })
    .filter(({ text }) => !LONGEST_RUN.test(text));
}

function listTextFiles(folder: string): { readonly path: string; readonly size: number }[] {
  const found: { path: string; size: number }[] = [];
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '.git') found.push(...listTextFiles(path));
    if (!entry.isFile() || !TEXT.has(extname(entry.name))) continue;
    const { size } = statSync(path);
    if (size <= LARGEST_FILE) found.push({ path, size });
  }
  return found;
}
