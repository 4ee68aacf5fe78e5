import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files as people write them: smaller is a stub, larger is left out of most plans. */
const SMALLEST = 200;
const LARGEST = 400_000;
const SKIPPED_FOLDERS = new Set(['.git', '.cache', '.index']);
/** What git and the walk would read as rules. */
const SKIPPED_FILES = /^\.git|\.min\./;
const HOUR_S = 3_600;
/** As many as ranking looks at. */
const COMMITS = 2_000;
const FILES_OF_A_COMMIT = 4;

/** A text file to copy. */
export interface Original {
  /** Absolute. */
  readonly from: string;
  /** Inside the folder it was found in, with `/`. */
  readonly path: string;
}

/** Text files below a folder, each content once, spread evenly where there are more than `most`. */
export function originals(folder: string, most: number): readonly Original[] {
  const seen = new Set<string>();
  const found: Original[] = [];
  const look = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name)) look(path);
        continue;
      }
      if (!entry.isFile() || SKIPPED_FILES.test(entry.name)) continue;
      const bytes = readFileSync(join(folder, path));
      if (bytes.length < SMALLEST || bytes.length > LARGEST || bytes.includes(0)) continue;
      const hash = createHash('sha256').update(bytes).digest('base64');
      if (seen.has(hash)) continue;
      seen.add(hash);
      found.push({ from: join(folder, path), path });
    }
  };
  look('');
  const step = Math.max(1, found.length / most);
  return Array.from(
    { length: Math.min(most, found.length) },
    (_, n) => found[Math.floor(n * step)] ?? [],
  ).flat();
}

/** Copies them, an hour old, with a history of changes to them. Gives the bytes of all. */
export function makeWorkspace(folder: string, files: readonly Original[]): number {
  let bytes = 0;
  const modified = Date.now() / 1_000 - HOUR_S;
  for (const { from, path } of files) {
    const copy = join(folder, path);
    const text = readFileSync(from);
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, text);
    utimesSync(copy, modified, modified);
    bytes += text.length;
  }
  const git = (words: readonly string[], input = ''): void => {
    const { status, stderr } = spawnSync('git', words, { cwd: folder, input, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
  };
  git(['init', '-q', '-b', 'main']);
  git(['fast-import', '--quiet'], history(files.map(({ path }) => path)));
  return bytes;
}

/** Commits that touch a few neighbouring files each, and say which. */
function history(paths: readonly string[]): string {
  const lines: string[] = [];
  for (let n = 0; n < COMMITS; n++) {
    // a step that has no factor in common with most lengths visits all of them in a scattered order
    const first = (n * 7_919) % paths.length;
    const touched = paths.slice(first, first + 1 + (n % FILES_OF_A_COMMIT));
    const message = `Change ${touched.map((path) => path.split('/').slice(-2).join(' ')).join(' and ')}`;
    lines.push(
      'commit refs/heads/main',
      `committer N <n@example.org> ${1_600_000_000 + n * HOUR_S} +0000`,
      data(message),
      ...touched.flatMap((path) => [`M 100644 inline ${JSON.stringify(path)}`, data(`${n}`)]),
    );
  }
  return `${lines.join('\n')}\n`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
