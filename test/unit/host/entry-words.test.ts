import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import type { TreeEntry } from '../../../src/protocol/tree.ts';
import { probabilityIcon } from '../../../src/host/probability-icon.ts';
import {
  entryContext,
  entryDescription,
  entryIcon,
  entryLabel,
  entryName,
  whyWords,
  probabilityStep,
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
  wholeTokens: 2140,
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
  wholeTokens: 8123,
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
    [{ ...file, level: 'chunks', probability: 0.84 }, 'in · chunks · 2.1k · 84 %'],
    [{ ...file, reason: 'pinned', pinned: true, probability: 0.914 }, 'pinned · full · 2.1k · 91 %'],
    [
      { ...file, reason: 'does_not_fit', level: null, tokens: 5800, probability: 0.22 },
      'no room · 5.8k · 22 %',
    ],
    [{ ...file, reason: 'secret', level: null, probability: 0.5 }, 'holds a secret · 2.1k · 50 %'],
    [folder, '3 of 12 in · 8.1k'],
    [{ ...folder, files: { total: 4, ticked: 0, included: 0 } }, '8.1k'],
    [{ ...folder, leftOut: true }, 'left out · 8.1k'],
  ] as const satisfies readonly (readonly [TreeEntry, string])[]) {
    it(`says "${description}"`, () => assert.equal(entryDescription(entry, 'en'), description));
  }

  it('names its file where a message says why', () => {
    assert.equal(whyWords('src/a.ts', 'In: chosen at 7 %.'), 'src/a.ts is in: chosen at 7 %.');
    assert.equal(whyWords('src/a.ts', 'Left out: minified.'), 'src/a.ts is left out: minified.');
    assert.equal(whyWords('src/a.ts', 'Not a candidate.'), 'src/a.ts: Not a candidate.');
  });

  it('is read out with exact figures and no separators', () => {
    assert.equal(entryLabel(file, 'en'), 'parser.ts, in, full, 2,140 tokens');
    assert.equal(entryLabel(folder, 'en'), 'src, folder, 3 of 12 in, 8,123 tokens');
    assert.equal(
      entryLabel({ ...file, reason: null, level: null, tokens: null, pinned: true }, 'en'),
      'parser.ts, pinned, not counted',
    );
  });

  it('says aloud how probably it is needed and what was asked for', () => {
    assert.equal(
      entryLabel({ ...file, level: 'chunks', tokens: 640, probability: 0.84, levelAsked: 'chunks' }, 'en'),
      'parser.ts, in, chunks, asked for relevant parts, 84 % likely to be needed, 640 of 2,140 tokens',
    );
  });

  it('has one of five discs for the probability, unless a sign says more', () => {
    const iconOf = (change: Partial<TreeEntry>) => entryIcon({ ...file, probability: 0.6, ...change });
    assert.deepEqual(iconOf({}), { kind: 'probability', step: 2, isIn: true });
    for (const reason of ['does_not_fit', 'not_chosen', 'below_floor', 'below_min_relevance', null] as const)
      assert.deepEqual(iconOf({ reason }), { kind: 'probability', step: 2, isIn: false });
    for (const [change, codicon] of [
      [{ pinned: true, reason: 'pinned' }, 'pinned'],
      [{ leftOut: true }, 'eye-closed'],
      [{ reason: 'secret' }, 'shield'],
      [{ reason: 'binary' }, 'circle-slash'],
    ] as const)
      assert.deepEqual(iconOf(change), { kind: 'sign', codicon });
    assert.deepEqual([0, 0.12, 0.13, 0.5, 0.88, 1].map(probabilityStep), [0, 0, 1, 2, 4, 4]);
  });

  it('draws every step and whether it is in differently', () => {
    const steps = [0, 1, 2, 3, 4] as const;
    const drawn = steps.flatMap((step) => [probabilityIcon(step, true), probabilityIcon(step, false)]);
    assert.equal(new Set(drawn).size, 10);
    for (const address of drawn) {
      const [, picture = ''] = address.split('data:image/svg+xml;base64,');
      assert.match(Buffer.from(picture, 'base64').toString(), /^<svg xmlns="[^"]+"[^>]*><circle .*<\/svg>$/);
    }
  });

  it('has another sign for each kind of answer', () => {
    const signs = [
      file,
      { ...file, pinned: true, reason: 'pinned' as const },
      { ...file, reason: 'does_not_fit' as const },
      { ...file, reason: 'secret' as const },
      { ...file, leftOut: true, reason: null },
      { ...file, reason: null },
    ].map((entry) => JSON.stringify(entryIcon(entry)));
    assert.equal(new Set(signs).size, signs.length);
    assert.equal(entryIcon(folder), null);
  });

  it('says to the menus what it is', () => {
    assert.equal(entryContext(file), 'file unpinned takenIn onDisk');
    assert.equal(entryContext({ ...file, pinned: true, leftOut: true }), 'file pinned leftOut onDisk');
    assert.equal(entryContext({ ...file, reason: 'secret' }), 'file unpinned takenIn onDisk secret');
    assert.equal(entryContext({ ...folder, absolutePath: null }), 'folder unpinned takenIn document');
  });

  it('shows an untitled document by its label and hides nothing in a name', () => {
    assert.equal(entryName({ ...file, name: 'untitled:Untitled-1' }), 'Untitled-1');
    assert.equal(entryName({ ...file, name: 'a\nb\u202Etxt.exe' }), 'a\\u{a}b\\u{202e}txt.exe');
  });
});
