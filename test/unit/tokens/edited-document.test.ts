import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canCutAt } from '../../../src/tokens/cut-points.ts';
import { openEditedDocument } from '../../../src/tokens/edited-document.ts';
import { loadTokenCounter, type ReadAsset, type TokenCounter } from '../../../src/tokens/token-counter.ts';
import { VOCABULARIES } from '../../../src/tokens/vocabulary.ts';
import { builtTokenAssets } from './built-assets.ts';
import { escapeText, mixedText, seededRandom, type Random } from './random-texts.ts';

const INSERTED = [
  '',
  'a',
  ' ',
  '\n',
  '/',
  '\r\n',
  '\n\n',
  '  ',
  '\t',
  '}',
  '//x',
  '\u0085',
  'é',
  '中文',
  "'s",
  '1',
  'foo(bar)\n',
  '\n/',
  '\r',
  '😀',
  '\ud83d',
  '\u0301',
  'x = y;\n  z\n',
];

function lines(random: Random, length: number): string {
  let text = '';
  while (text.length < length) text += `${mixedText(random)}${random() < 0.5 ? '\n' : ' '}`;
  return text;
}

describe('edited document', () => {
  const counters: TokenCounter[] = [];

  before(async function () {
    this.timeout(60_000);
    const readAsset: ReadAsset = await builtTokenAssets();
    for (const encoding of ['o200k_base', 'cl100k_base', 'r50k_base'] as const) {
      counters.push(loadTokenCounter(encoding, readAsset));
    }
  });

  it('property: counts add up at every cut', () => {
    const random = seededRandom(9);
    for (const counter of counters) {
      const { splitting } = VOCABULARIES[counter.encoding];
      let cuts = 0;
      for (let i = 0; i < 20_000; i++) {
        const text = mixedText(random);
        const whole = counter.count(text);
        for (let at = 1; at < text.length; at++) {
          if (!canCutAt(text, at, splitting)) continue;
          cuts++;
          const apart = counter.count(text.slice(0, at)) + counter.count(text.slice(at));
          assert.equal(apart, whole, `${counter.encoding} ${escapeText(text)} at ${at}`);
        }
      }
      assert.ok(cuts > 2000, `${cuts} cuts tried`);
    }
  });

  it('property: after every one of 6,000 edits the tokens are those of a full count', function () {
    this.timeout(60_000);
    const random = seededRandom(10);
    const below = (limit: number): number => Math.floor(random() * limit);
    for (const counter of counters) {
      let text = lines(random, 4000);
      const document = openEditedDocument(counter, text, 64);
      for (let i = 0; i < 2000; i++) {
        const offset = below(text.length + 1);
        const wanted = random() < 0.4 ? 0 : below(random() < 0.1 ? 300 : 4);
        const deleted = Math.min(wanted, text.length - offset);
        const inserted = random() < 0.02 ? lines(random, 300) : (INSERTED[below(INSERTED.length)] ?? '');
        document.edit([{ offset, deleted, inserted }]);
        text = text.slice(0, offset) + inserted + text.slice(offset + deleted);
        assert.equal(document.tokens(), counter.count(text), `${counter.encoding} after edit ${i}`);
        assert.equal(document.length(), text.length);
      }
      assert.equal(document.text(), text);
    }
  });

  it('property: any edits of any short text give the tokens of a full count', () => {
    const texts = fc
      .array(fc.constantFrom(...INSERTED, 'word', ' the', '7'), { maxLength: 12 })
      .map((p) => p.join(''));
    const edits = fc.array(fc.record({ at: fc.nat(60), deleted: fc.nat(5), inserted: texts }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(texts, edits, fc.constantFrom(...counters), (start, changes, counter) => {
        const document = openEditedDocument(counter, start, 4);
        let text = start;
        for (const change of changes) {
          const offset = Math.min(change.at, text.length);
          const deleted = Math.min(change.deleted, text.length - offset);
          document.edit([{ offset, deleted, inserted: change.inserted }]);
          text = text.slice(0, offset) + change.inserted + text.slice(offset + deleted);
        }
        assert.equal(document.text(), text);
        assert.equal(document.tokens(), counter.count(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('applies edits one after the other', () => {
    for (const counter of counters) {
      const document = openEditedDocument(counter, 'one two');
      document.edit([
        { offset: 3, deleted: 4, inserted: '' },
        { offset: 3, deleted: 0, inserted: '\nthree' },
      ]);
      assert.equal(document.text(), 'one\nthree');
      assert.equal(document.tokens(), counter.count('one\nthree'));
    }
  });

  it('can be emptied and filled again', () => {
    for (const counter of counters) {
      const document = openEditedDocument(counter, '');
      assert.equal(document.tokens(), 0);
      document.edit([{ offset: 0, deleted: 0, inserted: 'a b\n'.repeat(3000) }]);
      assert.equal(document.tokens(), counter.count('a b\n'.repeat(3000)));
      document.edit([{ offset: 0, deleted: 12_000, inserted: '' }]);
      assert.equal(document.tokens(), 0);
      assert.equal(document.length(), 0);
    }
  });

  it('counts little more than what an edit touches', () => {
    const [counter] = counters;
    assert.ok(counter);
    let counted = 0;
    const watched: TokenCounter = {
      ...counter,
      count: (text) => {
        counted += text.length;
        return counter.count(text);
      },
    };
    const document = openEditedDocument(watched, 'const answer = compute(6, 7);\n'.repeat(100_000));
    counted = 0;
    document.edit([{ offset: 1_500_000, deleted: 1, inserted: 'x' }]);
    assert.ok(counted < 20_000, `${counted} of 3,000,000 code units counted again`);
  });

  it('refuses an edit outside of the text', () => {
    const [counter] = counters;
    assert.ok(counter);
    const document = openEditedDocument(counter, 'short');
    for (const [offset, deleted] of [
      [-1, 0],
      [6, 0],
      [3, 3],
      [0, -1],
      [Number.NaN, 0],
    ] as const) {
      assert.throws(() => document.edit([{ offset, deleted, inserted: '' }]), RangeError);
    }
    assert.equal(document.text(), 'short');
  });
});
