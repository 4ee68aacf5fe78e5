import assert from 'node:assert/strict';
import { Parser } from 'commonmark';
import fc from 'fast-check';
import type { LineRange } from '../../../../src/core/context/item.ts';
import type { Format } from '../../../../src/core/context/fit-settings.ts';
import type { PackedItem } from '../../../../src/core/context/render/pack.ts';
import { DEFAULT_RENDERER, renderPack, renderPrompt } from '../../../../src/core/context/render/pack.ts';
import { shownPath } from '../../../../src/core/context/render/shown-path.ts';
import { lineCount, shownText } from '../../../../src/core/context/render/shown-text.ts';

/** What a reader gets back from a prompt: the parts that framing is to keep apart. */
interface Part {
  readonly path: string;
  readonly content: string;
}

/** Pieces that are framing in one of the formats, to be met in names and contents. */
const PIECES = fc.constantFrom(
  '`',
  '```',
  '````ts\n',
  '~~~',
  '\n',
  '\r\n',
  '# Task\n',
  '## a.ts (full, line 1)\n',
  '<file path="x">',
  '</file>',
  '</file-2',
  '</tree>',
  '</task>',
  '<!--',
  '<![CDATA[',
  ']]>',
  '&lt;',
  '"',
  "'",
  '\\',
  '"}],',
  ' (path, 3 lines)',
  '…',
  '\u202E',
  '\t',
  '    ',
  'x',
  '-',
  '>',
  '[a]: b',
  '===',
);
const TEXT = fc.array(PIECES, { maxLength: 12 }).map((pieces) => pieces.join(''));
const NAME = fc.array(PIECES, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
const FILES = fc.uniqueArray(fc.record({ path: NAME, content: TEXT }), {
  selector: ({ path }) => path,
  minLength: 1,
  maxLength: 5,
});

const READERS: readonly (readonly [Format, (prompt: string) => readonly Part[]])[] = [
  ['markdown', readMarkdown],
  ['xml', readXml],
  ['json', readJson],
];

describe('no text in paths or contents changes the framing', () => {
  for (const [format, read] of READERS) {
    for (const lineNumbers of [false, true]) {
      it(`every path and content can be read back from ${format}${lineNumbers ? ' with line numbers' : ''}`, () => {
        fc.assert(
          fc.property(FILES, TEXT, (files, task) => {
            const items = files.map(({ path, content }) => item(path, shownText(content)));
            const pack = renderPack(items, { ...DEFAULT_RENDERER, format, lineNumbers });
            const prompt = renderPrompt({ instructions: 'Read this.', task: `Do.\n${task}` }, pack, format);
            const found = read(prompt).map(({ path, content }) => ({
              path,
              content: lineNumbers ? content.replaceAll(/^\d+: /gm, '') : content,
            }));
            const given = items.map(({ name, text }) => ({ path: shownPath(name), content: ended(text) }));
            assert.deepEqual(found.sort(byPath), given.sort(byPath));
          }),
          { numRuns: 300 },
        );
      });
    }
  }

  it('plain text holds every content unchanged', () => {
    fc.assert(
      fc.property(FILES, (files) => {
        const items = files.map(({ path, content }) => item(path, shownText(content)));
        const pack = renderPack(items, { ...DEFAULT_RENDERER, format: 'plain' });
        const contents = [...items].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ text }) => ended(text));
        assert.equal(pack, contents.filter((text) => text !== '').join('\n'));
      }),
    );
  });
});

function item(name: string, text: string): PackedItem {
  const lines = lineCount(text);
  const ranges: readonly LineRange[] = lines === 0 ? [] : [[1, lines]];
  return { name, isFile: true, level: 'full', ranges, text, pinned: false };
}

/** Headings of level 2 and the code block after each, by CommonMark's reference parser. */
function readMarkdown(prompt: string): readonly Part[] {
  const lines = prompt.split('\n');
  const parts: Part[] = [];
  const pack: { heading: string | null } = { heading: null };
  let node = new Parser().parse(prompt).firstChild;
  let inFiles = false;
  while (node !== null) {
    const source = lines[node.sourcepos[0][0] - 1] ?? '';
    if (node.type === 'heading' && node.level === 1) {
      if (source === '# Task') return parts;
      inFiles = source === '# Files';
      pack.heading = null;
    } else if (inFiles && node.type === 'heading') {
      pack.heading = source;
    } else if (inFiles && pack.heading !== null) {
      assert.equal(node.type, 'code_block');
      const path = /^## (.*) \((?:full, (?:empty|lines? [\d, -]+))\)$/.exec(pack.heading)?.[1] ?? '';
      parts.push({ path, content: node.literal ?? '' });
      pack.heading = null;
    } else if (inFiles) {
      assert.equal(node.type, 'code_block', 'between the headings there is only the tree');
    }
    node = node.next;
  }
  return parts;
}

/** As a reader of tags does it: from an opening tag to the first closing tag of that name. */
function readXml(prompt: string): readonly Part[] {
  const parts: Part[] = [];
  let rest = prompt;
  while (rest !== '') {
    const [opening, tag = '', attributes = ''] = /^<([a-z]+(?:-\d+)?)([^\n]*)>\n/.exec(rest) ?? [];
    assert.ok(opening !== undefined, `no tag where one is due: ${rest.slice(0, 40)}`);
    const end = rest.indexOf(`</${tag}>`, opening.length);
    assert.ok(end >= 0, 'an element is never closed');
    if (tag.startsWith('file')) {
      const path = / path="([^"]*)" level="full" lines="[\d, -]*"$/.exec(attributes)?.[1] ?? '';
      parts.push({ path: decoded(path), content: rest.slice(opening.length, end) });
    }
    rest = rest.slice(end + tag.length + 4);
  }
  return parts;
}

function decoded(text: string): string {
  const entities = new Map([
    ['&amp;', '&'],
    ['&lt;', '<'],
    ['&gt;', '>'],
    ['&quot;', '"'],
  ]);
  return text.replaceAll(/&\w+;/g, (entity) => entities.get(entity) ?? entity);
}

function readJson(prompt: string): readonly Part[] {
  const { items } = JSON.parse(prompt) as { items: { path: string; content: string }[] };
  return items.map(({ path, content }) => ({ path, content: ended(content) }));
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function byPath(a: Part, b: Part): number {
  return a.path < b.path ? -1 : 1;
}
