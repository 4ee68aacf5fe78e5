import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchWorkspace, type SearchRequest } from '../../../src/engine/search-request.ts';
import type { FoundNodes } from '../../../src/protocol/search.ts';
import type { OpenWorkspace } from '../../../src/protocol/workspace.ts';
import { folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import { closeEngine, followFiles, releaseText, takeText } from '../../../src/engine/events.ts';
import { judgedNow } from '../../../src/engine/judging.ts';

const FILES = {
  'src/range.ts': `import { lines } from './lines.ts';

/** Loses nothing. */
export class Ranges {
  parseRange(text: string) {
    return lines(text);
  }

  renderTree() {
    return [];
  }
}
`,
  'docs/guide.md': '# Trees\n\nA tree is drawn. Ranges are parsed first.\n',
  'src/other.ts': 'export const other = 2;\n',
  'blank.txt': '\n',
  'lib/tree.min.js': 'render tree',
};
const RANKED: Partial<OpenWorkspace> = { live: false, ranking: { history: false } };

describe('searching the workspace', () => {
  let folder: string;
  let running: RunningEngine;

  beforeEach(async () => {
    folder = folderOf(FILES);
    running = await runEngine();
  });
  afterEach(async () => {
    await closeEngine(running.engine);
    remove(folder);
  });

  const asked = (query: string, more: Partial<SearchRequest> = {}): SearchRequest => ({
    query,
    nodeKind: 'block',
    top: 20,
    isCancelled: () => false,
    ...more,
  });
  async function found(query: string, more: Partial<SearchRequest> = {}): Promise<FoundNodes> {
    const answer = await searchWorkspace(running.engine, asked(query, more));
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value;
  }

  it('finds sections, blocks, lines and files with their lines', async () => {
    running.open(folder, RANKED);
    const { nodes, searched, total, notes } = await found('parse range');
    assert.deepEqual([searched, total, notes], [4, 4, []]);
    const [first] = nodes;
    assert.ok(first);
    const { score, ...place } = first;
    assert.deepEqual(place, {
      id: 'block:src/range.ts:3',
      nodeKind: 'block',
      path: 'src/range.ts',
      range: [5, 7],
      title: 'parseRange',
      summary: 'parseRange(text: string) {',
    });
    assert.ok(score > 0 && score < 1);
    const best = async (nodeKind: SearchRequest['nodeKind']) =>
      (await found('renderTree', { nodeKind })).nodes[0];
    assert.deepEqual((await best('section'))?.summary, 'renderTree() {');
    assert.deepEqual((await best('line'))?.range, [9, 9]);
    assert.deepEqual((await best('file'))?.path, 'src/range.ts');
    const sentence = (await found('drawn', { nodeKind: 'line' })).nodes[0];
    assert.deepEqual([sentence?.path, sentence?.summary], ['docs/guide.md', 'A tree is drawn.']);
    assert.equal((await found('tree', { top: 1 })).nodes.length, 1);
    assert.deepEqual((await found('nowhere')).nodes, []);
  });

  it('sees the text of the editor, and what changed on the disk', async () => {
    running.open(folder, RANKED);
    takeText(running.engine, 'src/other.ts', 'export const unsaved = 1;\n');
    assert.equal((await found('unsaved')).nodes[0]?.path, 'src/other.ts');
    assert.deepEqual((await found('other')).nodes, []);
    releaseText(running.engine, 'src/other.ts');
    writeFileSync(join(folder, 'src/other.ts'), 'export const saved = 1;\n');
    followFiles(running.engine, [join(folder, 'src/other.ts')]);
    assert.equal((await found('saved')).nodes[0]?.path, 'src/other.ts');
  });

  it('searches the files that rank best, whatever the task is, and leaves its judgement alone', async () => {
    for (let number = 0; number < 130; number++)
      writeFileSync(join(folder, `src/f${number}.ts`), `export const filler${number} = ${number};\n`);
    running.configure({ task: 'the lexer' });
    running.open(folder, RANKED);
    const { nodes, searched, total } = await found('parse range');
    assert.deepEqual([searched, total], [100, 134]);
    assert.equal(nodes[0]?.path, 'src/range.ts');
    const judged = await judgedNow(running.engine);
    await found('render tree');
    assert.equal(await judgedNow(running.engine), judged);
  });

  it('says which files it could not search in full', async () => {
    writeFileSync(join(folder, 'src/long.ts'), `const tree = '${'x'.repeat(900)}';\n`);
    running.open(folder, RANKED);
    assert.deepEqual((await found('tree')).notes, [
      'src/long.ts was searched with limits: Lines over 500 characters were cut: 1.',
    ]);
  });

  it('refuses what makes no sense, a workspace that is not read for ranking, and stops when asked', async () => {
    running.open(folder, RANKED);
    const code = async (request: SearchRequest) => {
      const answer = await searchWorkspace(running.engine, request);
      return answer.ok ? null : answer.error.code;
    };
    assert.equal(await code(asked(' ')), 'invalid_query');
    assert.equal(await code(asked('tree', { top: 0 })), 'invalid_query');
    assert.equal(await code(asked('tree', { isCancelled: () => true })), 'cancelled');
    await found('tree');
    let looks = 0;
    assert.equal(await code(asked('tree', { isCancelled: () => ++looks > 4 })), 'cancelled');
    running.open(folder, { live: false });
    assert.equal(await code(asked('tree')), 'invalid_option');
  });
});
