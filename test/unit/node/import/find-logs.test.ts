import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { claudeFolders, codexFolders, findLogs } from '../../../../src/node/import/find-logs.ts';
import { readImportState, shortHash, writeImportState } from '../../../../src/node/import/import-state.ts';
import { sessionGroups } from '../../../../src/node/import/session-groups.ts';
import { systemDisk } from '../../../../src/node/store/disk.ts';
import { temporaryFolder, writeTree } from '../temporary-folder.ts';

describe('where session logs are', () => {
  it('Claude Code: the usual folders, or those of its variable', () => {
    assert.deepEqual(claudeFolders({}, '/home/u'), [
      join('/home/u', '.claude', 'projects'),
      join('/home/u', '.config', 'claude', 'projects'),
    ]);
    assert.deepEqual(
      claudeFolders({ XDG_CONFIG_HOME: '/etc/u' }, '/home/u')[1],
      join('/etc/u', 'claude', 'projects'),
    );
    assert.deepEqual(claudeFolders({ CLAUDE_CONFIG_DIR: '/a,/b,relative' }, '/home/u'), [
      join('/a', 'projects'),
      join('/b', 'projects'),
    ]);
  });

  it('Codex: the usual folder, or that of its variable', () => {
    assert.deepEqual(codexFolders({}, '/home/u'), [
      join('/home/u', '.codex', 'sessions'),
      join('/home/u', '.codex', 'archived_sessions'),
    ]);
    assert.equal(codexFolders({ CODEX_HOME: '/c' })[0], join('/c', 'sessions'));
    assert.equal(
      codexFolders({ CODEX_HOME: 'relative' }, '/home/u')[0],
      join('/home/u', '.codex', 'sessions'),
    );
  });

  it('every file once, however often it is named, links apart', async () => {
    const folder = temporaryFolder();
    try {
      writeTree(folder.path, { 'b/deep/x.jsonl': 'x', 'a.jsonl': '', 'a.json': '' });
      symlinkSync(join(folder.path, 'b'), join(folder.path, 'link'), 'junction');
      const places = [folder.path, join(folder.path, 'a.jsonl'), join(folder.path, 'missing')];
      const found = await findLogs(places, { mustExist: false });
      assert.ok(found.ok);
      assert.deepEqual(
        found.value.map(({ path, size }) => [path, size]),
        [
          [join(folder.path, 'a.jsonl'), 0],
          [join(folder.path, 'b', 'deep', 'x.jsonl'), 1],
        ],
      );
    } finally {
      folder.remove();
    }
  });
});

describe('how far logs were imported', () => {
  const header = { session: 's', parent: null, forkedFrom: 'f', folder: '/w', start: 5 };

  it('is read as it was written, and anew when it is damaged', async () => {
    const folder = temporaryFolder();
    try {
      const place = join(folder.path, 'records-1');
      assert.deepEqual(await readImportState(place), { files: new Map(), counted: new Set() });
      const state = {
        files: new Map([[shortHash('/a.jsonl'), { size: 1, modified: 2, header, isOpen: true }]]),
        counted: new Set([shortHash('m1'), shortHash('m2')]),
      };
      await writeImportState(systemDisk, place, state);
      assert.deepEqual(await readImportState(place), state);
      // what it does not understand it leaves out
      await writeImportState(systemDisk, place, {
        ...state,
        files: new Map([['x', { size: 1 } as never]]),
      });
      assert.equal((await readImportState(place)).files.size, 0);
    } finally {
      folder.remove();
    }
  });

  it('a circle of parents ends', () => {
    const log = (session: string, parent: string) => ({
      file: { path: `/${session}`, size: 0, modified: 0 },
      header: { ...header, session, parent },
    });
    assert.equal(sessionGroups([log('a', 'b'), log('b', 'a')]).length, 2);
  });
});
