import assert from 'node:assert/strict';
import { countTokens as countHarmony } from 'gpt-tokenizer/encoding/o200k_harmony';
import { ENCODINGS } from '../../../src/core/facts/model-profile.ts';
import { readVocabulary } from '../../../src/tokens/assets/build.js';
import { loadTokenCounter, type ReadAsset } from '../../../src/tokens/token-counter.ts';
import { VOCABULARIES } from '../../../src/tokens/vocabulary.ts';
import { builtTokenAssets } from './built-assets.ts';
import { mixedText, seededRandom } from './random-texts.ts';
import { assertCountsAlike, withReference } from './reference.ts';

describe('vocabularies', () => {
  let readAsset: ReadAsset;

  before(async function () {
    this.timeout(60_000);
    readAsset = await builtTokenAssets();
  });

  it('of p50k_edit and p50k_base, and of gpt2 and r50k_base, are the same', () => {
    assert.deepEqual(readVocabulary('p50k_edit'), readVocabulary('p50k_base'));
    assert.deepEqual(readVocabulary('gpt2'), readVocabulary('r50k_base'));
  });

  it('of p50k_base begins with the whole of r50k_base', () => {
    const r50k = readVocabulary('r50k_base');
    assert.equal(r50k.length, VOCABULARIES.r50k_base.tokens);
    assert.deepEqual(readVocabulary('p50k_base').slice(0, r50k.length), r50k);
  });

  for (const encoding of ENCODINGS) {
    if (encoding === 'o200k_harmony') continue; // tiktoken for Node does not carry it; see below
    it(`${encoding} counts every one of its tokens, and mixed texts, as tiktoken does`, function () {
      this.timeout(60_000);
      const counter = loadTokenCounter(encoding, readAsset);
      const random = seededRandom(5);
      const tokens = readVocabulary(encoding);
      withReference(encoding, (reference) => {
        for (let i = 0; i < 3000; i++) assertCountsAlike(counter, reference, mixedText(random));
        for (let i = 0; i < tokens.length; i += 37) {
          assertCountsAlike(counter, reference, tokens[i]?.toString('utf8') ?? '');
        }
      });
    });
  }

  it('of o200k_harmony is that of o200k_base on ordinary text', () => {
    const counter = loadTokenCounter('o200k_harmony', readAsset);
    const random = seededRandom(6);
    const words = [
      'Hello',
      ' world',
      '\n',
      '\n\n',
      ' 2026',
      ' x = y;',
      ' déjà',
      ' 中文',
      "don't",
      ' {}',
      ' // why',
    ];
    for (let i = 0; i < 500; i++) {
      let text = '';
      for (let n = 0; n < 20; n++) text += words[Math.floor(random() * words.length)] ?? '';
      assert.equal(counter.count(text), countHarmony(text), text);
    }
  });
});
