// Compares the counter with tiktoken on random texts, string by string, for as long as asked. Every difference is
// printed as the shortest text found; ends with 1 when there was one.
//
//   npm run fuzz:tokens -- --minutes 10 --seed 1

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Tiktoken } from 'tiktoken';
import { buildTokenAssets } from '../../src/tokens/assets/build.js';
import { loadTokenCounter, type TokenCounter } from '../../src/tokens/token-counter.ts';
import { aroundCodePoint, longPiece, mixedText, seededRandom } from '../unit/tokens/random-texts.ts';
import { assertCountsAlike, withReference } from '../unit/tokens/reference.ts';

const ASSETS = fileURLToPath(new URL('../../dist/tokens/', import.meta.url));
const ENCODINGS = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const;
/** Texts of one encoding before the next has its turn. */
const TURN = 20_000;
/** Differences after which going on would only repeat them. */
const ENOUGH = 20;

const { values: options } = parseArgs({
  args: argv.slice(2),
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});
const minutes = Number(options.minutes);
const seed = Number(options.seed);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error('Give --minutes as a number above 0 and --seed as a whole number.');
  exit(2);
}

await buildTokenAssets(ASSETS);
const random = seededRandom(seed);
const end = Date.now() + minutes * 60_000;
const counters = ENCODINGS.map((encoding) =>
  loadTokenCounter(encoding, (name) => readFileSync(join(ASSETS, name))),
);
let compared = 0;
const differences: string[] = [];

while (Date.now() < end && differences.length < ENOUGH) {
  for (const [i, encoding] of ENCODINGS.entries()) {
    const counter = counters[i];
    if (counter !== undefined) withReference(encoding, (reference) => takeTurn(counter, reference));
  }
}
console.log(`${compared} texts compared from seed ${seed}, ${differences.length} differences`);
exit(differences.length > 0 ? 1 : 0);

function takeTurn(counter: TokenCounter, reference: Tiktoken): void {
  for (let i = 0; i < TURN && differences.length < ENOUGH; i++) {
    compared++;
    try {
      assertCountsAlike(counter, reference, nextText(i));
    } catch (error) {
      differences.push(String(error));
      console.log(String(error));
    }
  }
}

function nextText(i: number): string {
  if (i % 1000 === 0) return longPiece(random, 3000);
  if (i % 100 === 0) return longPiece(random, 400);
  if (i % 4 === 0) return aroundCodePoint(Math.floor(random() * 0x110000));
  return mixedText(random);
}
