import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  headerLine,
  LINE_FORMAT,
  linesWithin,
  readLine,
  recordLine,
} from '../../../../src/node/store/line.ts';
import { fail } from '../../../../src/core/facts/result.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { appendAll, note, noteSchema, openNotes, story, storyIn } from './notes.ts';

describe('a history with damaged files', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let store: string;
  beforeEach(() => {
    folder = temporaryFolder();
    store = folder.path;
  });
  afterEach(() => folder.remove());

  const writeNotes = async (...ids: readonly string[]): Promise<string> => {
    const history = openNotes(store);
    await appendAll(
      history,
      ids.map((id, n) => note(id, n)),
    );
    await history.close();
    return join(store, 'records-1', readdirSync(join(store, 'records-1'))[0] ?? '');
  };

  it('an unfinished last line is read once it is finished', async () => {
    const path = await writeNotes('a');
    const line = recordLine(note('b', 5));
    appendFileSync(path, line.slice(0, 30));
    const history = openNotes(store);
    await history.load();
    // sealed by its writer: nothing is expected any more, so make it a running one's
    assert.deepEqual(await story(history), ['a']);
    await history.close();
    appendFileSync(path, line.slice(30));
    assert.deepEqual(await storyIn(store), ['a', 'b']);
  });

  it('a truncated file loses what was cut off, nothing else, and new records go elsewhere', async () => {
    const path = await writeNotes('a', 'b', 'c');
    const lines = readFileSync(path, 'utf8').split('\n');
    truncateSync(path, `${lines.slice(0, 3).join('\n')}\n`.length - 5);
    const history = openNotes(store);
    assert.deepEqual(await story(history), ['a']);
    await appendAll(history, [note('d', 9)]);
    await history.close();
    assert.deepEqual(await storyIn(store), ['a', 'd']);
  });

  it('a whole line behind a torn one is saved, and the torn one counted', async () => {
    const path = await writeNotes('a');
    appendFileSync(path, recordLine(note('torn', 5)).slice(0, -20) + recordLine(note('b', 6)));
    const history = openNotes(store);
    await history.load();
    assert.deepEqual(await story(history), ['a', 'b']);
    assert.equal(history.status().damagedLines, 1);
    assert.ok((await history.maintain()).ok);
    assert.deepEqual(await story(history), ['a', 'b']);
    await history.close();
  });

  it('a list of hashes within a record is no start of a line', () => {
    const bytes = Buffer.from(`torn${recordLine({ terms: ['0123abcd', 'r', ['0123abcd', 'x']] }).trimEnd()}`);
    assert.equal(linesWithin(bytes).length, 1);
    assert.equal(readLine(Buffer.from('["0123abcd","r",{}]')), null);
    assert.equal(readLine(Buffer.from('')), null);
  });

  it('an endless line costs neither memory nor the lines behind it', async () => {
    const path = await writeNotes('a');
    appendFileSync(path, Buffer.alloc(5_000_000, 0x78));
    appendFileSync(path, `\n${recordLine(note('b', 5))}`);
    assert.deepEqual(await storyIn(store), ['a', 'b']);
  });

  it('a whole line that is no record is refused, counted and set aside', async () => {
    const path = await writeNotes('a');
    appendFileSync(path, recordLine({ id: 7 }) + recordLine(note('b', 5)));
    const history = openNotes(store);
    await history.load();
    assert.equal(history.status().refusedLines, 1);
    const done = await history.maintain();
    assert.ok(done.ok && done.value.setAside === 1);
    assert.deepEqual(await story(history), ['a', 'b']);
    await history.close();
  });

  it("a newer version's segment is read as far as it can be, told, and never changed", async () => {
    await writeNotes('a');
    const newer = join(store, 'records-1', '0zzzzzzzz-1-0123456789ab.jsonl');
    const header = { format: LINE_FORMAT, version: 2, owner: null, merged: null };
    const content = headerLine(header) + recordLine(note('b', 5)) + recordLine({ id: 'c', kind: 'later' });
    writeFileSync(newer, content);
    const unknown = join(store, 'records-1', '0zzzzzzzz-2-0123456789ab.jsonl');
    writeFileSync(unknown, headerLine({ ...header, format: 9 }) + 'whatever\n');
    const history = openNotes(store, { retention: () => ({ days: null, most: 0, keepFrom: null }) });
    await history.load();
    assert.deepEqual(await story(history), ['a', 'b']);
    const status = history.status();
    assert.deepEqual(status.newer.map((name) => name.slice(0, 11)).toSorted(), [
      '0zzzzzzzz-1',
      '0zzzzzzzz-2',
    ]);
    assert.equal(status.damagedLines + status.refusedLines, 0);
    assert.ok((await history.maintain()).ok);
    assert.equal(readFileSync(newer, 'utf8'), content);
    assert.deepEqual((await story(history)).toSorted(), ['a', 'b']);
    await history.close();
  });

  it('records of an older version are migrated, one version at a time, and rewritten as new ones', async () => {
    await writeNotes('a');
    const migrate = (value: unknown, from: number): unknown => ({
      ...(value as object),
      [`from${from}`]: true,
    });
    const schema = {
      version: 3,
      migrate,
      check: (value: unknown) =>
        typeof value === 'object' && value !== null && 'from1' in value && 'from2' in value
          ? noteSchema.check(value)
          : fail('invalid_value', 'not migrated'),
    };
    for (let n = 0; n < 8; n++) await writeNotes(`b${n}`);
    const history = openNotes(store, { schema });
    assert.equal((await story(history)).length, 9);
    assert.ok((await history.maintain()).ok);
    assert.equal((await story(history)).length, 9);
    await history.close();
    assert.equal((await storyIn(store, { schema })).length, 9);
  });

  it('a segment that cannot be read is told, and read when it can be', async function () {
    const path = await writeNotes('a');
    if (process.getuid?.() === 0) {
      // root may read anything: a folder in the file's place cannot be read by anybody
      const history = openNotes(store);
      const other = join(store, 'records-1', '0zzzzzzzz-3-0123456789ab.jsonl');
      (await import('node:fs')).mkdirSync(other);
      await history.load();
      assert.deepEqual(history.status().unreadable, [
        { segment: '0zzzzzzzz-3-0123456789ab.jsonl', code: 'EISDIR' },
      ]);
      assert.deepEqual(await story(history), ['a']);
      await history.close();
      return;
    }
    chmodSync(path, 0);
    const history = openNotes(store);
    await history.load();
    assert.equal(history.status().unreadable[0]?.code, 'EACCES');
    chmodSync(path, 0o600);
    assert.deepEqual(await story(history), ['a']);
    await history.close();
  });

  it('whatever bytes are damaged, nothing is read that was not written, and whole lines are kept', async () => {
    const ids = Array.from({ length: 12 }, (_, n) => `n${String(n).padStart(2, '0')}`);
    const path = await writeNotes(...ids);
    const whole = readFileSync(path);
    const damage = fc.record({
      at: fc.nat(whole.length - 1),
      byte: fc.nat(255),
      length: fc.integer({ min: 1, max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
        const bytes = Buffer.from(whole);
        for (const { at, byte, length } of damages) bytes.fill(byte, at, Math.min(at + length, bytes.length));
        writeFileSync(path, bytes);
        const touched = new Set<number>();
        let line = 0;
        for (let n = 0; n < bytes.length; n++) {
          if (bytes[n] !== whole[n]) {
            touched.add(line);
            // a newline that is gone joins the line with the next one
            if (whole[n] === 0x0a) touched.add(line + 1);
          }
          if (whole[n] === 0x0a) line++;
        }
        const read = await storyIn(store);
        for (const id of read) assert.ok(ids.includes(id));
        assert.equal(new Set(read).size, read.length);
        for (const [n, id] of ids.entries())
          if (!touched.has(n + 1)) assert.ok(read.includes(id), `${id} is lost`);
      }),
      { numRuns: 200 },
    );
  });
});
