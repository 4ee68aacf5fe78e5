import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Loaded } from '../../../src/core/context/contents.ts';
import { EMPTY_OUTLINE } from '../../../src/core/context/levels/symbols.ts';
import { type Judged, judgeFiles, rankJudged } from '../../../src/core/context/rank/rank-files.ts';
import { CloserLook } from '../../../src/engine/closer-look.ts';
import { indexOf } from '../context/rank/small-index.ts';

const TASK = 'the scheduler detects an infinite loop';
const filler = (word: string): string => `${word} nothing of it\n`.repeat(30);
/** The same words: often and all over, and once in one place. */
const FILES = {
  'src/a-spread.ts': ['scheduler', 'detects', 'infinite', 'loop']
    .map((word) => `${word} ${word} ${word} ${word}\n${filler('x')}`)
    .join(''),
  'src/b-together.ts': `${filler('x')}scheduler x\ndetects x\ninfinite x\nloop x\n${filler('x').repeat(3)}`,
  'src/other.ts': 'nothing of it\n',
};
const now = (): boolean => false;
const judge = (): Judged => judgeFiles(TASK, indexOf(FILES));
const first = (judged: Judged): string | undefined => rankJudged(judged)[0]?.id;

describe('the closer look in the engine', () => {
  let loads: string[];
  let made: number;
  let versions: Map<string, string>;
  let delayMs: number;
  let look: CloserLook;

  beforeEach(() => {
    loads = [];
    made = 0;
    delayMs = 0;
    versions = new Map(Object.keys(FILES).map((id) => [id, '1']));
    look = new CloserLook(
      {
        load: async (ids) => {
          loads.push(...ids);
          if (delayMs > 0) await sleep(delayMs);
          return new Map(
            ids.map((id): [string, Loaded] => [
              id,
              id in FILES
                ? { text: FILES[id as keyof typeof FILES], fileSha256: null }
                : { reason: 'vanished' },
            ]),
          );
        },
        outlineOf: async () => EMPTY_OUTLINE,
        contentKey: (id) => versions.get(id) ?? null,
      },
      () => made++,
    );
  });

  it('prefers what says it all in one place', async () => {
    const judged = judge();
    assert.equal(first(judged), 'src/a-spread.ts');
    assert.equal(first(await look.look(judged, now)), 'src/b-together.ts');
  });

  it('reads a file again only when it has changed', async () => {
    await look.look(judge(), now);
    assert.equal(loads.length, 3);
    await look.look(judge(), now);
    assert.equal(loads.length, 3);
    versions.set('src/other.ts', '2');
    await look.look(judge(), now);
    assert.deepEqual(loads.slice(3), ['src/other.ts']);
  });

  it('judges without what cannot be read or is not known', async () => {
    versions.delete('src/b-together.ts');
    assert.equal(first(await look.look(judge(), now)), 'src/a-spread.ts');
    assert.ok(!loads.includes('src/b-together.ts'));
  });

  it('is unchanged when it is cancelled', async () => {
    const judged = judge();
    assert.equal(await look.look(judged, () => true), judged);
    assert.ok(!look.isSettled(judged));
  });

  it('gives the same answer for the same question, and knows that it is the last word', async () => {
    const judged = judge();
    const closer = await look.look(judged, now);
    assert.equal(await look.look(judged, now), closer);
    assert.equal(await look.look(closer, now), closer);
    assert.deepEqual([look.isSettled(judged), look.isSettled(closer)], [false, true]);
  });

  it('does not keep a plan waiting: what comes late is told', async () => {
    delayMs = 200;
    const judged = judge();
    assert.equal(await look.within(judged), judged);
    assert.equal(made, 0);
    await sleep(200);
    assert.equal(made, 1);
    assert.equal(first(await look.within(judged)), 'src/b-together.ts');
  });

  it('tells nobody of what was asked before something newer', async () => {
    delayMs = 200;
    const older = judge();
    assert.equal(await look.within(older), older);
    look.stop();
    await sleep(200);
    assert.equal(made, 0);
  });
});
