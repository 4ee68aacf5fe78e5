import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Audit } from '../../../src/core/context/audit.ts';
import { parseAudit } from '../../../src/core/context/parse-audit.ts';
import { EMPTY_SELECTION, pin, tick } from '../../../src/core/context/selection.ts';
import { explainFile } from '../../../src/engine/explain-request.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { secretsFoundIn } from '../../../src/engine/secrets-request.ts';
import { rankedEntriesOf, treeState } from '../../../src/engine/tree-answers.ts';
import { verifyAuditText } from '../../../src/engine/verify-request.ts';
import { drawn } from '../context/secrets/fake-secrets.ts';
import { folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import { closeEngine, select, takeEdits, takeText } from '../../../src/engine/events.ts';

const NOT_CANCELLED = { isCancelled: () => false, workLimit: 1_000_000, verify: null };
const take = drawn(31);
const base62 = (length: number): string =>
  take('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', length);
const TOKEN = ['gh', 'p_', base62(36)].join('');
const OTHER = ['gl', 'pat-', base62(20)].join('');
const CLEAN = 'export const port = 8080;\n';
const LEAKY = `export const port = 8080;\nexport const token = '${TOKEN}';\nexport const other = '${OTHER}';\n`;

describe('secrets in the engine', () => {
  let folder: string;
  let running: RunningEngine;

  beforeEach(async () => {
    folder = folderOf({ 'clean.ts': CLEAN, 'leaky.ts': LEAKY });
    running = await runEngine();
    running.tickAll();
  });
  afterEach(async () => {
    await closeEngine(running.engine);
    remove(folder);
  });

  const fitted = async (): Promise<{ prompt: string; audit: Audit; readable: string }> => {
    const answer = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(answer.ok, JSON.stringify(answer));
    const parsed = parseAudit(JSON.parse(JSON.stringify(answer.value.audit)));
    assert.ok(parsed.ok, JSON.stringify(parsed));
    return answer.value;
  };

  it('leave their file out, live as in the fit, each listed by rule and line', async () => {
    running.configure({ secrets: 'exclude' });
    running.open(folder);
    const plan = await running.plan(({ settled, files }) => settled && files.candidates === 2);
    assert.deepEqual([plan.files.included, plan.files.leftOut], [1, 1]);
    assert.equal(running.engine.planner.live?.answers.get('leaky.ts')?.reason, 'secret');
    assert.equal(
      await explainFile(running.engine, 'leaky.ts'),
      'Left out: it holds 2 secrets (github-token, line 2; gitlab-token, line 3). Remove the secret, mask secrets, or allow the finding.',
    );
    const { audit, readable } = await fitted();
    assert.deepEqual(
      audit.excluded.map(({ path, reason }) => [path, reason]),
      [['leaky.ts', 'secret']],
    );
    assert.equal(audit.options.secrets, 'exclude');
    assert.deepEqual(
      audit.secrets.map(({ path, rule, line, action }) => [path, rule, line, action]),
      [
        ['leaky.ts', 'github-token', 2, 'excluded'],
        ['leaky.ts', 'gitlab-token', 3, 'excluded'],
      ],
    );
    assert.ok(readable.includes(`- leaky.ts, line 2: github-token, excluded (id ${audit.secrets[0]?.id})`));
  });

  it('are told of with a task where their file would be of use, and it has its place in the list', async () => {
    select(running.engine, EMPTY_SELECTION);
    running.configure({ task: 'mend the other token of leaky.ts', offer: 'all', budget: 900 });
    running.open(folder, { ranking: { history: false } });
    const plan = await running.plan(({ settled, ranking }) => settled && ranking?.files === 2);
    assert.deepEqual(plan.files.heldBack, { count: 1, first: 'leaky.ts' });
    const { entries } = rankedEntriesOf(treeState(running.engine), 0, 10);
    assert.deepEqual(
      entries.map(({ path, reason }) => [path, reason]),
      [
        ['leaky.ts', 'secret'],
        ['clean.ts', 'selected'],
      ],
    );
    running.configure({ task: 'mend the port of clean.ts', offer: 'all', budget: 900 });
    const other = await running.plan(({ settled, revision }) => settled && revision > plan.revision);
    assert.deepEqual(other.files.heldBack, { count: 0, first: null }, 'Nobody misses it.');
  });

  it('are masked when asked, counted after it, and verified with the masks', async () => {
    running.configure({ secrets: 'mask' });
    running.open(folder);
    const plan = await running.plan(({ settled, files }) => settled && files.included === 2);
    const { prompt, audit } = await fitted();
    assert.ok(prompt.includes("export const token = '[masked]';\nexport const other = '[masked]';\n"));
    const entry = audit.included.find(({ path }) => path === 'leaky.ts');
    assert.deepEqual(
      entry?.masked,
      [TOKEN, OTHER].map((secret) => [LEAKY.indexOf(secret), LEAKY.indexOf(secret) + secret.length]),
    );
    assert.equal(
      entry?.tokens,
      running.engine.counting.value.count(LEAKY.replace(TOKEN, '[masked]').replace(OTHER, '[masked]')),
    );
    assert.equal(audit.included.find(({ path }) => path === 'clean.ts')?.masked, undefined);
    assert.deepEqual(audit.notes, [], 'nothing had to be counted again');
    assert.ok(Math.abs(plan.tokens.used - audit.tokensUsed) <= 10);
    const verified = await verifyAuditText(running.engine, JSON.stringify(audit));
    assert.ok(verified.ok);
    assert.equal(verified.value.packHashEqual, true);
    assert.ok(verified.value.items.every(({ status }) => status === 'same'));
    const { masked: _, ...unmasked } = entry ?? {};
    const tampered = { ...audit, included: audit.included.map((each) => (each === entry ? unmasked : each)) };
    const again = await verifyAuditText(running.engine, JSON.stringify(tampered));
    assert.ok(again.ok && !again.value.packHashEqual);
  });

  it('are shown one by one where the user allows it', async () => {
    running.open(folder);
    await running.plan(({ settled }) => settled);
    const [first, second] = await secretsFoundIn(running.engine, 'leaky.ts');
    assert.ok(first !== undefined && second !== undefined && !first.allowed);
    running.configure({ secrets: 'mask', allowSecrets: [first.id] });
    const partly = await fitted();
    assert.ok(partly.prompt.includes(TOKEN) && !partly.prompt.includes(OTHER));
    assert.deepEqual(
      partly.audit.secrets.map(({ action }) => action),
      ['allowed', 'masked'],
    );
    assert.deepEqual(partly.audit.notes, [], 'nothing had to be counted again');
    running.configure({ secrets: 'exclude', allowSecrets: [first.id] });
    assert.equal((await fitted()).audit.excludedByReason.secret, 1);
    running.configure({ secrets: 'exclude', allowSecrets: [first.id, second.id] });
    assert.ok((await fitted()).prompt.includes(OTHER));
    assert.ok((await secretsFoundIn(running.engine, null)).every(({ allowed }) => allowed));
  });

  it('refuse a pin by path, rule and line', async () => {
    running.configure({ secrets: 'exclude' });
    select(running.engine, pin(tick(EMPTY_SELECTION, '', true), 'leaky.ts', true));
    running.open(folder);
    const plan = await running.plan(({ failure }) => failure?.code === 'pinned_secret');
    const answer = await fitPrompt(running.engine, NOT_CANCELLED);
    assert.ok(!answer.ok);
    assert.equal(answer.error.code, 'pinned_secret');
    assert.match(
      answer.error.message,
      /"leaky\.ts" has 2 secrets \(github-token, line 2; gitlab-token, line 3\)/,
    );
    const told = JSON.stringify([answer, plan]);
    assert.ok(!told.includes(TOKEN) && !told.includes(OTHER));
    running.configure({ secrets: 'mask' });
    assert.equal((await fitted()).audit.included.find(({ path }) => path === 'leaky.ts')?.reason, 'pinned');
  });

  it('are found in what is typed, and forgotten when they are removed', async () => {
    running.configure({ secrets: 'exclude' });
    running.open(folder);
    await running.plan(({ settled, files }) => settled && files.included === 1);
    takeText(running.engine, 'leaky.ts', CLEAN);
    await running.plan(({ files }) => files.included === 2);
    takeEdits(running.engine, 'leaky.ts', [{ offset: 0, deleted: 0, inserted: `// ${TOKEN}\n` }]);
    await running.plan(({ revision, files }) => revision > 2 && files.included === 1 && files.leftOut === 1);
    assert.deepEqual(
      (await secretsFoundIn(running.engine, 'leaky.ts')).map(({ line }) => line),
      [1],
    );
    running.configure({ secrets: 'mask' });
    assert.ok((await fitted()).prompt.includes('// [masked]\n'));
  });

  it('that came after the last look are found when the file is read for the fit', async () => {
    running.configure({ secrets: 'exclude' });
    running.open(folder, { live: false });
    await fitted();
    // The watcher has not told of it yet.
    writeFileSync(join(folder, 'clean.ts'), `// ${TOKEN}\n`);
    const { prompt, audit } = await fitted();
    assert.ok(!prompt.includes(TOKEN));
    assert.equal(audit.excludedByReason.secret, 2);
    writeFileSync(join(folder, 'clean.ts'), CLEAN);
    assert.ok((await fitted()).prompt.includes(CLEAN));
  });

  it("in the user's own words go in as they are, and are told of", async () => {
    rmSync(join(folder, 'leaky.ts'));
    running.configure({ task: `Why is ${TOKEN} refused?`, instructions: 'Be terse.' });
    running.open(folder);
    const { prompt, audit } = await fitted();
    assert.ok(prompt.includes(TOKEN));
    assert.deepEqual(audit.notes, [
      'The task seems to hold a secret (github-token, line 1): your own words go in as they are.',
    ]);
  });

  it('are not looked for again after a restart', async () => {
    const cache = folderOf({});
    // What was modified just now is not remembered.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    running.configure({ secrets: 'mask' });
    running.open(folder, { cacheFolder: cache });
    const first = await fitted();
    await closeEngine(running.engine);
    running = await runEngine();
    running.tickAll();
    running.configure({ secrets: 'mask' });
    running.open(folder, { cacheFolder: cache });
    await running.plan(({ settled, files }) => settled && files.included === 2);
    assert.deepEqual(running.reads, [], 'read although nothing changed');
    assert.deepEqual(
      (await secretsFoundIn(running.engine, null)).map(({ id }) => id),
      first.audit.secrets.map(({ id }) => id),
    );
    assert.equal((await fitted()).prompt, first.prompt);
    remove(cache);
  });
});
