import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

/** One file that the factors are measured on. */
export interface CorpusFile {
  readonly path: string;
  readonly language: string;
  readonly text: string;
}

const LANGUAGES: Readonly<Record<string, string>> = {
  '.ts': 'TypeScript',
  '.tsx': 'TypeScript',
  '.js': 'JavaScript',
  '.mjs': 'JavaScript',
  '.cjs': 'JavaScript',
  '.vue': 'HTML, CSS, Vue',
  '.html': 'HTML, CSS, Vue',
  '.css': 'HTML, CSS, Vue',
  '.py': 'Python',
  '.go': 'Go',
  '.rs': 'Rust',
  '.java': 'Java',
  '.c': 'C',
  '.h': 'C',
  '.tcl': 'Tcl, shell',
  '.sh': 'Tcl, shell',
  '.json': 'JSON, YAML, TOML',
  '.yml': 'JSON, YAML, TOML',
  '.yaml': 'JSON, YAML, TOML',
  '.toml': 'JSON, YAML, TOML',
  '.md': 'English prose',
  '.rst': 'English prose',
};

/** Large files say nothing that their first part does not, and would weigh on the time only. */
const MAX_BYTES = 64_000;

/** tiktoken is quadratic in the length of one piece; such lines are minified or data, which the product leaves out. */
const MAX_RUN = 1_000;

const HAN = /\p{Script=Han}/gu;

/** A Markdown file with this share of Han characters counts as Chinese prose. */
const CHINESE_SHARE = 0.1;

/**
 * Text files under the folders, at most `perLanguage` a language, in an order that depends on the contents only, so
 * that the same folders give the same files on every machine. Duplicates, minified and invalid UTF-8 files are left out.
 */
export function readCorpus(folders: readonly string[], perLanguage: number): CorpusFile[] {
  const byHash = new Map<string, CorpusFile>();
  for (const folder of folders) {
    for (const path of walk(folder)) {
      const file = readFile(path);
      if (file !== undefined) byHash.set(createHash('sha256').update(file.text).digest('hex'), file);
    }
  }
  const taken = new Map<string, number>();
  const chosen: CorpusFile[] = [];
  for (const [, file] of [...byHash].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const count = taken.get(file.language) ?? 0;
    if (count >= perLanguage) continue;
    taken.set(file.language, count + 1);
    chosen.push(file);
  }
  return chosen;
}

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile() && extname(entry.name) in LANGUAGES) yield path;
  }
}

function readFile(path: string): CorpusFile | undefined {
  const size = statSync(path).size;
  const language = LANGUAGES[extname(path)];
  if (size < 400 || size > MAX_BYTES || language === undefined || path.endsWith('.min.js')) return undefined;
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  if (text.includes('\uFFFD') || new RegExp(`\\S{${MAX_RUN}}`).test(text)) return undefined;
  return { path, text, language: isChinese(language, text) ? 'Chinese prose' : language };
}

function isChinese(language: string, text: string): boolean {
  return language === 'English prose' && (text.match(HAN)?.length ?? 0) > CHINESE_SHARE * text.length;
}
