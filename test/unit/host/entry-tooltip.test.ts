import assert from 'node:assert/strict';
import { HtmlRenderer, Parser } from 'commonmark';
import fc from 'fast-check';
import { entryTooltip } from '../../../src/host/entry-tooltip.ts';
import type { TreeEntry } from '../../../src/protocol/tree.ts';

const file: TreeEntry = {
  path: 'src/parser.ts',
  name: 'parser.ts',
  folder: false,
  ticked: true,
  pinned: false,
  leftOut: false,
  reason: 'selected',
  level: 'chunks',
  tokens: 2140,
  wholeTokens: 2140,
  counting: false,
  probability: 0.8449,
  levelAsked: null,
  files: null,
  absolutePath: '/ws/src/parser.ts',
};
/** Signs that mean something in Markdown, and some that do not. */
const MARKUP = 'a b 1 . # * _ ` [ ] ( ) < > ! & ; : / \\ - + = ~ | "'.split(' ').concat(' ', '\n');
const html = (markdown: string): string => new HtmlRenderer().render(new Parser().parse(markdown));
const tooltip = (change: Partial<TreeEntry>, why: string, ranks: readonly string[]): string =>
  html(entryTooltip({ ...file, ...change }, why, ranks, 'en'));

describe('the tooltip of a row', () => {
  it('has path, exact figures, reasons and the way in', () => {
    assert.equal(
      tooltip({}, 'In: chosen at 84 %.', ['names `parseRange` in 3 places', 'changed with lexer.ts']),
      [
        '<p>src/parser.ts</p>',
        '<p><strong>2,140</strong> tokens · <strong>84.5 %</strong> likely to be needed</p>',
        '<ul>',
        '<li>names <code>parseRange</code> in 3 places</li>',
        '<li>changed with lexer.ts</li>',
        '</ul>',
        '<p>In: chosen at 84 %.</p>',
        '',
      ].join('\n'),
    );
  });

  it('says how much of the text goes in', () => {
    assert.match(tooltip({ tokens: 640 }, '', []), /<p><strong>640<\/strong> of 2,140 tokens · /);
  });

  it('says what was asked for, and when there is no such level', () => {
    assert.match(tooltip({ levelAsked: 'chunks' }, '', []), /<p>You asked for: relevant parts\.<\/p>/);
    assert.match(
      tooltip({ levelAsked: 'outline' }, '', []),
      /You asked for: outline\. There is none of this file, so the fit decided\./,
    );
    assert.doesNotMatch(tooltip({ levelAsked: 'outline', level: null }, '', []), /There is none/);
  });

  it('counts the files of a folder', () => {
    const folder = {
      path: 'src',
      folder: true,
      probability: null,
      files: { total: 1204, ticked: 3, included: 2 },
    };
    assert.match(tooltip(folder, 'ignored', []), /<p>1,204 files, 3 ticked, 2 in the prompt\.<\/p>/);
  });

  it('takes whatever a name, a reason or a sentence holds as text', () => {
    const shown = (markup: string): string =>
      markup
        .replaceAll(/<\/?(p|ul|li|strong|code)>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&');
    const text = fc
      .string({ unit: fc.constantFrom(...MARKUP), minLength: 1, maxLength: 30 })
      .filter((value) => value.trim() !== '');
    fc.assert(
      fc.property(text, text, (path, why) => {
        const bare = (value: string): string => value.replaceAll(/[\s`]+/g, '');
        const markup = tooltip({ path, tokens: null }, why, [why]);
        assert.equal(bare(shown(markup)), bare(path + why + why));
        assert.doesNotMatch(markup, /<(?!\/?(p|ul|li|strong|code)>)/);
      }),
      { numRuns: 300 },
    );
  });
});
