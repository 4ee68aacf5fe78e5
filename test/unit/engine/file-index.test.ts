import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { LiveDocuments } from '../../../src/engine/documents.ts';
import { FileIndex } from '../../../src/engine/file-index.ts';
import type { KnownFile } from '../../../src/engine/known-file.ts';
import { Ranking } from '../../../src/engine/ranking.ts';
import { type IndexStore, openIndexStore } from '../../../src/node/index-store.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function known(id: string, text: string, reason: 'binary' | null = null): KnownFile {
  const walked = {
    id,
    path: id,
    absolutePath: `/${id}`,
    size: text.length,
    mtimeMs: 0,
    ctimeMs: 0,
    ino: 1,
    userExcluded: false,
  } as NonNullable<KnownFile['walked']>;
  const facts = { reason, sha256: sha256(text), lines: 1, shownDiffers: false, secrets: [] };
  return { id, absolutePath: `/${id}`, walked, facts, tokens: 1, maskedTokens: null };
}

describe('the index of files', () => {
  let store: IndexStore;
  let index: FileIndex;
  const documents = new LiveDocuments(() => {
    throw new Error('nothing is counted here');
  });
  const filesOf = (texts: Readonly<Record<string, string>>): Map<string, KnownFile> => {
    const files = new Map<string, KnownFile>();
    for (const [id, text] of Object.entries(texts)) {
      index.keep(store, sha256(text), text);
      files.set(id, known(id, text));
    }
    return files;
  };

  beforeEach(async () => {
    store = await openIndexStore(null, { madeBy: 'test' });
    index = new FileIndex();
    documents.clear();
  });

  it('reads a content once, whatever files have it', () => {
    filesOf({ 'a.ts': 'same', 'b.ts': 'same', 'c.ts': 'other' });
    assert.equal(store.size(), 2);
    const before = store.get(sha256('same'));
    index.keep(store, sha256('same'), 'same');
    assert.equal(store.get(sha256('same')), before);
  });

  it('ranks what can be shown: no binary file, none that was not read', () => {
    const files = filesOf({ 'a.ts': 'a text' });
    files.set('b.bin', known('b.bin', '', 'binary'));
    files.set('c.ts', { ...known('c.ts', 'c'), facts: null, tokens: null });
    files.set('d.ts', known('d.ts', 'its text was never kept'));
    const sources = index.sources(files, documents, store);
    assert.deepEqual(
      sources.map(({ id, terms }) => [id, terms === null]),
      [
        ['a.ts', false],
        ['d.ts', true],
      ],
    );
  });

  it('pairs tests anew when another file is there, not when a text is another', () => {
    const files = filesOf({ 'src/lexer.ts': 'one', 'test/lexer.test.ts': 'two' });
    const sources = () => index.sources(files, documents, store);
    const first = index.testedBy(sources());
    assert.deepEqual([...first], [[1, 0]]);
    for (const [id, file] of filesOf({ 'src/lexer.ts': 'another' })) files.set(id, file);
    assert.equal(index.testedBy(sources()), first);
    for (const [id, file] of filesOf({ 'src/a/lexer.ts': 'three' })) files.set(id, file);
    assert.notEqual(index.testedBy(sources()), first);
    files.delete('src/lexer.ts');
    assert.deepEqual([...index.testedBy(sources())], [[0, 1]]);
  });

  it('judges the files as they are after every change, also for other words', () => {
    const ranking = new Ranking();
    const files = filesOf({ 'src/lexer.ts': 'tokens', 'src/parser.ts': 'ranges' });
    const state = { files, documents, terms: store };
    const first = ranking.judge('lost tokens', state, false);
    assert.equal(ranking.judge('lost tokens', state, false), first, 'nothing changed');
    assert.equal(ranking.judgeOnce('ranges', state).index.files, first.index.files, 'the same files');
    for (const [id, file] of filesOf({ 'src/lexer.ts': 'nothing' })) files.set(id, file);
    ranking.changed();
    const after = ranking.judge('lost tokens', state, false);
    assert.equal(after.signals.values.content[0], 0);
    assert.ok((first.signals.values.content[0] ?? 0) > 0);
  });
});
