import assert from 'node:assert/strict';
import type { TiktokenEncoding } from 'tiktoken';
import { loadTokenCounter, type ReadAsset } from '../../../src/tokens/token-counter.ts';
import { builtTokenAssets } from './built-assets.ts';
import { aroundCodePoint, longPiece, mixedText, seededRandom } from './random-texts.ts';
import { assertCountsAlike, withReference } from './reference.ts';

/** Compared one by one: totals over files hide errors (a wrong Unicode table changed none of 4,791 file totals). */
const MIXED_TEXTS: readonly (readonly [TiktokenEncoding, number])[] = [
  ['o200k_base', 200_000],
  ['cl100k_base', 130_000],
  ['p50k_base', 35_000],
  ['r50k_base', 25_000],
];

describe('token counts, string by string against tiktoken', () => {
  let readAsset: ReadAsset;

  before(async function () {
    this.timeout(60_000);
    readAsset = await builtTokenAssets();
  });

  for (const [encoding, texts] of MIXED_TEXTS) {
    it(`${encoding}: ${texts} mixed texts`, function () {
      this.timeout(120_000);
      const counter = loadTokenCounter(encoding, readAsset);
      const random = seededRandom(20_261_121);
      withReference(encoding, (reference) => {
        for (let i = 0; i < texts; i++) assertCountsAlike(counter, reference, mixedText(random));
      });
    });

    it(`${encoding}: characters of every script between letters, digits, symbols and blanks`, function () {
      this.timeout(120_000);
      const counter = loadTokenCounter(encoding, readAsset);
      const random = seededRandom(2);
      withReference(encoding, (reference) => {
        for (let point = 0; point < 0x110000; point += 1 + Math.floor(random() * stride(point))) {
          assertCountsAlike(counter, reference, aroundCodePoint(point));
        }
      });
    });

    it(`${encoding}: single pieces of 50 to 3,000 characters`, function () {
      this.timeout(120_000);
      const counter = loadTokenCounter(encoding, readAsset);
      const random = seededRandom(3);
      withReference(encoding, (reference) => {
        for (let i = 0; i < 150; i++) {
          assertCountsAlike(counter, reference, longPiece(random, i % 10 === 0 ? 3000 : 600));
        }
      });
    });
  }

  it('counts every byte sequence as the reference counts what it decodes to', () => {
    const random = seededRandom(4);
    for (const encoding of ['o200k_base', 'cl100k_base', 'r50k_base'] as const) {
      const counter = loadTokenCounter(encoding, readAsset);
      withReference(encoding, (reference) => {
        for (let i = 0; i < 2000; i++) {
          const bytes = Uint8Array.from({ length: 1 + Math.floor(random() * 12) }, () =>
            Math.floor(random() * 256),
          );
          const expected = reference.encode_ordinary(Buffer.from(bytes).toString('utf8')).length;
          assert.equal(counter.countBytes(bytes), expected, Buffer.from(bytes).toString('hex'));
        }
      });
    }
  });
});

/** Nearly every character of the scripts in daily use, some of each block of the others. */
function stride(point: number): number {
  return point < 0x3000 ? 3 : point < 0x20000 ? 100 : 2000;
}
