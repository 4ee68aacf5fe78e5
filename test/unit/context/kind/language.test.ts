import assert from 'node:assert/strict';
import { fenceLanguageOf, languageOf } from '../../../../src/core/context/kind/language.ts';

describe('language of a file', () => {
  it('is known by extension or name, in any case', () => {
    const known: readonly (readonly [string, string | null, string])[] = [
      ['src/a.ts', 'typescript', 'ts'],
      ['src/a.d.TS', 'typescript', 'ts'],
      ['ui/App.tsx', 'typescriptreact', 'tsx'],
      ['Dockerfile', 'dockerfile', 'dockerfile'],
      ['a/Makefile', 'makefile', 'makefile'],
      ['tsconfig.json', 'jsonc', 'jsonc'],
      ['CMakeLists.txt', 'cmake', 'cmake'],
      ['.gitignore', 'ignore', 'gitignore'],
      ['notes.txt', 'plaintext', ''],
      ['run.sh', 'shellscript', 'sh'],
      ['no-extension', null, ''],
      ['a.ts/inner', null, ''],
      ['x.unknown', null, ''],
    ];
    for (const [path, id, fence] of known) {
      assert.deepEqual([languageOf(path), fenceLanguageOf(path)], [id, fence], path);
    }
  });
});
