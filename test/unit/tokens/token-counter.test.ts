import assert from 'node:assert/strict';
import { loadTokenCounter, type ReadAsset } from '../../../src/tokens/token-counter.ts';
import { createTokenCounters } from '../../../src/tokens/token-counters.ts';
import { builtTokenAssets } from './built-assets.ts';
import { seededRandom } from './random-texts.ts';
import { withReference } from './reference.ts';

const LARGE = 2 ** 20;

describe('token counter', () => {
  let readAsset: ReadAsset;

  before(async function () {
    this.timeout(60_000);
    readAsset = await builtTokenAssets();
  });

  it('counts an empty text as 0', () => {
    const counter = loadTokenCounter('o200k_base', readAsset);
    assert.equal(counter.count(''), 0);
    assert.equal(counter.countBytes(new Uint8Array()), 0);
  });

  it('counts the sentence of the specification within 6 to 14', () => {
    for (const encoding of ['o200k_base', 'cl100k_base', 'r50k_base'] as const) {
      const tokens = loadTokenCounter(encoding, readAsset).count(
        'This is a test sentence with several words.',
      );
      assert.ok(tokens >= 6 && tokens <= 14);
    }
  });

  it('counts special tokens as plain text', () => {
    assert.equal(loadTokenCounter('o200k_base', readAsset).count('<|endoftext|>'), 7);
  });

  it('counts a byte order mark in bytes, and in a text that has one', () => {
    const counter = loadTokenCounter('o200k_base', readAsset);
    const withMark = Buffer.from('\ufeffimport x');
    assert.equal(counter.countBytes(withMark), counter.count('\ufeffimport x'));
    assert.equal(counter.countBytes(withMark), 1 + counter.count('import x'));
  });

  it('counts lone surrogates, in a text or as bytes, as U+FFFD', () => {
    const counter = loadTokenCounter('cl100k_base', readAsset);
    assert.equal(counter.count('a\ud800b\udc00'), counter.count('a\ufffdb\ufffd'));
    assert.equal(counter.countBytes(Uint8Array.of(0x61, 0xff, 0x62)), counter.count('a\ufffdb'));
  });

  it('counts bytes from the middle of a larger buffer', () => {
    const counter = loadTokenCounter('o200k_base', readAsset);
    const buffer = Buffer.from('before Hello, world after');
    assert.equal(counter.countBytes(buffer.subarray(7, 19)), counter.count('Hello, world'));
    assert.equal(counter.countBytes(Buffer.from('\xffab', 'latin1').subarray(1)), counter.count('ab'));
  });

  it('ends where the text ends, whatever a longer text left behind', () => {
    const counter = loadTokenCounter('o200k_base', readAsset);
    const alone = counter.count(' ');
    counter.count('   \n\n/// the rest of a longer text');
    assert.equal(counter.count(' '), alone);
    assert.equal(counter.count('it'), 1);
  });

  it('keeps the count of a piece that comes again', () => {
    const counter = loadTokenCounter('o200k_base', readAsset);
    for (const piece of ['qzxqzx', 'qzxqzxqzxqzxqzxqzx', 'ZQ'.repeat(200)]) {
      assert.equal(counter.count(piece), counter.count(piece));
    }
  });

  it('counts as before when its memory of pieces has overflowed', function () {
    this.timeout(60_000);
    const counter = loadTokenCounter('cl100k_base', readAsset);
    const random = seededRandom(7);
    const letters = Array.from({ length: 330_000 }, () =>
      String.fromCodePoint(97 + Math.floor(random() * 26)),
    ).join('');
    const pieces = (from: number, to: number, characters: number): string => {
      let text = '';
      for (let at = from; at < to; at++) text += ` ${letters.slice(at, at + characters)}`;
      return text;
    };
    withReference('cl100k_base', (reference) => {
      // Each overflows another part: many short pieces, many longer ones, 10 MB of pieces that are longer still.
      for (const [characters, number] of [
        [7, 300_000],
        [14, 150_000],
        [62, 150_000],
      ] as const) {
        const sample = pieces(0, 300, characters);
        const expected = reference.encode_ordinary(sample).length;
        assert.equal(counter.count(sample), expected);
        for (let at = 0; at < number; at += 30_000) counter.count(pieces(at, at + 30_000, characters));
        assert.equal(counter.count(sample), expected);
      }
    });
  });

  // Merging goes by powers of two in these: a run of a million has as many tokens a character as one of 4,096.
  for (const character of ['a', ' ', '_', '=', '\n', '中', '한', '\u0301', 'abcd']) {
    it(`counts a million of ${JSON.stringify(character)} in proportion to the reference's count of 4,096`, () => {
      const counter = loadTokenCounter('o200k_base', readAsset);
      const few = character.repeat(4096 / character.length);
      const many = character.repeat(LARGE / character.length);
      withReference('o200k_base', (reference) => {
        assert.equal(counter.count(many), reference.encode_ordinary(few).length * (LARGE / 4096));
      });
      assert.equal(counter.count('after it, as before'), 5);
    });
  }

  it('counts 50,000 characters of one letter, of blanks, of base64 and of ideographs as the reference does', function () {
    this.timeout(60_000);
    const random = seededRandom(8);
    const base64 = Buffer.from(Array.from({ length: 37_500 }, () => Math.floor(random() * 256))).toString(
      'base64',
    );
    const ideographs = Array.from({ length: 5000 }, () =>
      String.fromCodePoint(0x4e00 + Math.floor(random() * 20_000)),
    ).join('');
    const counter = loadTokenCounter('o200k_base', readAsset);
    withReference('o200k_base', (reference) => {
      // One piece of 50,000 would take the reference seconds: it is quadratic.
      for (const text of [
        'a'.repeat(12_500),
        ' '.repeat(12_500),
        base64,
        ideographs,
        `${'_'.repeat(2500)} `.repeat(20),
      ]) {
        assert.equal(counter.count(text), reference.encode_ordinary(text).length);
      }
    });
  });

  it('counts a text of 20 million characters and goes on', function () {
    this.timeout(60_000);
    const counter = loadTokenCounter('o200k_base', readAsset);
    const line = 'const answer = 42; // é\n';
    const lines = 800_000;
    assert.equal(counter.count(line.repeat(lines)), counter.count(line) * lines);
    assert.equal(counter.countBytes(Buffer.from(line.repeat(lines))), counter.count(line) * lines);
  });

  it('says which asset is missing', () => {
    const missing = (name: string): Uint8Array => {
      if (name === 'cl100k.bin') throw new Error(`${name} is missing`);
      return readAsset(name);
    };
    assert.throws(() => loadTokenCounter('cl100k_base', missing), /cl100k\.bin is missing/u);
  });
});

describe('token counters', () => {
  let readAsset: ReadAsset;

  before(async function () {
    this.timeout(60_000);
    readAsset = await builtTokenAssets();
  });

  it('load a vocabulary once, when it is asked for, for all encodings that count alike', () => {
    const read: string[] = [];
    const counters = createTokenCounters((name) => {
      read.push(name);
      return readAsset(name);
    });
    assert.deepEqual(read, []);
    assert.equal(counters('gpt2').encoding, 'gpt2');
    assert.equal(counters('r50k_base').encoding, 'r50k_base');
    assert.equal(counters('gpt2').count('Hello'), counters('r50k_base').count('Hello'));
    assert.equal(read.filter((name) => name === 'p50k.bin').length, 1);
    assert.equal(counters('o200k_harmony').encoding, 'o200k_harmony');
    assert.equal(counters('o200k_base').encoding, 'o200k_base');
    assert.equal(read.filter((name) => name === 'o200k.bin').length, 1);
  });

  it('try again after a failure to load', () => {
    let there = false;
    const counters = createTokenCounters((name) => {
      if (!there) throw new Error('not yet');
      return readAsset(name);
    });
    assert.throws(() => counters('cl100k_base'), /not yet/u);
    there = true;
    assert.equal(counters('cl100k_base').count('Hello'), 1);
  });
});
