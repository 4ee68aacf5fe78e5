import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineCount, shownText } from '../../../src/core/context/render/shown-text.ts';
import { LiveDocuments } from '../../../src/engine/documents.ts';
import type { TokenCounter } from '../../../src/tokens/token-counter.ts';
import { createTokenCounters } from '../../../src/tokens/token-counters.ts';
import { builtTokenAssets } from '../tokens/built-assets.ts';

/** Longer than what is recounted whole at every pause. */
const LARGE = 'const value = 1;\n'.repeat(60_000);

describe("the editor's documents", () => {
  let counter: TokenCounter;

  before(async () => {
    counter = createTokenCounters(await builtTokenAssets())('o200k_base');
  });

  const asShown = (text: string) => {
    const shown = shownText(text);
    return { tokens: counter.count(shown), lines: lineCount(shown) };
  };

  it('counts as shown, also when line endings of another kind come into a large document', () => {
    const documents = new LiveDocuments(() => counter);
    documents.set('a', LARGE);
    assert.deepEqual(documents.live('a'), asShown(LARGE));
    const inserted = 'one\r\ntwo\rthree\r\n';
    assert.ok(documents.edit('a', [{ offset: 17, deleted: 0, inserted }]));
    const now = LARGE.slice(0, 17) + inserted + LARGE.slice(17);
    assert.equal(documents.text('a'), now);
    assert.deepEqual(documents.live('a'), asShown(now));
    documents.edit('a', [{ offset: 0, deleted: 0, inserted: '\uFEFF' }]);
    assert.deepEqual(documents.live('a'), asShown(`\uFEFF${now}`));
  });

  it('gives a document up that edits do not fit, and knows none that was never given', () => {
    const documents = new LiveDocuments(() => counter);
    assert.ok(!documents.edit('a', []));
    for (const text of ['short', LARGE]) {
      documents.set('a', text);
      const edits = [
        { offset: 0, deleted: 1, inserted: '' },
        { offset: text.length, deleted: 1, inserted: 'x' },
      ];
      assert.ok(!documents.edit('a', edits));
      assert.equal(documents.has('a'), false);
      assert.equal(documents.live('a'), undefined);
      assert.ok(!documents.release('a'));
    }
  });

  it('property: whatever is edited, tokens and lines are those of the text shown', () => {
    const piece = fc.constantFrom('word ', '\n', '\r\n', '\r', '\uFEFF', '漢', '😀', '  ', 'x'.repeat(40));
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      deleted: fc.nat(9),
      inserted: piece,
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.array(edit, { maxLength: 8 }), (pieces, edits) => {
        const documents = new LiveDocuments(() => counter);
        let text = pieces.join('');
        documents.set('a', text);
        for (const { at, deleted, inserted } of edits) {
          const offset = Math.floor(at * text.length);
          const most = Math.min(deleted, text.length - offset);
          assert.ok(documents.edit('a', [{ offset, deleted: most, inserted }]));
          text = text.slice(0, offset) + inserted + text.slice(offset + most);
          assert.deepEqual(documents.live('a'), asShown(text));
        }
      }),
      { numRuns: 200 },
    );
  });
});
