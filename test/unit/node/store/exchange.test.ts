import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportHistory, importHistory } from '../../../../src/node/store/exchange.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { appendAll, note, noteSchema, openNotes, story, storyIn } from './notes.ts';

describe('a history that is exported and imported', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let file: string;
  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder.path, 'export.jsonl');
  });
  afterEach(() => folder.remove());

  it('is the same in another store, also when it is imported twice', async () => {
    const history = openNotes(join(folder.path, 'one'));
    await appendAll(history, [note('b', 2), note('a', 1), { ...note('m', 3), kind: 'metric' }]);
    assert.deepEqual(await exportHistory(history, file), { ok: true, value: 3 });
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
    const other = openNotes(join(folder.path, 'other'));
    await other.load();
    const first = await importHistory(other, file, noteSchema.check);
    assert.ok(first.ok);
    assert.deepEqual(first.value, {
      added: 3,
      known: 0,
      expired: 0,
      waiting: 0,
      refused: 0,
      firstRefused: [],
    });
    const second = await importHistory(other, file, noteSchema.check);
    assert.ok(second.ok && second.value.added === 0 && second.value.known === 3);
    assert.deepEqual(await story(other), await story(history));
    await Promise.all([history.close(), other.close()]);
  });

  it('can be a part of it', async () => {
    const history = openNotes(join(folder.path, 'one'));
    await appendAll(history, [note('a', 1), note('b', 2), { ...note('m', 2), kind: 'metric' }]);
    const filter = { since: 2, kinds: new Set(['note']) };
    assert.deepEqual(await exportHistory(history, file, filter, ({ id }) => ({ id })), {
      ok: true,
      value: 1,
    });
    assert.equal(readFileSync(file, 'utf8'), '{"id":"b"}\n');
    await history.close();
  });

  it('lines that are no records are counted with their number, the others taken', async () => {
    const lines = [
      `\uFEFF${JSON.stringify(note('a', 1))}`,
      'not JSON',
      '\r',
      JSON.stringify({ id: 7 }),
      JSON.stringify(note('b', 2)),
      JSON.stringify(note('b', 2)),
      'x'.repeat(4_100_000),
      JSON.stringify(note('c', 3)),
    ];
    writeFileSync(file, lines.join('\n'));
    const history = openNotes(join(folder.path, 'store'));
    await history.load();
    const imported = await importHistory(history, file, noteSchema.check);
    assert.ok(imported.ok);
    const { added, known, refused, firstRefused } = imported.value;
    assert.deepEqual({ added, known, refused }, { added: 3, known: 1, refused: 3 });
    assert.deepEqual(
      firstRefused.map(({ line }) => line),
      [2, 4, 7],
    );
    await history.close();
    assert.deepEqual(await storyIn(join(folder.path, 'store')), ['a', 'b', 'c']);
  });

  it('more than are taken together', async () => {
    const notes = Array.from({ length: 600 }, (_, n) => note(`n${n}`, n));
    writeFileSync(file, notes.map((each) => `${JSON.stringify(each)}\n`).join(''));
    const history = openNotes(join(folder.path, 'store'));
    await history.load();
    const imported = await importHistory(history, file, noteSchema.check);
    assert.ok(imported.ok && imported.value.added === 600);
    await history.close();
  });

  it('says what cannot be read or written', async () => {
    const history = openNotes(join(folder.path, 'store'));
    const missing = await importHistory(history, file, noteSchema.check);
    assert.ok(!missing.ok && missing.error.code === 'path_not_found');
    mkdirSync(file);
    const isFolder = await importHistory(history, file, noteSchema.check);
    assert.ok(!isFolder.ok && isFolder.error.code === 'unreadable');
    const nowhere = await exportHistory(history, join(folder.path, 'missing', 'file'));
    assert.ok(!nowhere.ok && nowhere.error.code === 'write_failed');
    writeFileSync(join(folder.path, 'file'), '');
    const broken = openNotes(join(folder.path, 'file', 'store'));
    assert.ok(!(await exportHistory(broken, file)).ok);
  });
});
