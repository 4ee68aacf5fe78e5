import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from '../../../../src/node/store/history.ts';
import { systemDisk } from '../../../../src/node/store/disk.ts';
import {
  importSessions,
  type SessionImport,
  type SessionImportReport,
} from '../../../../src/node/import/import-sessions.ts';
import { claudeCode, codex, type LogProgram } from '../../../../src/node/import/log-program.ts';
import type { OutcomeEntry, WorkspaceRecord } from '../../../../src/node/store/workspace-record.ts';
import { KEY, openWorkspace, recordsIn } from '../store/workspace-records.ts';
import { temporaryFolder, writeTree } from '../temporary-folder.ts';
import { claudeLines, codexLines, jsonl, MINUTE, NINE, text, thinking, tool } from './log-lines.ts';

const LATER = NINE + 30 * 24 * 60 * MINUTE;

describe('importing the session logs of this machine', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let logs: string;
  let history: History<WorkspaceRecord>;
  beforeEach(async () => {
    folder = temporaryFolder();
    logs = join(folder.path, 'logs');
    mkdirSync(logs);
    history = openWorkspace(join(folder.path, 'store'), { retentionDays: null });
    await history.load();
  });
  afterEach(async () => {
    await history.close();
    folder.remove();
  });

  const run = async (
    program: LogProgram,
    more: Partial<SessionImport> = {},
  ): Promise<SessionImportReport> => {
    const report = await importSessions({
      history,
      program,
      places: [logs],
      placesAreNamed: true,
      folders: null,
      key: KEY,
      disk: systemDisk,
      now: () => LATER,
      ...more,
    });
    assert.ok(report.ok, report.ok ? '' : report.error.message);
    return report.value;
  };
  const outcomes = async (): Promise<readonly OutcomeEntry[]> =>
    (await recordsIn(history)).filter((record) => record.kind === 'outcome');
  const totals = async (): Promise<readonly [number, number, number]> => {
    const all = await outcomes();
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
    return [
      all.length,
      sum(all.map(({ budgetUsed }) => budgetUsed)),
      sum(all.map(({ totalTokens = 0 }) => totalTokens)),
    ];
  };

  describe('of Claude Code', () => {
    const one = claudeLines('s1');
    const first = [
      { type: 'summary', summary: 'Something else', leafUuid: 'x' },
      { type: 'file-history-snapshot', messageId: 'x', snapshot: {} },
      one.prompt('u1', 0, 'Fix the parser'),
      one.block('u2', 1, 'm1', thinking(370), { output_tokens: 2 }),
      one.block('u3', 1, 'm1', tool('Edit', 370), { output_tokens: 2 }),
      one.toolResult('u4', 2),
      one.block('u5', 3, 'm2', text(740), { output_tokens: 200 }, { stop: 'end_turn' }),
    ];
    const second = [
      one.prompt('u6', 5, '/commit'),
      one.block('u7', 6, 'm3', tool('Bash', 370), { output_tokens: 100 }, { stop: 'end_turn' }),
    ];

    it('makes a record of every request', async () => {
      writeTree(logs, { '-work-project/s1.jsonl': jsonl([...first, ...second]) });
      const report = await run(claudeCode);
      assert.deepEqual(report, {
        files: 1,
        sessions: 1,
        unchanged: 0,
        elsewhere: 0,
        added: 2,
        known: 0,
        expired: 0,
        open: 0,
        unreadableLines: 0,
        unreadableFiles: 0,
      });
      const [parser, commit] = await outcomes();
      assert.equal(parser?.at, NINE);
      assert.equal(parser.budgetUsed, 400);
      assert.equal(parser.totalTokens, 400 + 2 * 1_110);
      assert.equal(parser.thinkingTokens, 100);
      assert.deepEqual(parser.activity, { explore: 0, edit: 100, run: 0, text: 200, other: 0 });
      assert.equal(parser.model, 'claude-sonnet-4-5');
      assert.equal(parser.agent, 'claude-code');
      assert.equal(parser.outcome.success, null);
      assert.equal(parser.budgetAllocated, null);
      assert.equal(parser.costMicroUsd, null);
      assert.equal(parser.text, undefined);
      assert.equal(parser.features?.words, 3);
      assert.equal(parser.features.turn, 0);
      assert.equal(parser.characteristics.taskType, 'debugging');
      assert.equal(commit?.features?.turn, 1);
      assert.notEqual(commit.features.slashCommand, null);
      assert.equal(commit.features.session, parser.features.session);
    });

    it('twice gives the same totals, with and without what is known of the first time', async () => {
      writeTree(logs, { 'p/s1.jsonl': jsonl([...first, ...second]) });
      await run(claudeCode);
      const before = await totals();
      const again = await run(claudeCode);
      assert.deepEqual([again.added, again.unchanged, again.sessions], [0, 1, 0]);
      writeFileSync(join(history.folder(), 'imports.json'), 'damaged');
      const third = await run(claudeCode);
      assert.deepEqual([third.added, third.known], [0, 2]);
      assert.deepEqual(await totals(), before);
    });

    it('takes what was added since, and leaves what still runs for the next time', async () => {
      const path = join(logs, 's1.jsonl');
      writeFileSync(path, jsonl(first.slice(0, -1)));
      const running = await run(claudeCode, { now: () => NINE + 4 * MINUTE });
      assert.deepEqual([running.added, running.open], [0, 1]);
      appendFileSync(path, jsonl(first.slice(-1)));
      // done, but hooks may still answer
      const done = await run(claudeCode, { now: () => NINE + 6 * MINUTE });
      assert.deepEqual([done.added, done.open], [0, 1]);
      appendFileSync(path, jsonl(second));
      const more = await run(claudeCode, { now: () => NINE + 7 * MINUTE });
      assert.deepEqual([more.added, more.open], [1, 1]);
      // nothing was written since, but time went on
      const last = await run(claudeCode, { now: () => NINE + 20 * MINUTE });
      assert.deepEqual([last.added, last.open], [1, 0]);
      assert.deepEqual(await totals(), [2, 500, 500 + 3 * 1_110]);
      assert.deepEqual([(await run(claudeCode)).unchanged], [1]);
    });

    it('counts lines that a resumed session repeats once', async () => {
      const resumed = claudeLines('s2');
      writeTree(logs, {
        's1.jsonl': jsonl(first),
        's2.jsonl': jsonl([
          // the same lines, then the same under new names, then what is new
          ...first,
          resumed.prompt('v1', 0, 'Fix the parser'),
          resumed.block('v2', 1, 'm1', thinking(370)),
          resumed.prompt('v3', 9, 'And the lexer'),
          resumed.block('v4', 10, 'm9', text(370), { output_tokens: 100 }, { stop: 'end_turn' }),
        ]),
      });
      const report = await run(claudeCode);
      assert.deepEqual([report.sessions, report.added], [2, 2]);
      assert.deepEqual(await totals(), [2, 500, 500 + 3 * 1_110]);
    });

    it('counts a session that is resumed after the import once', async () => {
      writeTree(logs, { 's1.jsonl': jsonl(first) });
      await run(claudeCode);
      writeTree(logs, { 's2.jsonl': jsonl([...first, ...second]) });
      const report = await run(claudeCode);
      assert.deepEqual([report.added, report.known, report.unchanged], [1, 0, 1]);
      assert.deepEqual(await totals(), [2, 500, 500 + 3 * 1_110]);
    });

    it('adds the work of subagents to the task that they worked for', async () => {
      const sidechain = { isSidechain: true, agentId: 'a1' };
      const helper = [
        one.prompt('h1', 1, 'Find all callers', sidechain),
        one.block('h2', 2, 'm-helper', text(1_850), { output_tokens: 3 }, { line: sidechain }),
      ];
      writeTree(logs, {
        'p/s1.jsonl': jsonl([
          ...first,
          one.prompt('i1', 3, 'Within the file', sidechain),
          one.block('i2', 3, 'm-inner', text(370), { output_tokens: 3 }, { line: sidechain }),
          ...second,
        ]),
        'p/s1/subagents/agent-a1.jsonl': jsonl(helper),
        // nobody knows what it worked for
        'p/lost/subagents/agent-a1.jsonl': jsonl([
          claudeLines('lost').prompt('l1', 1, 'Look', sidechain),
          claudeLines('lost').block('l2', 2, 'm-lost', text(37), {}, { line: sidechain }),
        ]),
      });
      const report = await run(claudeCode);
      assert.deepEqual([report.sessions, report.added], [2, 3]);
      const all = await outcomes();
      const used = all.map(({ budgetUsed, features }) => `${budgetUsed} ${features !== null}`);
      assert.deepEqual(new Set(used), new Set(['10 false', '100 true', '1000 true']));
    });

    it('counts what comes after a task was taken, without its words', async () => {
      const path = join(logs, 's1.jsonl');
      writeFileSync(path, jsonl(first));
      await run(claudeCode);
      appendFileSync(path, jsonl([one.block('late', 4, 'm-late', text(370), { output_tokens: 100 })]));
      assert.equal((await run(claudeCode)).added, 1);
      const [task, late] = await outcomes();
      assert.equal(late?.taskId, task?.taskId);
      assert.equal(late?.features, null);
      assert.deepEqual(await totals(), [2, 500, 500 + 3 * 1_110]);
    });

    it('passes over damaged, cut-off and foreign lines and files, and counts them', async () => {
      const whole = jsonl([...first, 'not JSON', ...second]);
      writeTree(logs, {
        's1.jsonl': `${whole}{"type":"user","uuid":"cut`,
        'other.jsonl': '{"a":1}\n',
        'empty.jsonl': '',
        'notes.txt': 'x',
      });
      mkdirSync(join(logs, 'folder.jsonl'));
      const report = await run(claudeCode);
      assert.deepEqual(
        [report.files, report.added, report.unreadableLines, report.unreadableFiles],
        [3, 2, 2, 2],
      );
    });

    it('reads logs with the line ends of Windows, empty lines too', async () => {
      writeTree(logs, { 's1.jsonl': jsonl([...first, '', ...second]).replaceAll('\n', '\r\n') });
      const report = await run(claudeCode);
      assert.deepEqual([report.added, report.unreadableLines], [2, 0]);
    });

    it('passes over lines whose time no calendar has', async () => {
      const late = JSON.stringify({ ...first[0], uuid: 'late', timestamp: '+275760-09-12T00:00:00Z' });
      writeTree(logs, { 's1.jsonl': jsonl([...first, late, ...second]) });
      assert.deepEqual((await run(claudeCode)).added, 2);
    });

    it('says of stopped and of hidden work what can be said', async () => {
      writeTree(logs, {
        's1.jsonl': jsonl([
          one.prompt('u1', 0, 'Fix it'),
          one.block('u2', 1, 'm1', { type: 'redacted_thinking', data: 'x' }, { output_tokens: 300 }),
          one.block('u3', 1, 'm1', text(37), { output_tokens: 300 }, { model: 'claude-opus-4-5' }),
          one.block('u4', 2, 'm2', text(37), { output_tokens: 10 }, { model: 'claude-haiku-4-5' }),
          one.prompt('u5', 3, [{ type: 'text', text: '[Request interrupted by user]' }]),
        ]),
      });
      await run(claudeCode);
      const [record] = await outcomes();
      assert.equal(record?.budgetUsed, 310);
      assert.equal(record.thinkingTokens, null);
      assert.deepEqual(record.activity, { explore: 0, edit: 0, run: 0, text: 20, other: 0 });
      assert.equal(record.outcome.success, null);
    });

    it('takes sessions of the workspace only, if told so', async () => {
      const elsewhere = claudeLines('s2', '/home/me/project-other');
      const inside = claudeLines('s3', '/home/me/project/deep');
      writeTree(logs, {
        's1.jsonl': jsonl(first),
        's2.jsonl': jsonl([elsewhere.prompt('e1', 0, 'x'), elsewhere.block('e2', 1, 'm-e', text(37))]),
        's3.jsonl': jsonl([inside.prompt('i1', 0, 'x'), inside.block('i2', 1, 'm-i', text(37))]),
        's4.jsonl': jsonl([{ ...inside.prompt('n1', 0, 'x'), cwd: undefined }]),
      });
      const report = await run(claudeCode, { folders: ['/home/me/project'] });
      assert.deepEqual([report.added, report.elsewhere], [2, 2]);
      assert.equal((await run(claudeCode)).added, 1);
    });

    it('stores no word of a prompt, an answer or a path', async () => {
      writeTree(logs, {
        'p/s1.jsonl': jsonl([
          one.prompt('u1', 0, 'xylophone zeppelin'),
          one.block('u2', 1, 'm1', { type: 'text', text: 'marzipan' }, { output_tokens: 9 }),
        ]),
      });
      await run(claudeCode);
      const bytes = readdirSync(history.folder())
        .map((name) => readFileSync(join(history.folder(), name), 'utf8'))
        .join('');
      for (const word of ['xylophone', 'zeppelin', 'marzipan']) assert.ok(!bytes.includes(word), word);
    });

    it('can be ended early and goes on the next time', async () => {
      writeTree(logs, { 's1.jsonl': jsonl(first) });
      assert.equal((await run(claudeCode, { signal: AbortSignal.abort() })).sessions, 0);
      assert.equal((await run(claudeCode)).added, 1);
    });

    it('takes again what the disk refused', async () => {
      writeTree(logs, { 's1.jsonl': jsonl(first) });
      const waiting: History<WorkspaceRecord> = {
        ...history,
        append: async () => ({ ok: true, value: 'waiting' }),
      };
      const refused = {
        ...systemDisk,
        replace: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' })),
      };
      assert.equal((await run(claudeCode, { history: waiting, disk: refused })).added, 0);
      assert.equal((await run(claudeCode)).added, 1);
      await history.clear();
      assert.equal((await run(claudeCode)).added, 1);
    });

    it('says that a named place is missing, and passes over an unnamed one', async () => {
      rmSync(logs, { recursive: true });
      assert.equal((await run(claudeCode, { placesAreNamed: false })).files, 0);
      const missing = await importSessions({
        history,
        program: claudeCode,
        places: [logs],
        placesAreNamed: true,
        folders: null,
        key: KEY,
        disk: systemDisk,
        now: () => LATER,
      });
      assert.ok(!missing.ok && missing.error.code === 'path_not_found');
    });
  });

  describe('of Codex', () => {
    const log = codexLines();
    const parent = [
      log.meta('p1', 0),
      log.turn(0, 't1'),
      log.prompt(0, 'Fix the parser'),
      log.tokens(1, [1_000, 800, 100, 40], [1_000, 800, 100, 40]),
      log.tokens(1, [1_000, 800, 100, 40], [1_000, 800, 100, 40]),
      log.tokens(2, [3_000, 2_500, 350, 90], [2_000, 1_700, 250, 50]),
      log.complete(2),
    ];

    it('makes a record of every request, twice the same', async () => {
      writeTree(logs, {
        '2026/11/20/rollout-1.jsonl': jsonl([
          ...parent,
          log.prompt(5, 'And the lexer'),
          log.tokens(6, [4_000, 3_000, 500, 100]),
          log.aborted(6),
        ]),
      });
      assert.equal((await run(codex)).added, 2);
      const [parser, lexer] = await outcomes();
      assert.deepEqual(
        [parser?.budgetUsed, parser?.totalTokens, parser?.thinkingTokens, parser?.agent, parser?.model],
        [350, 3_350, 90, 'codex', 'gpt-5-codex'],
      );
      assert.deepEqual([lexer?.budgetUsed, lexer?.totalTokens, lexer?.features?.turn], [150, 1_150, 1]);
      assert.equal((await run(codex)).unchanged, 1);
      rmSync(join(history.folder(), 'imports.json'));
      assert.equal((await run(codex)).known, 2);
      assert.deepEqual(await totals(), [2, 500, 4_500]);
    });

    it('counts the history that a fork repeats once, whenever it is imported', async () => {
      // repeated with new times
      const repeated = parent
        .slice(1)
        .map((line) => Object.assign({}, line, { timestamp: new Date(NINE + 60 * MINUTE).toISOString() }));
      const fork = (id: string, from: string, output: number) =>
        jsonl([
          log.meta(id, 60, { forked_from_id: from }),
          parent[0] ?? '',
          ...repeated,
          log.prompt(61, `Go on ${id}`),
          log.tokens(62, [5_000, 4_000, output, 90]),
        ]);
      writeTree(logs, { 'rollout-a.jsonl': jsonl(parent), 'rollout-b.jsonl': fork('f1', 'p1', 450) });
      assert.equal((await run(codex)).added, 2);
      // a fork of the fork, later
      writeTree(logs, { 'rollout-c.jsonl': fork('f2', 'f1', 550) });
      assert.equal((await run(codex)).added, 1);
      assert.deepEqual(
        (await outcomes()).map(({ budgetUsed }) => budgetUsed).toSorted((left, right) => left - right),
        [100, 200, 350],
      );
    });

    it('tells equal totals of different conversations apart', async () => {
      writeTree(logs, {
        'rollout-a.jsonl': jsonl(parent),
        'rollout-b.jsonl': jsonl([log.meta('p2', 60), ...parent.slice(1)]),
      });
      assert.equal((await run(codex)).added, 2);
      assert.deepEqual(await totals(), [2, 700, 6_700]);
    });

    it('adds the work of subagents, whatever they repeat, to the task that they worked for', async () => {
      const spawn = { subagent: { thread_spawn: { parent_thread_id: 'p1', depth: 1 } } };
      const inner = { subagent: { thread_spawn: { parent_thread_id: 'h1', depth: 2 } } };
      writeTree(logs, {
        'rollout-a.jsonl': jsonl(parent),
        'rollout-b.jsonl': jsonl([
          log.meta('h1', 1, { source: spawn, forked_from_id: 'p1' }),
          log.prompt(1, 'Find all callers'),
          log.tokens(1, [1_000, 800, 100, 40], [1_000, 800, 100, 40]),
          log.tokens(2, [1_700, 800, 160, 40], [700, 0, 60, 0]),
        ]),
        'rollout-c.jsonl': jsonl([
          log.meta('h2', 1, { source: inner }),
          log.tokens(2, [200, 0, 30, 0], [200, 0, 30, 0]),
        ]),
      });
      const report = await run(codex);
      assert.deepEqual([report.sessions, report.added], [1, 1]);
      assert.deepEqual(await totals(), [1, 350 + 60 + 30, 3_350 + 760 + 230]);
    });
  });
});
