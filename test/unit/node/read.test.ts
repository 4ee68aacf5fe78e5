import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { LARGEST_READABLE_BYTES, type OpenFile, readText, readTextBy } from '../../../src/node/read.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('reading a file', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const at = (name: string): string => join(folder.path, name);
  const reasonOf = async (name: string): Promise<string> => {
    const read = await readText(at(name));
    return 'reason' in read ? read.reason : 'text';
  };
  const write = (content: string | Uint8Array, name = 'file'): void => writeFileSync(at(name), content);

  it('gives the text as it is on disk, with its hash, stamp and lines', async () => {
    const bytes = Buffer.from('\ufeffone\r\ntwo\n\u{1f600}');
    write(bytes);
    assert.deepEqual(await readText(at('file')), {
      text: '\ufeffone\r\ntwo\n\u{1f600}',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      mtimeMs: statSync(at('file')).mtimeMs,
      hadBom: true,
      hadCr: true,
      lines: 3,
    });
  });

  it('reads the empty file', async () => {
    write('');
    const read = await readText(at('file'));
    assert.ok('text' in read);
    assert.deepEqual([read.text, read.lines, read.hadBom, read.hadCr, read.size], ['', 0, false, false, 0]);
  });

  it('decodes UTF-16 where a byte order mark says so', async () => {
    const text = '\ufeffh\u00e9llo \u{1f600}\n';
    const little = Buffer.from(text, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16()]) {
      write(bytes);
      const read = await readText(at('file'));
      assert.ok('text' in read);
      assert.equal(read.text, text);
      assert.equal(read.hadBom, true);
    }
  });

  it('tells binaries and wrong encodings apart', async () => {
    const cases: readonly (readonly [bytes: Uint8Array, reason: string])[] = [
      [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]), 'binary'],
      [Buffer.from('text with a \0 in it'), 'binary'],
      [Buffer.from(Array.from({ length: 200 }, (_, n) => 1 + (n % 30))), 'binary'],
      [Buffer.from('caf\u00e9 au lait', 'latin1'), 'bad_encoding'],
      [Buffer.from([0x61, 0xed, 0xa0, 0x80]), 'bad_encoding'],
      [Buffer.from([0xff, 0xfe, 0x00, 0xd8]), 'bad_encoding'],
      [Buffer.from([0xff, 0xfe, 0x61]), 'bad_encoding'],
      [Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'bad_encoding'],
      [Buffer.from('a\u001b[31mred\u001b[0m\f\b\v\n'), 'text'],
      [Buffer.concat([Buffer.alloc(9_000, 'a'), Buffer.from([0])]), 'text'],
    ];
    for (const [bytes, reason] of cases) {
      write(bytes);
      assert.equal(await reasonOf('file'), reason, Buffer.from(bytes).toString('hex', 0, 20));
    }
  });

  it('does not open what is over the limit: not even 200 MB, and never more than the largest readable size', async () => {
    write('12345');
    const over = await readText(at('file'), { maxBytes: 4 });
    assert.ok('reason' in over && over.reason === 'too_large');
    assert.match(over.detail, /5 bytes.*limit of 4/);
    assert.ok('text' in (await readText(at('file'), { maxBytes: 5 })));
    truncateSync(at('file'), 200_000_000);
    const never: OpenFile = () => assert.fail('opened');
    for (const maxBytes of [1_000_000, Number.MAX_SAFE_INTEGER]) {
      const read = await readTextBy(never, at('file'), { maxBytes });
      assert.ok('reason' in read && read.reason === 'too_large');
    }
    assert.ok(LARGEST_READABLE_BYTES < 200_000_000);
  });

  it('gives a reason for what is no readable file', async () => {
    mkdirSync(at('folder'));
    symlinkSync('round', at('round'));
    symlinkSync('nothing', at('dangling'));
    write('x', 'plain');
    symlinkSync('plain', at('link'));
    assert.equal(await reasonOf('folder'), 'unreadable');
    assert.equal(await reasonOf('round'), 'unreadable');
    assert.equal(await reasonOf('dangling'), 'vanished');
    assert.equal(await reasonOf('missing'), 'vanished');
    assert.equal(await reasonOf('plain/inside'), 'vanished');
    assert.equal(await reasonOf('n'.repeat(300)), 'unreadable');
    assert.equal(await reasonOf('link'), 'text');
  });

  it('does not hang on pipes, sockets and devices', async function () {
    if (process.platform === 'win32') throw new Error('This test needs mkfifo, which Windows does not have.');
    execFileSync('mkfifo', [at('pipe')]);
    assert.equal(await reasonOf('pipe'), 'unreadable');
    const server = createServer().listen(at('socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    assert.equal(await reasonOf('socket'), 'unreadable');
    server.close();
    const device = await readText('/dev/zero');
    assert.deepEqual(device, { reason: 'unreadable', detail: 'is a device' });
  });

  it('says so when the user may not read, or the disk fails', async () => {
    write('x');
    const failing =
      (code: string): OpenFile =>
      () =>
        Promise.reject(Object.assign(new Error(code), { code, syscall: 'open' }));
    for (const [code, reason] of [
      ['EACCES', 'unreadable'],
      ['EIO', 'unreadable'],
      ['EMFILE', 'unreadable'],
      ['EWHATEVER', 'unreadable'],
      ['ENOENT', 'vanished'],
    ] as const) {
      const read = await readTextBy(failing(code), at('file'));
      assert.ok('reason' in read && read.reason === reason, code);
    }
    await assert.rejects(
      readTextBy(() => Promise.reject(new TypeError('a bug')), at('file')),
      TypeError,
    );
  });

  it('reads once more when the file changes meanwhile, then gives up', async () => {
    let opened = 0;
    const changing =
      (times: number, change: () => void): OpenFile =>
      async (path, flags) => {
        if (opened++ < times) change();
        return open(path, flags);
      };
    write('one');
    const grown = await readTextBy(
      changing(1, () => appendFileSync(at('file'), ' two')),
      at('file'),
    );
    assert.ok('text' in grown);
    assert.equal(grown.text, 'one two');
    opened = 0;
    const never = await readTextBy(
      changing(9, () => appendFileSync(at('file'), '!')),
      at('file'),
    );
    assert.ok('reason' in never && never.reason === 'unreadable');
    assert.match(never.detail, /changes while it is read/);
    assert.equal(opened, 2);
    opened = 0;
    const shorter = await readTextBy(
      changing(1, () => write('o')),
      at('file'),
    );
    assert.ok('text' in shorter && shorter.text === 'o');
    opened = 0;
    const gone = await readTextBy(
      changing(1, () => rmSync(at('file'))),
      at('file'),
    );
    assert.ok('reason' in gone && gone.reason === 'vanished');
  });

  it('property: whatever the bytes, the text has them again or there is a reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
        write(bytes);
        const read = await readText(at('file'));
        if ('reason' in read) assert.ok(read.reason === 'binary' || read.reason === 'bad_encoding');
        else if (!read.hadBom || bytes[0] === 0xef)
          assert.deepEqual(Buffer.from(read.text), Buffer.from(bytes));
      }),
      { numRuns: 200 },
    );
  });
});
