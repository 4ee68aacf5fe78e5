import assert from 'node:assert/strict';
import { LEVELS } from '../../../src/core/context/item.ts';
import { askLevel, EMPTY_SELECTION, leaveOut, pin, tick } from '../../../src/core/context/selection.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { previewFile } from '../../../src/engine/preview-request.ts';
import { reasonsOf } from '../../../src/engine/reasons-request.ts';
import { entryOf, rankedEntriesOf, treeState } from '../../../src/engine/tree-answers.ts';
import type { PlanSnapshot } from '../../../src/protocol/plan.ts';
import type { OpenWorkspace } from '../../../src/protocol/workspace.ts';
import { folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import { closeEngine, select } from '../../../src/engine/events.ts';

const RANKED: Partial<OpenWorkspace> = { ranking: { history: false } };
const COMMANDED = { isCancelled: () => false, workLimit: 1_000_000, verify: null };
const TASK = { task: 'parseRange loses the last line', offer: 'all', levels: LEVELS } as const;

const body = (name: string): string =>
  `/** Does ${name}. */\nexport function ${name}(text: string): string {\n${`  text = text.trim() + '${name}';\n`.repeat(30)}  return text;\n}\n\n`;
const FILES = {
  'src/range.ts': ['lexing', 'parseRange', 'rendering', 'counting'].map(body).join(''),
  'src/other.ts': ['hashing', 'walking', 'reading', 'saving'].map(body).join(''),
  'docs/guide.md': `# Guide\n\n${'Ranges have lines. '.repeat(200)}\n`,
};

describe('the live plan of a task', () => {
  let folder: string;
  let running: RunningEngine;

  beforeEach(async () => {
    folder = folderOf(FILES);
    running = await runEngine();
    running.configure({ ...TASK, budget: 900 });
    running.open(folder, RANKED);
  });
  afterEach(async () => {
    await closeEngine(running.engine);
    remove(folder);
  });

  const settled = ({ settled: is, ranking }: PlanSnapshot): boolean => is && ranking !== null;
  async function next(change: () => void, wanted = settled): Promise<PlanSnapshot> {
    const before = running.plans.at(-1)?.revision ?? 0;
    change();
    return running.plan((plan) => plan.revision > before && wanted(plan));
  }
  const levelOf = (path: string) => entryOf(treeState(running.engine), path)?.level;

  it('takes the whole workspace for candidates, nothing ticked, and never wants more than it shows', async () => {
    const plan = await running.plan(settled);
    assert.equal(plan.state, 'fits');
    assert.equal(plan.tokens.wanted, plan.tokens.used);
    assert.deepEqual([plan.files.candidates, plan.files.ticked], [3, 0]);
    assert.ok(plan.ranking !== null && plan.ranking.share > 0 && plan.ranking.share < 1);
    assert.match(plan.sentence, /^\S+ files? shows? \d+ % of what is probably needed, with \S+ to spare\.$/);
  });

  it('shows parts of what is too large, the very text that a fit puts in', async () => {
    await running.plan(settled);
    assert.equal(levelOf('src/range.ts'), 'chunks');
    const preview = await previewFile(running.engine, 'src/range.ts');
    assert.ok(preview.ok);
    assert.match(preview.value.text, /function parseRange/);
    const fitted = await fitPrompt(running.engine, COMMANDED);
    assert.ok(fitted.ok && fitted.value.prompt.includes(preview.value.text));
    const entry = fitted.value.audit.included.find((item) => 'path' in item && item.path === 'src/range.ts');
    assert.deepEqual([entry?.ranges, entry?.tokens], [preview.value.ranges, preview.value.tokens]);
    const row = entryOf(treeState(running.engine), 'src/range.ts');
    assert.equal(row?.tokens, preview.value.tokens, 'A row counts what goes in.');
    assert.ok((row.wholeTokens ?? 0) > (row.tokens ?? 0));
    const out = await previewFile(running.engine, 'src/none.ts');
    assert.ok(!out.ok && out.error.code === 'not_included');
    assert.match(out.error.message, /^Not a candidate/);
  });

  it('lists files by rank, the pinned first and what was left out last, with probabilities and reasons', async () => {
    const { engine } = running;
    await next(() =>
      select(engine, leaveOut(pin(EMPTY_SELECTION, 'docs/guide.md', true), 'src/other.ts', true)),
    );
    const { entries, total } = rankedEntriesOf(treeState(engine), 0, 10);
    assert.deepEqual(
      entries.map(({ path }) => path),
      ['docs/guide.md', 'src/range.ts', 'src/other.ts'],
    );
    assert.equal(total, 3);
    assert.equal(entries[0]?.probability, 1);
    assert.ok((entries[1]?.probability ?? 0) > 0);
    assert.deepEqual(rankedEntriesOf(treeState(engine), 1, 1).entries, entries.slice(1, 2));
    assert.ok(reasonsOf(engine, 'src/range.ts').some((reason) => reason.includes('`parseRange`')));
    assert.deepEqual(reasonsOf(engine, 'src/none.ts'), []);
  });

  it('has in rows the very tokens that the plan adds up, and in the list falling probabilities', async () => {
    const plan = await running.plan(settled);
    const { entries } = rankedEntriesOf(treeState(running.engine), 0, 10);
    const included = entries.filter(({ level }) => level !== null);
    assert.equal(
      included.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0),
      plan.tokens.files,
    );
    const probabilities = entries.map(({ probability }) => probability ?? 0);
    assert.deepEqual(
      probabilities,
      probabilities.toSorted((a, b) => b - a),
    );
  });

  it('says when nothing matches the task, instead of a share', async () => {
    assert.equal((await running.plan(settled)).ranking?.found, true);
    const plan = await next(() => running.configure({ ...TASK, task: 'zzqy wvxk', budget: 900 }));
    assert.equal(plan.ranking?.found, false);
    assert.match(plan.sentence, /^Nothing here matches this task/);
    const named = await next(() => running.configure({ ...TASK, task: 'zzqy in src/other.ts', budget: 900 }));
    assert.equal(named.ranking?.found, true, 'A path is a match.');
  });

  it('makes a ticked file more likely, and says so', async () => {
    const { engine } = running;
    await running.plan(settled);
    const before = entryOf(treeState(engine), 'src/other.ts')?.probability ?? 0;
    const plan = await next(
      () => select(engine, tick(EMPTY_SELECTION, 'src/other.ts', true)),
      ({ files }) => files.ticked === 1,
    );
    assert.equal(plan.files.candidates, 3);
    assert.ok((entryOf(treeState(engine), 'src/other.ts')?.probability ?? 0) > before);
    assert.ok(reasonsOf(engine, 'src/other.ts').includes('is ticked'));
  });

  it('shows a file at the level that the user asks for, pinned or not', async () => {
    const { engine } = running;
    await running.plan(settled);
    await next(() => select(engine, askLevel(EMPTY_SELECTION, 'src/range.ts', 'outline')));
    assert.equal(levelOf('src/range.ts'), 'outline');
    assert.equal(entryOf(treeState(engine), 'src/range.ts')?.levelAsked, 'outline');
    await next(() =>
      select(engine, askLevel(pin(EMPTY_SELECTION, 'src/other.ts', true), 'src/other.ts', 'outline')),
    );
    assert.equal(levelOf('src/other.ts'), 'outline');
    await next(() => select(engine, askLevel(EMPTY_SELECTION, 'src/other.ts', 'path')));
    assert.ok(['path', null].includes(levelOf('src/other.ts') ?? null));
  });

  it('chooses from what is ticked where only that is offered', async () => {
    const { engine } = running;
    await running.plan(settled);
    await next(() => {
      running.configure({ ...TASK, offer: 'ticked', budget: 900 });
      select(engine, tick(EMPTY_SELECTION, 'src/other.ts', true));
    });
    assert.deepEqual(
      rankedEntriesOf(treeState(engine), 0, 10).entries.map(({ path }) => path),
      ['src/other.ts'],
    );
    assert.ok(!reasonsOf(engine, 'src/other.ts').includes('is ticked'));
  });

  it('leaves tokens unused below the floor of value', async () => {
    const all = await running.plan(settled);
    const plan = await next(() => running.configure({ ...TASK, budget: 900, floor: 1 }));
    assert.ok(plan.files.included < all.files.included || plan.tokens.files < all.tokens.files);
  });

  it('reads a file once to judge it and once to show it while only the task changes', async () => {
    await running.plan(settled);
    const before = running.reads.length;
    await next(() => running.configure({ ...TASK, task: 'rendering is slow', budget: 900 }));
    const after = running.reads.slice(before);
    assert.ok(after.length <= 2 * Object.keys(FILES).length);
    await next(() => running.configure({ ...TASK, task: 'rendering is slow', budget: 950 }));
    assert.equal(running.reads.length, before + after.length);
  });
});
