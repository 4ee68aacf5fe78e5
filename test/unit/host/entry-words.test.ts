import assert from 'node:assert/strict';
import type { TreeEntry } from '../../../src/protocol/engine.ts';
import {
  entryContext,
  entryDescription,
  entryIcon,
  entryLabel,
  entryName,
} from '../../../src/host/entry-words.ts';

const file: TreeEntry = {
  path: 'src/parser.ts',
  name: 'parser.ts',
  folder: false,
  ticked: true,
  pinned: false,
  leftOut: false,
  reason: 'selected',
  level: 'full',
  tokens: 2140,
  counting: false,
  probability: null,
  levelAsked: null,
  files: null,
  absolutePath: '/ws/src/parser.ts',
};
const folder: TreeEntry = {
  ...file,
  path: 'src',
  name: 'src',
  folder: true,
  reason: null,
  level: null,
  tokens: 8123,
  files: { total: 1204, ticked: 12, included: 3 },
};

describe('a row of the Context view', () => {
  for (const [entry, description] of [
    [file, 'in · full · 2.1k'],
    [{ ...file, reason: 'pinned', pinned: true }, 'pinned · full · 2.1k'],
    [{ ...file, level: 'path' }, 'in · path · 2.1k'],
    [{ ...file, reason: 'does_not_fit', level: null, tokens: 5800 }, 'no room · 5.8k'],
    [{ ...file, reason: 'not_chosen', level: null, tokens: 5800 }, 'not chosen · 5.8k'],
    [{ ...file, reason: 'minified', level: null, tokens: 412_000 }, 'minified · 412k'],
    [{ ...file, reason: 'binary', level: null, tokens: null }, 'binary'],
    [{ ...file, reason: null, level: null, ticked: false }, '2.1k'],
    [{ ...file, reason: null, level: null, counting: true }, '~2.1k'],
    [{ ...file, reason: null, level: null, leftOut: true }, 'left out · 2.1k'],
    [{ ...file, reason: null, level: null, tokens: null }, ''],
    [folder, '3 of 12 in · 8.1k'],
    [{ ...folder, files: { total: 4, ticked: 0, included: 0 } }, '8.1k'],
    [{ ...folder, leftOut: true }, 'left out · 8.1k'],
  ] as const satisfies readonly (readonly [TreeEntry, string])[]) {
    it(`says "${description}"`, () => assert.equal(entryDescription(entry, 'en'), description));
  }

  it('is read out with exact figures and no separators', () => {
    assert.equal(entryLabel(file, 'en'), 'parser.ts, in, full, 2,140 tokens');
    assert.equal(entryLabel(folder, 'en'), 'src, folder, 3 of 12 in, 8,123 tokens');
    assert.equal(
      entryLabel({ ...file, reason: null, level: null, tokens: null, pinned: true }, 'en'),
      'parser.ts, pinned, not counted',
    );
  });

  it('has another sign for each kind of answer', () => {
    const signs = [
      file,
      { ...file, pinned: true, reason: 'pinned' as const },
      { ...file, reason: 'does_not_fit' as const },
      { ...file, reason: 'secret' as const },
      { ...file, leftOut: true, reason: null },
      { ...file, reason: null },
    ].map(entryIcon);
    assert.equal(new Set(signs).size, signs.length);
    assert.equal(entryIcon(folder), undefined);
  });

  it('says to the menus what it is', () => {
    assert.equal(entryContext(file), 'file unpinned takenIn onDisk');
    assert.equal(entryContext({ ...file, pinned: true, leftOut: true }), 'file pinned leftOut onDisk');
    assert.equal(entryContext({ ...folder, absolutePath: null }), 'folder unpinned takenIn document');
  });

  it('shows an untitled document by its label and hides nothing in a name', () => {
    assert.equal(entryName({ ...file, name: 'untitled:Untitled-1' }), 'Untitled-1');
    assert.equal(entryName({ ...file, name: 'a\nb\u202Etxt.exe' }), 'a\\u{a}b\\u{202e}txt.exe');
  });
});
