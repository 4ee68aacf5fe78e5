// Speed and exactness of the token counter beside tiktoken (the reference) and gpt-tokenizer, by CPU time, in one
// process, the counters taking turns on slices of the same files. Ends with 1 when a count differs from tiktoken's.
//
//   npm run bench:tokens [-- --corpus DIR] [--rounds N]

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, cpuUsage, execArgv, execPath, exit, memoryUsage } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countTokens as gptCl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import { countTokens as gptO200k } from 'gpt-tokenizer/encoding/o200k_base';
import { get_encoding } from 'tiktoken';
import { buildTokenAssets } from '../../src/tokens/assets/build.js';
import { openEditedDocument } from '../../src/tokens/edited-document.ts';
import { loadTokenCounter, type TokenCounter } from '../../src/tokens/token-counter.ts';
import { readCorpus, type CorpusFile } from './token-corpus.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ASSETS = join(ROOT, 'dist', 'tokens');
const CORPUS_BYTES = 14e6;
const SLICES = 24;
const ENCODINGS = ['o200k_base', 'cl100k_base'] as const;
type BenchedEncoding = (typeof ENCODINGS)[number];
const GPT_TOKENIZER = { o200k_base: gptO200k, cl100k_base: gptCl100k };
/** gpt-tokenizer throws on special tokens unless told that none is special. */
const PLAIN_TEXT = { disallowedSpecial: new Set<string>() };

const readAsset = (name: string): Uint8Array => readFileSync(join(ASSETS, name));

/** CPU milliseconds of this process, user and system. */
function cpuTime(work: () => void): number {
  const before = cpuUsage();
  work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** CPU ms of one round, by name; every count goes to `check`. */
function race(
  encoding: BenchedEncoding,
  files: readonly CorpusFile[],
  check: (file: CorpusFile, expected: number, counted: number) => void,
): Record<string, number> {
  const times: Record<string, number> = {};
  const take = (name: string, work: () => void): void => {
    times[name] = (times[name] ?? 0) + cpuTime(work);
  };
  const gpt = GPT_TOKENIZER[encoding];
  const reference = get_encoding(encoding);
  const started: TokenCounter[] = [];
  take('first scan', () => started.push(loadTokenCounter(encoding, readAsset)));
  take('first scan of bytes', () => started.push(loadTokenCounter(encoding, readAsset)));
  const [counter, counterOfBytes] = started;
  if (counter === undefined || counterOfBytes === undefined) throw new Error('no counter');

  const size = Math.ceil(files.length / SLICES);
  for (let start = 0; start < files.length; start += size) {
    const slice = files.slice(start, start + size);
    const expected: number[] = [];
    take('tiktoken', () => {
      for (const file of slice) expected.push(reference.encode_ordinary(file.text).length);
    });
    take('gpt-tokenizer', () => {
      for (const file of slice) gpt(file.text, PLAIN_TEXT);
    });
    const counted: number[] = [];
    take('first scan', () => {
      for (const file of slice) counted.push(counter.count(file.text));
    });
    const countedBytes: number[] = [];
    take('first scan of bytes', () => {
      for (const file of slice) countedBytes.push(counterOfBytes.countBytes(file.bytes));
    });
    for (const [i, file] of slice.entries()) {
      check(file, expected[i] ?? Number.NaN, counted[i] ?? Number.NaN);
      check(file, expected[i] ?? Number.NaN, countedBytes[i] ?? Number.NaN);
    }
  }
  take('warm', () => {
    for (const file of files) counter.count(file.text);
  });
  take('warm, bytes', () => {
    for (const file of files) counter.countBytes(file.bytes);
  });
  reference.free();
  return times;
}

function benchCorpus(files: readonly CorpusFile[], rounds: number): number {
  const megabytes = files.reduce((sum, file) => sum + file.bytes.length, 0) / 1e6;
  console.log(`${files.length} files, ${megabytes.toFixed(1)} MB, median of ${rounds} rounds, CPU time`);
  const differing = new Set<string>();
  for (const encoding of ENCODINGS) {
    const results: Record<string, number>[] = [];
    for (let round = 0; round < rounds; round++) {
      results.push(
        race(encoding, files, (file, expected, counted) => {
          if (counted === expected || differing.has(`${encoding} ${file.path}`)) return;
          differing.add(`${encoding} ${file.path}`);
          console.log(`DIFFERS ${encoding} ${file.path}: ${counted}, tiktoken ${expected}`);
        }),
      );
    }
    console.log(`\n${encoding.padEnd(22)}      MB/s   × tiktoken`);
    for (const name of Object.keys(results[0] ?? {})) {
      const speed = median(results.map((times) => (megabytes * 1000) / (times[name] ?? Number.NaN)));
      const ratio = median(
        results.map((times) => (times['tiktoken'] ?? Number.NaN) / (times[name] ?? Number.NaN)),
      );
      console.log(`  ${name.padEnd(20)} ${speed.toFixed(1).padStart(9)} ${ratio.toFixed(1).padStart(12)}`);
    }
  }
  console.log(`\n${differing.size} files differ from tiktoken`);
  return differing.size;
}

function benchPathological(): void {
  const megabyte = 1_000_000;
  let state = 1;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 8;
  const random = (make: () => string): string => {
    let text = '';
    while (text.length < megabyte) text += make();
    return text.slice(0, megabyte);
  };
  const inputs = {
    'one letter': 'a'.repeat(megabyte),
    spaces: ' '.repeat(megabyte),
    CJK: random(() => String.fromCodePoint(0x4e00 + (next() % 20_000))),
    base64: random(() => Buffer.from([next(), next(), next()]).toString('base64')),
    _: '_'.repeat(megabyte),
    'random letters': random(() => String.fromCodePoint(97 + (next() % 26))),
  };
  console.log('\n1 MB of                CPU ms, o200k   cl100k');
  for (const [name, text] of Object.entries(inputs)) {
    const times = ENCODINGS.map((encoding) => {
      const counter = loadTokenCounter(encoding, readAsset);
      return cpuTime(() => counter.count(text)).toFixed(0);
    });
    console.log(`  ${name.padEnd(20)} ${(times[0] ?? '').padStart(13)} ${(times[1] ?? '').padStart(8)}`);
  }
}

function benchEdits(): void {
  const counter = loadTokenCounter('o200k_base', readAsset);
  const text = 'export function answer(question: string): number {\n  return question.length * 6; // 7\n}\n\n'
    .repeat(34_000)
    .slice(0, 3_000_000);
  const document = openEditedDocument(counter, text);
  const times: number[] = [];
  for (let i = 0; i < 500; i++) {
    const offset = (i * 7_919_003) % (text.length - 500);
    times.push(cpuTime(() => document.edit([{ offset, deleted: 1, inserted: 'x' }])));
  }
  const sorted = times.sort((a, b) => a - b);
  const full = cpuTime(() => counter.count(text));
  console.log(
    `\nAn edit in 3 MB: median ${median(sorted).toFixed(2)} ms, slowest of 500 ${(sorted.at(-1) ?? 0).toFixed(2)} ms, ` +
      `full count ${full.toFixed(0)} ms`,
  );
}

/** In a process of its own: what starting costs, and what the counter then holds. */
function reportStart(encoding: BenchedEncoding): void {
  const before = memoryUsage().rss;
  const start = performance.now();
  const counter = loadTokenCounter(encoding, readAsset);
  counter.count('ready');
  const elapsed = performance.now() - start;
  const held = (memoryUsage().rss - before) / 2 ** 20;
  console.log(`  ${encoding.padEnd(14)} start ${elapsed.toFixed(0)} ms, memory ${held.toFixed(0)} MB`);
}

const { values: options } = parseArgs({
  args: argv.slice(2),
  options: {
    corpus: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    start: { type: 'string' },
  },
});
const asked = ENCODINGS.find((encoding) => encoding === options.start);
if (asked !== undefined) {
  reportStart(asked);
  exit(0);
}
await buildTokenAssets(ASSETS);
const folders =
  options.corpus === undefined ? [join(ROOT, 'node_modules'), join(ROOT, 'src')] : [options.corpus];
const files = readCorpus(folders, options.corpus === undefined ? CORPUS_BYTES : Number.POSITIVE_INFINITY);
const differences = benchCorpus(files, Number(options.rounds));
benchPathological();
benchEdits();
console.log('\nIn a fresh process, assets read from disk');
for (const encoding of ENCODINGS) {
  spawnSync(execPath, [...execArgv, fileURLToPath(import.meta.url), '--start', encoding], {
    stdio: 'inherit',
  });
}
exit(differences > 0 ? 1 : 0);
