import assert from 'node:assert/strict';
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getEncoding } from './oracle.ts';
import { EMPTY_SELECTION, pin, tick } from '../../../src/core/context/selection.ts';
import { countWorkspace } from '../../../src/engine/count-request.ts';
import { explainFile } from '../../../src/engine/explain-request.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { absolutePathOf } from '../../../src/engine/load.ts';
import { childrenOf, entryOf, treeState } from '../../../src/engine/tree-answers.ts';
import { verifyAuditText } from '../../../src/engine/verify-request.ts';
import { FILES, folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import {
  closeEngine,
  followFiles,
  offerModels,
  openWorkspace,
  releaseText,
  select,
  takeEdits,
  takeText,
} from '../../../src/engine/events.ts';

const SMALL = 'export const answer = 42;\n';
const LARGE = Array.from({ length: 400 }, (_, line) => `export const value${line} = ${line};\n`).join('');
const NOT_CANCELLED = { isCancelled: () => false, workLimit: 1_000_000, verify: null };

describe('engine', () => {
  let running: RunningEngine;
  let folder: string;

  beforeEach(async () => {
    running = await runEngine();
    folder = folderOf({
      'src/small.ts': SMALL,
      'src/large.ts': LARGE,
      'src/windows.ts': '\uFEFFlet a;\r\nlet b;\r\n',
      'README.md': '# Title\n\n```js\ncode\n```\n',
      'package-lock.json': '{}\n',
      'data.bin': new Uint8Array([0, 1, 2, 0]),
      '.gitignore': 'ignored/\n',
      'ignored/x.ts': 'x',
    });
  });

  afterEach(async () => {
    await closeEngine(running.engine);
    remove(folder);
  });

  const settledPlan = () => running.plan(({ settled, files }) => settled && files.ticked > 0);

  it('plans what is ticked and says why each other file is out', async () => {
    running.open(folder);
    running.configure({ budget: 1000, levels: ['full'] });
    running.tickAll();
    const plan = await settledPlan();
    assert.equal(plan.state, 'over');
    assert.equal(plan.files.ticked, 7);
    assert.equal(plan.files.leftOut, 2);
    assert.ok(plan.tokens.used <= 1000 && plan.tokens.wanted > 1000);
    assert.match(plan.sentence, /^Over by .*: the fit keeps 4 of 7 files/);
    const said = await Promise.all(
      ['src/large.ts', 'package-lock.json', 'data.bin', 'ignored/x.ts', 'src/small.ts'].map((path) =>
        explainFile(running.engine, path),
      ),
    );
    assert.match(said[0] ?? '', /^Left out: no room for its .*Raise the budget by/);
    assert.match(said[1] ?? '', /^Left out: a lock file \(\d+ tokens\)\. Pin it/);
    assert.match(said[2] ?? '', /^Left out: binary/);
    assert.match(said[3] ?? '', /^Not a candidate/);
    assert.match(said[4] ?? '', /^In: /);
  });

  it('gives the tree what the plan says, folder by folder', async () => {
    running.open(folder);
    select(running.engine, tick(EMPTY_SELECTION, 'src', true));
    running.configure({ budget: 1000, levels: ['full'] });
    await settledPlan();
    const top = childrenOf(treeState(running.engine), '', 0, 100);
    assert.deepEqual(
      top.entries.map(({ path, folder: isFolder, ticked }) => [path, isFolder, ticked]),
      [
        ['src', true, true],
        ['.gitignore', false, false],
        ['data.bin', false, false],
        ['package-lock.json', false, false],
        ['README.md', false, false],
      ],
    );
    assert.deepEqual(top.entries[0]?.files, { total: 3, ticked: 3, included: 2 });
    const page = childrenOf(treeState(running.engine), 'src', 1, 1);
    assert.deepEqual([page.total, page.entries[0]?.name], [3, 'small.ts']);
    const entry = entryOf(treeState(running.engine), 'src/large.ts');
    assert.equal(entry?.reason, 'does_not_fit');
    assert.equal(entry?.absolutePath, join(folder, 'src/large.ts'));
    assert.equal(entryOf(treeState(running.engine), 'nothing'), null);
  });

  it('follows unsaved edits, with the same figures in tree and plan', async () => {
    running.open(folder);
    select(running.engine, tick(EMPTY_SELECTION, 'src/small.ts', true));
    const before = await settledPlan();
    takeText(running.engine, 'src/small.ts', `${SMALL}more words than before\n`);
    const typed = await running.plan(({ tokens }) => tokens.used > before.tokens.used);
    takeEdits(running.engine, 'src/small.ts', [{ offset: 0, deleted: 0, inserted: 'and more\n' }]);
    const edited = await running.plan(({ tokens }) => tokens.used > typed.tokens.used);
    const entry = entryOf(treeState(running.engine), 'src/small.ts');
    assert.equal(
      entry?.tokens,
      getEncoding('o200k_base').count(`and more\n${SMALL}more words than before\n`),
    );
    releaseText(running.engine, 'src/small.ts');
    await running.plan(
      ({ revision, tokens }) => revision > edited.revision && tokens.used === before.tokens.used,
    );
    assert.equal(takeEdits(running.engine, 'src/small.ts', []), false);
  });

  it('counts the files of the plan as the tree does, and their framing with the instructions', async () => {
    running.open(folder);
    running.tickAll();
    const { tokens, files } = await settledPlan();
    const paths = ['src/small.ts', 'src/large.ts', 'src/windows.ts', 'README.md', '.gitignore'];
    assert.equal(files.included, paths.length);
    const shown = paths.map((path) => entryOf(treeState(running.engine), path)?.tokens ?? Number.NaN);
    assert.equal(
      tokens.files,
      shown.reduce((sum, each) => sum + each, 0),
    );
    assert.equal(tokens.used, tokens.files + tokens.instructions);
  });

  it('takes untitled documents as candidates', async () => {
    running.open(folder);
    takeText(running.engine, 'untitled:Untitled-1', 'a thought\n');
    select(running.engine, tick(EMPTY_SELECTION, 'untitled:Untitled-1', true));
    await settledPlan();
    const entries = childrenOf(treeState(running.engine), '', 0, 100).entries;
    assert.equal(entries.at(-1)?.path, 'untitled:Untitled-1');
    const fitted = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(fitted.ok);
    assert.match(fitted.value.prompt, /a thought/);
    assert.equal(fitted.value.audit.included[0]?.id, 'untitled:Untitled-1');
  });

  it('takes no unsaved text of a file that is ignored, nor of our own', async () => {
    const own = join(folder, 'prompt.md');
    writeFileSync(own, 'old');
    running.open(folder, { files: { ...FILES, ownFiles: [own] } });
    running.tickAll();
    await settledPlan();
    for (const id of ['ignored/x.ts', 'prompt.md']) takeText(running.engine, id, 'unsaved');
    takeText(running.engine, 'src/new.ts', 'not on disk yet');
    const plan = await running.plan(({ settled, files }) => settled && files.ticked === 8);
    assert.equal(plan.files.candidates, 8);
    assert.match(await explainFile(running.engine, 'ignored/x.ts'), /^Not a candidate/);
    assert.equal(entryOf(treeState(running.engine), 'ignored/x.ts'), null);
    const { entries } = childrenOf(treeState(running.engine), '', 0, 100);
    assert.ok(entries.every(({ path }) => path !== 'ignored/x.ts' && path !== 'prompt.md'));
    assert.equal(entryOf(treeState(running.engine), 'src/new.ts')?.reason, 'selected');
  });

  it('sees files change, come and go, and ignore files with them', async () => {
    running.open(folder);
    running.tickAll();
    const first = await settledPlan();
    writeFileSync(join(folder, 'src/new.ts'), 'new file\n');
    rmSync(join(folder, 'README.md'));
    writeFileSync(join(folder, 'src/small.ts'), `${SMALL}changed\n`);
    followFiles(
      running.engine,
      ['src/new.ts', 'README.md', 'src/small.ts'].map((path) => join(folder, path)),
    );
    await running.plan(({ revision, settled }) => settled && revision > first.revision);
    assert.equal(entryOf(treeState(running.engine), 'README.md'), null);
    assert.notEqual(entryOf(treeState(running.engine), 'src/new.ts'), null);
    assert.equal(
      entryOf(treeState(running.engine), 'src/small.ts')?.tokens,
      getEncoding('o200k_base').count(`${SMALL}changed\n`),
    );
    writeFileSync(join(folder, '.gitignore'), 'src/\n');
    followFiles(running.engine, [join(folder, '.gitignore')]);
    await running.plan(() => entryOf(treeState(running.engine), 'src/new.ts') === null);
    assert.notEqual(entryOf(treeState(running.engine), 'ignored/x.ts'), null);
  });

  it('fits, verifies, and notices a changed file', async () => {
    running.open(folder, { live: false });
    running.configure({ budget: 600, model: 'gpt-5', task: 'Explain the answer.' });
    running.tickAll();
    const fitted = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(fitted.ok);
    const { audit, prompt } = fitted.value;
    assert.equal(audit.tokensUsed, getEncoding('o200k_base').count(prompt));
    assert.ok(audit.tokensUsed <= 600);
    assert.ok(prompt.trimEnd().endsWith('Explain the answer.'));
    assert.deepEqual(running.plans, []);
    const accepted = await verifyAuditText(running.engine, JSON.stringify(audit));
    assert.ok(accepted.ok && accepted.value.packHashEqual);
    writeFileSync(join(folder, 'src/small.ts'), 'else\n');
    const refused = await verifyAuditText(running.engine, JSON.stringify(audit));
    assert.ok(refused.ok && !refused.value.packHashEqual);
    assert.deepEqual(
      refused.value.items.filter(({ status }) => status !== 'same'),
      [{ path: 'src/small.ts', status: 'changed' }],
    );
  });

  it("has the final text verified by the editor, where the model is the editor's", async () => {
    running.open(folder, { live: false });
    running.tickAll();
    const asked: string[] = [];
    const verify = (model: string, text: string): Promise<number> => {
      asked.push(model);
      return Promise.resolve(text.length);
    };
    running.configure({ budget: 600, model: 'gpt-5' });
    assert.ok((await fitPrompt(running.engine, { ...NOT_CANCELLED, verify })).ok);
    assert.deepEqual(asked, []);
    const offered = { id: 'house', name: 'House', vendor: 'test', family: 'house', maxInputTokens: 5000 };
    offerModels(running.engine, { editor: [offered], own: [] });
    running.configure({ budget: 600, model: 'house' });
    const fitted = await fitPrompt(running.engine, { ...NOT_CANCELLED, verify });
    assert.ok(fitted.ok && asked.length > 0);
    assert.ok(fitted.value.prompt.length <= 600, 'by a counter of one token a character');
    assert.match(fitted.value.audit.notes.join(), /Verified by the editor's own counter/);
  });

  it('never reads outside of the workspace for an audit', async () => {
    running.open(folder, { live: false });
    assert.equal(absolutePathOf(running.engine, '../secret'), null);
    assert.equal(absolutePathOf(running.engine, 'src/../../secret'), null);
    assert.deepEqual((await verifyAuditText(running.engine, 'no JSON')).ok, false);
    assert.deepEqual((await verifyAuditText(running.engine, '{}')).ok, false);
  });

  it('counts files as they are on disk', async () => {
    running.open(folder, { live: false, only: [join(folder, 'src'), join(folder, 'package-lock.json')] });
    const counted = await countWorkspace(running.engine, () => false);
    assert.ok(counted.ok);
    const { count } = getEncoding('o200k_base');
    assert.deepEqual(counted.value.files, [
      { path: 'package-lock.json', tokens: count('{}\n') },
      { path: 'src/large.ts', tokens: count(LARGE) },
      { path: 'src/small.ts', tokens: count(SMALL) },
      { path: 'src/windows.ts', tokens: count('\uFEFFlet a;\r\nlet b;\r\n') },
    ]);
    assert.deepEqual(counted.value.skipped, []);
  });

  it('does not read an unchanged file again after a restart', async () => {
    const cacheFolder = folderOf({});
    try {
      const longAgo = new Date(Date.now() - 60_000);
      for (const path of ['src/small.ts', 'src/large.ts', 'src/windows.ts'])
        utimesSync(join(folder, path), longAgo, longAgo);
      // The change time cannot be set: wait until the files are old enough to be trusted.
      await new Promise((resolve) => setTimeout(resolve, 2100));
      const settings = { cacheFolder, live: false, only: [join(folder, 'src')] };
      running.open(folder, settings);
      const first = await countWorkspace(running.engine, () => false);
      await closeEngine(running.engine);
      const again = await runEngine();
      again.open(folder, settings);
      assert.deepEqual(await countWorkspace(again.engine, () => false), first);
      assert.deepEqual(again.reads, []);
      await closeEngine(again.engine);
    } finally {
      remove(cacheFolder);
    }
  });

  it('counts anew when the model changes', async () => {
    running.open(folder);
    running.configure({ model: 'gpt-4' });
    select(running.engine, tick(EMPTY_SELECTION, 'src/large.ts', true));
    await running.plan(
      ({ model, settled, files }) => model.encoding === 'cl100k_base' && settled && files.ticked === 1,
    );
    assert.equal(
      entryOf(treeState(running.engine), 'src/large.ts')?.tokens,
      getEncoding('cl100k_base').count(LARGE),
    );
    running.configure({ model: 'claude-sonnet-4-5' });
    const estimated = await running.plan(({ model, settled }) => !model.exact && settled);
    assert.ok(estimated.margin > 0 && estimated.model.band > 0);
    assert.ok(
      (entryOf(treeState(running.engine), 'src/large.ts')?.tokens ?? 0) >
        getEncoding('o200k_base').count(LARGE),
    );
  });

  it('refuses with a sentence: unknown model, missing path, pins over the budget', async () => {
    running.open(folder);
    running.configure({ model: 'gpt-55' });
    running.tickAll();
    const unknown = await running.plan(({ state }) => state === 'refused');
    assert.equal(unknown.failure?.code, 'unknown_model');
    const fitted = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(!fitted.ok && fitted.error.code === 'unknown_model');

    running.configure({ budget: 100 });
    select(running.engine, pin(EMPTY_SELECTION, 'src/large.ts', true));
    const pins = await running.plan(
      ({ failure, settled }) => settled && failure?.code === 'pinned_exceed_budget',
    );
    assert.match(pins.sentence, /tokens/);

    running.open(join(folder, 'nowhere'));
    const missing = await running.plan(({ failure }) => failure?.code === 'path_not_found');
    assert.equal(missing.state, 'refused');
  });

  it('pins by glob at the terminal, whatever kind of file it is, and refuses a glob that matches nothing', async () => {
    running.open(folder, { live: false, pin: ['package-lock.json'] });
    running.configure({ budget: 300 });
    running.tickAll();
    const fitted = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(fitted.ok);
    assert.deepEqual(
      fitted.value.audit.included.filter(({ reason }) => reason === 'pinned').map(({ path }) => path),
      ['package-lock.json'],
    );
    running.open(folder, { live: false, pin: ['*.nothing'] });
    const refused = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(!refused.ok && refused.error.code === 'path_not_found');
  });

  it('lets a pin override what is left out by default, live as in the fit', async () => {
    const files = { ...FILES, maxFileBytes: 2000 };
    running.open(folder, { files });
    running.configure({ budget: 20_000 });
    select(running.engine, pin(pin(EMPTY_SELECTION, 'package-lock.json', true), 'src/large.ts', true));
    const plan = await running.plan(({ files: { included }, settled }) => settled && included === 2);
    assert.equal(entryOf(treeState(running.engine), 'src/large.ts')?.reason, 'pinned');
    const fitted = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(fitted.ok);
    assert.equal(fitted.value.audit.includedCount, 2);
    assert.ok(fitted.value.audit.tokensUsed <= plan.tokens.used + 10);
    select(running.engine, pin(EMPTY_SELECTION, 'data.bin', true));
    const refused = await running.plan(({ failure }) => failure?.code === 'pinned_unreadable');
    assert.match(refused.sentence, /data\.bin/);
  });

  it('has no folder, an empty folder and nothing selected as states of their own', async () => {
    openWorkspace(running.engine, {
      roots: [],
      only: [],
      pin: [],
      files: FILES,
      cacheFolder: null,
      live: true,
    });
    const none = await running.plan(({ state }) => state === 'no_folder');
    assert.match(none.sentence, /^No folder is open\./);
    const empty = folderOf({});
    running.open(empty);
    const bare = await running.plan(({ state }) => state === 'empty');
    assert.match(bare.sentence, /^This folder has no file/);
    running.open(folder);
    await running.plan(({ state }) => state === 'nothing_selected');
    remove(empty);
  });

  it('can be cancelled while it counts', async () => {
    running.open(folder, { live: false });
    running.tickAll();
    const fitted = await fitPrompt(running.engine, { ...NOT_CANCELLED, isCancelled: () => true });
    assert.ok(!fitted.ok && fitted.error.code === 'cancelled');
  });

  it('prefixes paths with the name of the root when there are several', async () => {
    const other = folderOf({ 'small.ts': SMALL });
    running.open(folder, {
      roots: [
        { name: 'one', path: folder },
        { name: 'two', path: other },
      ],
    });
    running.tickAll();
    await settledPlan();
    assert.notEqual(entryOf(treeState(running.engine), 'two/small.ts'), null);
    assert.equal(absolutePathOf(running.engine, 'two/later.ts'), join(other, 'later.ts'));
    assert.equal(absolutePathOf(running.engine, 'three/x.ts'), null);
    remove(other);
  });
});
