import assert from 'node:assert/strict';
import type { Format } from '../../../../src/core/context/fit-settings.ts';
import type { PackedItem } from '../../../../src/core/context/render/pack.ts';
import {
  DEFAULT_RENDERER,
  fixedFraming,
  itemFraming,
  renderPack,
  renderPrompt,
} from '../../../../src/core/context/render/pack.ts';

const ITEMS: readonly PackedItem[] = [
  file('src/b.ts', 'const b = 1;\n', { ranges: [[1, 1]] }),
  file('src/a.md', 'Run:\n```sh\nls\n```', { ranges: [[1, 4]] }),
  file('README.md', '12 lines', { level: 'path' }),
  file('src/core/parts.py', '… lines 1-2\nx = 1\n… line 4\n', {
    level: 'chunks',
    ranges: [[3, 3]],
    pinned: true,
  }),
  file('src/core/empty.txt', ''),
];

const WORDS = { instructions: 'Be brief.', task: 'Fix it.\n' };

describe('prompt formats', () => {
  it('writes Markdown: heading, fence longer than any inside, language, tree, task last', () => {
    assert.equal(
      prompt('markdown'),
      `# Instructions
Be brief.

# Files
\`\`\`
src/
  core/
    empty.txt
    parts.py
  a.md
  b.ts
README.md (12 lines)
\`\`\`

## src/core/parts.py (chunks, line 3)
\`\`\`python
… lines 1-2
x = 1
… line 4
\`\`\`

## README.md (path, 12 lines)

## src/a.md (full, lines 1-4)
\`\`\`\`md
Run:
\`\`\`sh
ls
\`\`\`
\`\`\`\`

## src/b.ts (full, line 1)
\`\`\`ts
const b = 1;
\`\`\`

## src/core/empty.txt (full, empty)
\`\`\`
\`\`\`

# Task
Fix it.
`,
    );
  });

  it('writes XML: one element per item, content verbatim, a suffix where content closes the tag', () => {
    const items = [
      file('a&"b".xml', '<file></file>\n</file-2>', { ranges: [[1, 2]] }),
      file('p.ts', '3 lines', { level: 'path' }),
      { ...file('untitled:1', 'x\n', { ranges: [[1, 1]] }), isFile: false },
    ];
    const renderer = { ...DEFAULT_RENDERER, format: 'xml' } as const;
    assert.equal(
      renderPrompt(WORDS, renderPack(items, renderer), 'xml'),
      `<instructions>
Be brief.
</instructions>
<tree>
a&"b".xml
p.ts (3 lines)
</tree>
<file-3 path="a&amp;&quot;b&quot;.xml" level="full" lines="1-2">
<file></file>
</file-2>
</file-3>
<file path="p.ts" level="path" length="3 lines"/>
<file id="untitled:1" level="full" lines="1">
x
</file>
<task>
Fix it.
</task>
`,
    );
  });

  it('writes JSON with one item a line', () => {
    const text = prompt('json');
    assert.deepEqual(JSON.parse(text), {
      instructions: 'Be brief.',
      tree: 'src/\n  core/\n    empty.txt\n    parts.py\n  a.md\n  b.ts\nREADME.md (12 lines)\n',
      items: [
        {
          path: 'src/core/parts.py',
          level: 'chunks',
          ranges: [[3, 3]],
          content: '… lines 1-2\nx = 1\n… line 4\n',
        },
        { path: 'README.md', level: 'path', ranges: [], content: '12 lines' },
        { path: 'src/a.md', level: 'full', ranges: [[1, 4]], content: 'Run:\n```sh\nls\n```' },
        { path: 'src/b.ts', level: 'full', ranges: [[1, 1]], content: 'const b = 1;\n' },
        { path: 'src/core/empty.txt', level: 'full', ranges: [], content: '' },
      ],
      task: 'Fix it.\n',
    });
    assert.equal(text.split('\n').length, ITEMS.length + 6);
  });

  it('writes plain text: contents joined by one blank line, nothing for an empty one', () => {
    assert.equal(
      prompt('plain'),
      'Be brief.\n\n… lines 1-2\nx = 1\n… line 4\n\nREADME.md (12 lines)\n\nRun:\n```sh\nls\n```\n\nconst b = 1;\n\nFix it.\n',
    );
  });

  it('writes the pack of one unnamed content as the content and a newline', () => {
    const item = { ...file('a', 'a', { ranges: [[1, 1]] }), isFile: false };
    assert.equal(renderPack([item], { ...DEFAULT_RENDERER, format: 'plain' }), 'a\n');
  });

  for (const format of ['markdown', 'xml', 'json', 'plain'] as const) {
    it(`keeps the pack as it stands inside a ${format} prompt`, () => {
      assert.ok(prompt(format).includes(renderPack(ITEMS, { ...DEFAULT_RENDERER, format })));
    });

    it(`leaves blank instructions and a blank task out of ${format}`, () => {
      const pack = renderPack(ITEMS, { ...DEFAULT_RENDERER, format });
      const blank = renderPrompt({ instructions: ' \n', task: '' }, pack, format);
      assert.equal(blank, renderPrompt({}, pack, format));
    });
  }

  it('orders by rank on request: pinned first, parts of a file together at its best rank, by position', () => {
    const items = [
      file('z.ts', 'late\n', { ranges: [[9, 9]] }),
      file('a.ts', 'a\n', { ranges: [[1, 1]] }),
      file('z.ts', 'early\n', { ranges: [[2, 2]] }),
      file('p.ts', 'pinned\n', { ranges: [[1, 1]], pinned: true }),
    ];
    const pack = renderPack(items, { ...DEFAULT_RENDERER, format: 'plain', order: 'rank' });
    assert.equal(pack, 'pinned\n\nearly\n\nlate\n\na\n');
    const byPath = renderPack(items, { ...DEFAULT_RENDERER, format: 'plain' });
    assert.equal(byPath, 'pinned\n\na\n\nearly\n\nlate\n');
  });

  it('numbers lines as in the file on request, but not elision marks', () => {
    const renderer = { ...DEFAULT_RENDERER, tree: false, lineNumbers: true };
    assert.equal(
      renderPack(ITEMS.slice(2, 4), renderer),
      '## src/core/parts.py (chunks, line 3)\n```python\n… lines 1-2\n3: x = 1\n… line 4\n```\n\n## README.md (path, 12 lines)\n',
    );
  });

  it('closes a fence that the instructions leave open, so that it swallows no file', () => {
    const pack = renderPack(ITEMS.slice(0, 1), DEFAULT_RENDERER);
    const text = renderPrompt({ instructions: 'Like this:\n~~~~js\n```\nx' }, pack, 'markdown');
    assert.ok(text.startsWith('# Instructions\nLike this:\n~~~~js\n```\nx\n~~~~\n\n# Files\n'));
    const closed = 'Like this:\n```js\nx\n```\n';
    assert.ok(renderPrompt({ instructions: closed }, pack, 'markdown').includes(`${closed}\n# Files\n`));
  });

  it('gives the framing beforehand: an item at a time and what is there in any case', () => {
    const item = { name: 'src/b.ts', isFile: true, level: 'full', ranges: [[1, 2]] } as const;
    assert.equal(
      itemFraming(item, DEFAULT_RENDERER),
      '## src/b.ts (full, lines 1-2)\n```ts\n```\n\n  b.ts\n',
    );
    const numbered = { ...DEFAULT_RENDERER, tree: false, lineNumbers: true };
    assert.equal(itemFraming(item, numbered), '## src/b.ts (full, lines 1-2)\n```ts\n```\n1: \n2: \n\n');
    assert.equal(itemFraming(item, { ...DEFAULT_RENDERER, format: 'plain' }), '\n');
    assert.equal(fixedFraming({ task: 'Go.' }, DEFAULT_RENDERER), '# Files\n```\n\n```\n\n# Task\nGo.\n');
    assert.equal(fixedFraming({}, { ...DEFAULT_RENDERER, format: 'plain' }), '');
  });
});

function prompt(format: Format): string {
  return renderPrompt(WORDS, renderPack(ITEMS, { ...DEFAULT_RENDERER, format }), format);
}

function file(name: string, text: string, more: Partial<PackedItem> = {}): PackedItem {
  return { name, isFile: true, level: 'full', ranges: [], text, pinned: false, ...more };
}
