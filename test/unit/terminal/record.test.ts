import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerStatus, LimitStanding, RecordedOutcome } from '../../../src/protocol/ledger.ts';
import { buildTerminal, type RunningTerminal, terminalIn } from './running-terminal.ts';

describe('context-budget record, limits and history', () => {
  let terminal: RunningTerminal;
  before(function () {
    this.timeout(120_000);
    buildTerminal();
  });
  beforeEach(() => {
    terminal = terminalIn();
  });
  afterEach(() => terminal.remove());

  const records = (): number => (terminal.json(['history', 'status']) as LedgerStatus).records;
  const limits = (): readonly LimitStanding[] =>
    (terminal.json(['limits']) as { limits: readonly LimitStanding[] }).limits;
  const remaining = (id: string): number | undefined =>
    limits().find(({ limit }) => limit.id === id)?.remaining;

  describe('record', () => {
    it('keeps an outcome, and the same id once', () => {
      const args = ['record', '--task', 'Fix the parser', '--used', '9,350', '--good', '--id', 'r1'];
      const first = terminal.json(args) as RecordedOutcome;
      assert.equal(first.stored, 'written');
      assert.equal(first.record.budgetUsed, 9350);
      assert.deepEqual(
        [first.record.outcome.success, first.record.outcome.requiredReflection],
        [true, false],
      );
      assert.equal(first.record.text, undefined, 'the words are not kept');
      assert.equal(first.record.characteristics.taskType, 'debugging');
      assert.equal((terminal.json(args) as RecordedOutcome).stored, 'known');
      assert.equal(records(), 1);
    });

    it('says that nothing is recorded, and why, where the disk takes nothing', () => {
      const file = join(terminal.folder, 'no-folder');
      writeFileSync(file, '');
      const store = ['--store', join(file, 'store')];
      const { status, stdout, stderr } = terminal.run(['record', '--task', 'x', '--used', '5', ...store]);
      assert.equal(status, 5);
      assert.match(stdout, /^Not recorded: 5 output tokens/);
      assert.match(stderr, /record it again then\.\n.*cannot be (read|written|made)/);
      assert.doesNotMatch(stderr, /kept in memory/);
    });

    it('takes no future, no name of nothing, and names what it could not use', () => {
      const task = ['record', '--task', 'x', '--used', '5'];
      assert.deepEqual(terminal.refusal([...task, '--at', '2999-01-01']), { code: 'invalid_at', status: 2 });
      assert.deepEqual(terminal.refusal([...task, '--model', '']), { code: 'invalid_model', status: 2 });
      assert.deepEqual(terminal.refusal([...task, '--agent', ' ']), { code: 'invalid_agent', status: 2 });
      const wrong = (fields: object): unknown => {
        const outcome = JSON.stringify({ taskId: 'A-1', budgetUsed: 5, ...fields });
        return terminal.refusal(['record', '-'], outcome).code;
      };
      assert.equal(wrong({ model: 5 }), 'invalid_model');
      assert.equal(wrong({ tenant: 5 }), 'invalid_tenant');
      assert.equal(wrong({ level: 5 }), 'unknown_level');
      assert.equal(wrong({ id: '' }), 'invalid_id');
      assert.equal(records(), 0);
      const odd = JSON.stringify({ title: 'Fix it', storyPoints: 'five', labels: 'bug' });
      for (const args of [['predict'], ['record', '--used', '5']]) {
        const { status, stderr } = terminal.run([...args, '--task-json', '-'], odd);
        assert.equal(status, 0);
        assert.match(stderr, /^storyPoints is not .*, so it was not used\.$/m);
        assert.match(stderr, /^labels is not a list of texts, so it was not used\.$/m);
      }
    });

    it('tells the budget and its use in a line for an agent’s transcript', () => {
      const task = ['record', '--task-id', 'A-1', '--allocated', '9350', '--used', '7500', '--summary'];
      assert.equal(
        terminal.run([...task, '--good']).stdout,
        'Budget 9,350 tokens; used 7,500 (80.2%, on target); success\n',
      );
      assert.match(
        terminal.run(task).stdout,
        /^Budget 9,350 tokens, confidence [\d.]+%; used 7,500 \(80\.2%, on target\)\n$/,
      );
    });

    it('tells what tasks of a level used of their compute, for a suggestion', () => {
      const outcome = { taskId: 'A-1', level: 'hard', computeUsed: 8, budgetUsed: 500, verdict: 'good' };
      terminal.json(['record', '-'], JSON.stringify(Array.from({ length: 5 }, () => outcome)));
      const { stdout } = terminal.run(['predict', '--task', 'Fix it', '--level', 'hard']);
      assert.match(
        stdout,
        /^level +By what its tasks used, 4 candidates \(8\.5 compute units\) would do\.$/m,
      );
    });

    it('says how it went against what was allocated', () => {
      const task = ['record', '--task-id', 'A-1', '--allocated', '10k'];
      const over = terminal.run([...task, '--used', '2500', '--so-so']);
      assert.equal(over.status, 0, over.stderr);
      assert.match(over.stdout, /^Recorded 2,500 output tokens for A-1\. \S.*\n$/);
      const { alerts } = terminal.json([
        ...task,
        '--used',
        '300k',
        '--bad',
        '--thinking',
        '3k',
      ]) as RecordedOutcome;
      assert.deepEqual(
        alerts.map(({ type, severity, taskId }) => [type, severity, taskId]),
        [['under_allocation', 'warning', 'A-1']],
      );
    });

    it('takes JSON from stdin, one or a list', () => {
      const outcome = {
        task: 'Add tests',
        taskId: 'A-2',
        budgetUsed: 500,
        totalTokens: 9000,
        verdict: 'good',
      };
      const one = terminal.json(['record', '-'], JSON.stringify(outcome)) as RecordedOutcome;
      assert.deepEqual([one.record.taskId, one.record.totalTokens], ['A-2', 9000]);
      const list = [
        { ...outcome, taskId: 'A-3' },
        { ...outcome, taskId: 'A-4', at: '2026-01-05T10:00:00Z' },
      ];
      const many = terminal.json(['record', '-'], JSON.stringify(list)) as {
        records: readonly RecordedOutcome[];
      };
      assert.deepEqual(
        many.records.map(({ record }) => record.taskId),
        ['A-3', 'A-4'],
      );
      assert.equal(many.records[1]?.record.at, Date.UTC(2026, 0, 5, 10));
      assert.equal(records(), 3);
    });

    const refusals: readonly (readonly [string, readonly string[], string])[] = [
      [
        'with fewer tokens in all than in the output',
        ['--task', 'x', '--used', '5', '--total', '4'],
        'invalid_total_tokens',
      ],
      [
        'with more thinking than output',
        ['--task', 'x', '--used', '5', '--thinking', '6'],
        'invalid_thinking_tokens',
      ],
      [
        'with nothing allocated',
        ['--task', 'x', '--used', '5', '--allocated', '0'],
        'invalid_budget_allocated',
      ],
    ];
    for (const [what, args, code] of refusals)
      it(`is refused ${what}`, () =>
        assert.deepEqual(terminal.refusal(['record', ...args]), { code, status: 2 }));

    it('of a list is refused by its place', () => {
      const list = [
        { taskId: 'A', budgetUsed: 5 },
        { taskId: 'B', budgetUsed: -5 },
      ];
      const { status, stderr } = terminal.run(['record', '-'], JSON.stringify(list));
      assert.equal(status, 2);
      assert.match(stderr, /^context-budget: Outcome 2 of the list: .*The one before it is recorded\.\n$/);
      assert.equal(records(), 1);
    });

    it('loses nothing of two terminals at once', async function () {
      this.timeout(60_000);
      const { limit } = terminal.json(['limits', 'set', '1M output tokens a day']) as LimitStanding;
      const names = Array.from({ length: 8 }, (_, index) => `r${index}`);
      const ended = await Promise.all(
        names.map((id) => terminal.start(['record', '--task-id', id, '--used', '100', '--id', id, '--json'])),
      );
      for (const { status, stderr } of ended) assert.equal(status, 0, stderr);
      assert.equal(records(), names.length);
      assert.equal(remaining(limit.id), 1_000_000 - 100 * names.length);
    });
  });

  describe('limits', () => {
    it('are $10 a day and $250 a month until others are set', () => {
      assert.deepEqual(
        limits().map(({ limit, remaining, state }) => [limit.id, remaining, state]),
        [
          ['day', 10_000_000, 'fine'],
          ['month', 250_000_000, 'fine'],
        ],
      );
      assert.match(
        terminal.run(['limits']).stdout,
        /^day .*\$0\.00 of \$10\.00 a day used, \$10\.00 left\.$/m,
      );
    });

    it('are set in words or by flags, and the same one again is changed', () => {
      const words = terminal.json(['limits', 'set', '20k', 'output', 'tokens', 'a', 'day']) as LimitStanding;
      const { id, unit, amount } = words.limit;
      assert.deepEqual([unit, amount], ['outputTokens', 20_000]);
      const flags = ['--unit', 'output-tokens', '--amount', '30k', '--period', 'day', '--no-warn'];
      const again = terminal.json(['limits', 'set', ...flags]) as LimitStanding;
      assert.deepEqual([again.limit.id, again.limit.amount, again.limit.warnShare], [id, 30_000, null]);
      assert.equal(limits().length, 3);
      terminal.json(['limits', 'remove', id]);
      assert.equal(limits().length, 2);
    });

    it('count what is recorded, warn, ask before they are passed, and begin anew when they are reset', () => {
      const { id } = (terminal.json(['limits', 'set', '20k output tokens a day']) as LimitStanding).limit;
      const record = (used: string, ...more: string[]): RecordedOutcome =>
        terminal.json(['record', '--task-id', 'A', '--used', used, ...more]) as RecordedOutcome;
      const first = record('17500');
      assert.deepEqual(
        first.alerts.map(({ type }) => type),
        ['limit_near'],
      );
      assert.equal(remaining(id), 2500);
      const task = ['predict', '--task-json', '-', '--method', 'formula'];
      const predicted = terminal.run(task, '{"complexity": 50, "novelty": 0.5, "uncertainty": 0.5}');
      assert.equal(predicted.status, 0);
      assert.match(predicted.stdout, /^limits +a limit would be passed$/m);
      assert.match(predicted.stderr, /9,350 output tokens.*2,500 output tokens are left\. Pass it\?/);
      assert.deepEqual(
        record('2500').alerts.map(({ type }) => type),
        ['limit_reached'],
      );
      assert.equal(remaining(id), 0);
      const reset = terminal.json(['limits', 'reset']) as { limits: readonly LimitStanding[] };
      assert.equal(reset.limits.find(({ limit }) => limit.id === id)?.remaining, 20_000);
      assert.equal(remaining(id), 20_000);
      assert.equal(records(), 2, 'outcomes stay');
      assert.match(terminal.run(['limits', 'reset']).stderr, /^Usage counts anew from here\.$/m);
    });

    it('of one tenant are not touched by another', () => {
      const { id } = (
        terminal.json(['limits', 'set', '1k output tokens a day for reviewer']) as LimitStanding
      ).limit;
      terminal.json(['record', '--task-id', 'A', '--used', '400', '--tenant', 'builder']);
      assert.equal(remaining(id), 1000);
      terminal.json(['record', '--task-id', 'A', '--used', '400', '--tenant', 'reviewer']);
      assert.equal(remaining(id), 600);
      terminal.json(['limits', 'reset', '--tenant', 'builder']);
      assert.equal(remaining(id), 600);
      terminal.json(['limits', 'reset', '--tenant', 'reviewer']);
      assert.equal(remaining(id), 1000);
    });

    it('are refused with words that help', () => {
      assert.deepEqual(terminal.refusal(['limits', 'remove', 'none']), { code: 'unknown_limit', status: 2 });
      assert.deepEqual(terminal.refusal(['limits', 'set', 'a lot']), { code: 'invalid_limit', status: 2 });
      // what a shell makes of "$10 a day" in double quotes
      const { stderr } = terminal.run(['limits', 'set', '0 a day']);
      assert.match(stderr, /The shell replaces that: use single ones, or USD\.$/m);
      assert.doesNotMatch(terminal.run(['limits', 'set', '10 bananas a day']).stderr, /shell/);
      assert.doesNotMatch(terminal.run(['limits', 'set', '5 cu']).stderr, /shell/);
    });

    it('stand in columns, whatever their names, with an amount as it was set', () => {
      terminal.json(['limits', 'set', '9.999 USD a day for re"v\\x']);
      terminal.json(['limits', 'set', '5k output tokens an hour for 审查']);
      const { stdout } = terminal.run(['limits']);
      assert.match(stdout, /\$0\.000 of \$9\.999 a day for "re"v\\\\x" used, \$9\.999 left\.$/m);
      assert.match(stdout, /^day {25}\$0\.00 of/m);
      assert.match(stdout, /^outputTokens hour for 审查 {2}0 output tokens of 5,000/m);
    });
  });

  it('notes beside every answer what is wrong with the store', () => {
    const store = join(terminal.folder, 'kept');
    const at = ['--store', store];
    terminal.json(['limits', 'set', '5 USD a day', ...at]);
    for (const name of ['ledger.json', 'ledger.good.json']) writeFileSync(join(store, name), '{"torn');
    for (const args of [['limits'], ['predict', '--task', 'x'], ['report'], ['history', 'status']]) {
      const { status, stderr } = terminal.run([...args, ...at]);
      assert.equal(status, 0);
      assert.match(stderr, /^.*ledger\.json is damaged\. What can be told from the records is kept\.\n$/);
    }
  });

  describe('history', () => {
    it('is exported and taken by another store, and cleared only on demand', () => {
      for (const id of ['a', 'b'])
        terminal.json(['record', '--task-id', id, '--used', '100', '--model', 'gpt-5', '--id', id]);
      const exported = terminal.json(['history', 'export', 'out.jsonl']) as { records: number };
      assert.equal(exported.records, 2);
      const other = ['--store', 'other-store'];
      const added = terminal.json(['import', '--from', 'export', 'out.jsonl', ...other]) as { added: number };
      assert.equal(added.added, 2);
      assert.equal((terminal.json(['history', ...other]) as LedgerStatus).records, 2);
      assert.equal(records(), 2);
      terminal.json(['limits', 'set', '$5 a day']);
      assert.equal(
        terminal.run(['history', 'clear', '--yes']).stdout,
        'The history is empty; limits stay.\n',
      );
      assert.equal(records(), 0);
      assert.equal(remaining('day'), 5_000_000);
      assert.equal((terminal.json(['history', 'status', ...other]) as LedgerStatus).records, 2);
    });

    it('gives a billing system the costs alone', () => {
      const record = ['record', '--task-id', 'a', '--used', '1000', '--id'];
      terminal.json([...record, 'r1', '--total', '10k', '--model', 'gpt-5', '--agent', '=x']);
      terminal.json([...record, 'r2']);
      assert.equal(terminal.run(['history', 'export', 'costs.csv', '--costs', 'csv']).status, 0);
      const [head, first, second] = readFileSync(join(terminal.folder, 'costs.csv'), 'utf8').split('\r\n');
      assert.match(head ?? '', /^id,taskId,at,model,.*,costMicroUsd$/);
      // gpt-5: 9000 × $1.25 + 1000 × $10 per million; the quote keeps a sheet from running the name
      assert.match(first ?? '', /^r1,a,[^,]+,gpt-5,'=x,.*,1000,10000,21250$/);
      assert.match(second ?? '', /^r2,a,.*,1000,,$/, 'an unknown price is empty, never 0');
    });

    it('belongs to the workspace, wherever in it one is', () => {
      terminal.json(['record', '--task-id', 'a', '--used', '100']);
      const status = terminal.json(['history', 'status', '--workspace', '.']) as LedgerStatus;
      assert.equal(status.records, 1);
      assert.ok(status.oldest !== null && status.oldest === status.newest);
      assert.equal((terminal.json(['history', 'status', '--workspace', '..']) as LedgerStatus).records, 0);
      assert.match(terminal.run(['history']).stdout, /\n1 task, from \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\n$/);
    });

    it('is refused where it cannot be written', () => {
      terminal.json(['record', '--task-id', 'a', '--used', '100']);
      assert.deepEqual(terminal.refusal(['history', 'export', 'gone/out.jsonl']), {
        code: 'write_failed',
        status: 5,
      });
    });
  });
});
