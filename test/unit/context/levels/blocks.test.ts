import assert from 'node:assert/strict';
import fc from 'fast-check';
import { blockScores } from '../../../../src/core/context/levels/block-scores.ts';
import { blocksOf } from '../../../../src/core/context/levels/blocks.ts';
import { EMPTY_OUTLINE } from '../../../../src/core/context/levels/symbols.ts';
import { linesOf } from '../../../../src/core/context/render/shown-text.ts';
import { FILE, queryOf } from './sample-files.ts';

describe('blocks', () => {
  it('property: follow each other without gap over the whole text, none too long', () => {
    fc.assert(
      fc.property(FILE, ({ text, outline }) => {
        const lines = linesOf(text);
        let before = 0;
        for (const [from, to] of blocksOf(lines, outline)) {
          assert.equal(from, before + 1);
          assert.ok(to >= from && to - from < 12);
          before = to;
        }
        assert.equal(before, lines.length);
      }),
      { numRuns: 300 },
    );
  });

  it('are cut in front of symbols and behind blank lines rather than inside of them', () => {
    const body = (name: string): string => `function ${name}() {\n${'  work();\n'.repeat(7)}}\n`;
    const lines = linesOf(['a', 'b', 'c', 'd'].map(body).join('\n'));
    assert.deepEqual(blocksOf(lines, EMPTY_OUTLINE), [
      [1, 10],
      [11, 20],
      [21, 30],
      [31, 39],
    ]);
  });

  it('are single lines where a line alone is long, as in prose', () => {
    const lines = Array.from({ length: 6 }, () => 'word '.repeat(180));
    assert.equal(blocksOf(lines, EMPTY_OUTLINE).length, 6);
  });

  it('score by the words of the task, by stems, and lend to their neighbours', () => {
    const lines = linesOf(
      `${'other words here\n'.repeat(24)}parsing ranges\n${'other words here\n'.repeat(23)}`,
    );
    const blocks = blocksOf(lines, EMPTY_OUTLINE);
    const scores = blockScores(lines, blocks, EMPTY_OUTLINE, queryOf('parse the range'));
    const best = blocks.findIndex(([from, to]) => from <= 25 && 25 <= to);
    assert.equal(scores.indexOf(Math.max(...scores)), best);
    assert.ok((scores[best - 1] ?? 0) > 0 && (scores[best + 1] ?? 0) > 0);
    assert.equal(scores[0], 0);
  });

  it('score by the name of the symbol around them', () => {
    const lines = linesOf('line of text\n'.repeat(36));
    const symbol = { kind: 'function', signature: [13, 13], docLine: null, parent: null } as const;
    const outline = {
      symbols: [{ ...symbol, name: 'parseRange', range: [13, 24] as const }],
      by: 'grammar' as const,
      partial: false,
    };
    const scores = blockScores(
      lines,
      [
        [1, 12],
        [13, 24],
        [25, 36],
      ],
      outline,
      queryOf('range'),
    );
    assert.ok((scores[1] ?? 0) > (scores[0] ?? 0));
  });
});
