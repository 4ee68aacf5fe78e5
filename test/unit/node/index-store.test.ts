import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createTermIndexer, type FileTerms } from '../../../src/core/context/rank/file-terms.ts';
import { partBytes, readPart } from '../../../src/node/index-store-file.ts';
import { type IndexStore, openIndexStore } from '../../../src/node/index-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const BUILD = { madeBy: 'test' };
const index = createTermIndexer();
const all = (): boolean => true;

describe('index store', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  const folder = (): string => temporary.path;

  beforeEach(() => {
    temporary = temporaryFolder();
  });
  afterEach(() => temporary.remove());
  const store = (options = BUILD): Promise<IndexStore> => openIndexStore(join(folder(), 'index'), options);
  const parts = (): string[] =>
    readdirSync(join(folder(), 'index')).map((name) => join(folder(), 'index', name));

  async function filled(count: number): Promise<Map<string, FileTerms>> {
    const kept = new Map<string, FileTerms>();
    const opened = await store();
    for (let n = 0; n < count; n++) {
      const text = `contents of file ${n}\n`.repeat(n % 40);
      const sha256 = createHash('sha256').update(`${n}`).digest('hex');
      kept.set(sha256, index(text));
      opened.set(sha256, index(text));
    }
    assert.ok((await opened.save(all)).ok);
    return kept;
  }

  it('gives back what it was given, in the next session', async () => {
    const kept = await filled(300);
    const again = await store();
    assert.equal(again.size(), 300);
    for (const [sha256, terms] of kept) assert.deepEqual(again.get(sha256), terms);
    assert.ok(!again.hasChanged());
    assert.equal(again.get('0'.repeat(64)), undefined);
  });

  it('writes only the parts that changed', async () => {
    await filled(300);
    const before = new Map(parts().map((path) => [path, statSync(path).ino]));
    const again = await store();
    again.set('ab'.repeat(32), index('one more'));
    assert.ok((await again.save(all)).ok);
    const changed = parts().filter((path) => before.get(path) !== statSync(path).ino);
    assert.equal(changed.length, 1);
  });

  it('starts empty where a part is damaged, cut short or of another build', async () => {
    const kept = await filled(300);
    const [first = '', second = '', third = ''] = parts();
    const bytes = readFileSync(first);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(first, bytes);
    truncateSync(second, statSync(second).size - 40);
    writeFileSync(third, '');
    const again = await store();
    assert.ok(again.size() > 0 && again.size() < 300);
    for (const [sha256, terms] of kept) if (again.has(sha256)) assert.deepEqual(again.get(sha256), terms);
    assert.equal((await store({ madeBy: 'other' })).size(), 0);
  });

  it('starts empty where a part is whole but says nothing that makes sense', async () => {
    const sealed = (head: string, ...numbers: number[]): Buffer => {
      const padded = Buffer.from(head.padEnd(Math.ceil(head.length / 4) * 4));
      const start = Buffer.from(Uint32Array.of(0x43_42_49_58, 1, padded.length, 0).buffer);
      const body = Buffer.concat([start, padded, Buffer.from(Uint32Array.from(numbers).buffer)]);
      return Buffer.concat([body, createHash('sha256').update(body).digest()]);
    };
    const good = 'ab'.repeat(32);
    const head = (sha256: unknown, lengths: unknown): string =>
      JSON.stringify({ madeBy: 'test', sha256, lengths });
    const read = (bytes: Buffer) => readPart(bytes, 'test');
    assert.equal(read(sealed(head([good], [4]), 0, 0, 0, 0))?.size, 1, 'an empty text');
    for (const bytes of [
      sealed('no JSON'),
      sealed('null'),
      sealed(head('none', [4]), 0, 0, 0, 0),
      sealed(head([good], null), 0, 0, 0, 0),
      sealed(head([7], [4]), 0, 0, 0, 0),
      sealed(head(['../../etc'], [4]), 0, 0, 0, 0),
      sealed(head([good], [1.5]), 0, 0, 0, 0),
      sealed(head([good], ['x']), 0, 0, 0, 0),
      sealed(head([good], [400]), 0, 0, 0, 0),
      sealed(head([good], [4]), 9, 9, 9, 9),
    ])
      assert.equal(read(bytes), null);
  });

  it('property: a part with any one byte changed is not believed', () => {
    const contents = new Map([['ab'.repeat(32), index('a few words')]]);
    const bytes = Buffer.concat([...partBytes('test', contents)]);
    assert.deepEqual(readPart(bytes, 'test'), contents);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(bytes);
        damaged.writeUInt8(damaged.readUInt8(at) ^ flip, at);
        assert.equal(readPart(damaged, 'test'), null);
        assert.equal(readPart(bytes.subarray(0, at), 'test'), null, 'cut short');
      }),
    );
  });

  it('reads a part wherever its bytes lie in memory', () => {
    const contents = new Map([['ab'.repeat(32), index('a few words')]]);
    const bytes = Buffer.concat([...partBytes('test', contents)]);
    const shifted = Buffer.concat([Buffer.of(0), bytes]).subarray(1);
    assert.deepEqual(readPart(shifted, 'test'), contents);
  });

  it('forgets most of what no file has any more', async () => {
    const opened = await store();
    const sha256 = (n: number): string => `00${createHash('sha256').update(`${n}`).digest('hex').slice(2)}`;
    for (let n = 0; n < 400; n++) opened.set(sha256(n), index(`file ${n}`));
    assert.ok((await opened.save((hash) => hash === sha256(0))).ok);
    const again = await store();
    assert.ok(again.has(sha256(0)), 'in use');
    assert.ok(again.has(sha256(399)), 'the newest of the others');
    assert.equal(again.size(), 151);
  });

  it('holds no text', async () => {
    const opened = await store();
    const secret = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc';
    opened.set('ab'.repeat(32), index(`const key = '${secret}'; const unusualIdentifier = 1;`));
    assert.ok((await opened.save(all)).ok);
    for (const path of parts()) {
      const written = readFileSync(path, 'latin1').toLowerCase();
      for (const text of ['sk_live', '4ec39', 'dp7dc', 'unusual', 'identifier', 'const'])
        assert.ok(!written.includes(text), text);
    }
  });

  it('is for nobody else', async () => {
    await filled(3);
    for (const path of parts()) assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it('lasts for the session without a folder', async () => {
    const opened = await openIndexStore(null, BUILD);
    opened.set('ab'.repeat(32), index('x'));
    assert.ok(opened.has('ab'.repeat(32)));
    assert.ok(!opened.hasChanged());
    assert.ok((await opened.save(all)).ok);
  });

  it('refuses with a code where it cannot write', async () => {
    writeFileSync(join(folder(), 'index'), 'a file in the way');
    const opened = await store();
    opened.set('ab'.repeat(32), index('x'));
    const saved = await opened.save(all);
    assert.ok(!saved.ok && saved.error.code === 'write_failed');
    assert.ok(opened.hasChanged());
  });
});
