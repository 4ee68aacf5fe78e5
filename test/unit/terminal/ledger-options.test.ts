import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf } from '../../../src/terminal/exit-code.ts';
import { readOwnConfig } from '../../../src/terminal/own-config.ts';
import { ownSettingsOf } from '../../../src/terminal/own-settings.ts';
import { columnsText } from '../../../src/terminal/text-columns.ts';
import { typedInstant } from '../../../src/terminal/typed-date.ts';
import { typedLimit } from '../../../src/terminal/typed-limit.ts';
import { usageFailure } from '../../../src/terminal/usage-failure.ts';
import { folderOf, remove } from '../engine/running-engine.ts';

describe('a date at the terminal', () => {
  const NOW = new Date(2026, 10, 20, 14, 30).getTime();
  const at = (typed: string): number | string => {
    const read = typedInstant('--since', typed, NOW);
    return read.ok ? read.value : read.error.code;
  };

  it('is a day by the clock on the wall, a time, or so long ago', () => {
    assert.equal(at('today'), new Date(2026, 10, 20).getTime());
    assert.equal(at(' Yesterday '), new Date(2026, 10, 19).getTime());
    assert.equal(at('2026-02-28'), new Date(2026, 1, 28).getTime());
    assert.equal(at('2026-02-28T10:00'), new Date(2026, 1, 28, 10).getTime());
    assert.equal(at('2026-02-28T10:00:00.500Z'), Date.UTC(2026, 1, 28, 10, 0, 0, 500));
    assert.equal(at('2026-02-28T10:00+02:00'), Date.UTC(2026, 1, 28, 8));
    assert.deepEqual(
      ['12h', '7d', '2w', '0d'].map((typed) => NOW - Number(at(typed))),
      [12, 7 * 24, 14 * 24, 0].map((hours) => hours * 3_600_000),
    );
  });

  for (const typed of [
    '',
    'soon',
    '7',
    '-7d',
    '2026',
    '2026-13-01',
    '2026-02-30',
    '20.11.2026',
    '2026-11-20T25:00',
  ])
    it(`is not ${JSON.stringify(typed)}`, () => {
      const read = typedInstant('--until', typed, NOW);
      assert.ok(!read.ok);
      assert.equal(read.error.code, 'invalid_option');
      assert.match(read.error.message, /^--until ".*" is no date\. Type one such as 2026-11-20/);
    });
});

describe('a limit at the terminal', () => {
  const limit = (...parameters: Parameters<typeof typedLimit>): unknown => {
    const read = typedLimit(...parameters);
    return read.ok ? read.value : read.error.code;
  };

  it('is words, with or without quotes', () => {
    assert.equal(limit(['$10 a day'], {}), '$10 a day');
    assert.equal(limit(['10', 'USD', 'a', 'day'], {}), '10 USD a day');
  });

  it('is flags: unit, amount, period, and what narrows them', () => {
    assert.deepEqual(limit([], { unit: 'usd', amount: '$2.50', period: 'hour' }), {
      unit: 'usd',
      amount: 2.5,
      period: 'hour',
    });
    assert.deepEqual(
      limit([], {
        unit: 'output-tokens',
        amount: '200k',
        period: 'month',
        timeZone: 'local',
        warn: '75%',
        tenant: 'reviewer',
      }),
      {
        unit: 'outputTokens',
        amount: 200_000,
        period: 'month',
        timeZone: 'local',
        warnShare: 0.75,
        tenant: 'reviewer',
      },
    );
    const more = { unit: 'compute-units', amount: '20', period: 'total' };
    assert.deepEqual(limit([], { ...more, warn: false }), {
      unit: 'computeUnits',
      amount: 20,
      period: 'total',
      warnShare: null,
    });
  });

  it('is refused in both ways at once, and in neither', () => {
    assert.equal(limit(['$10 a day'], { tenant: 'x' }), 'invalid_option');
    for (const flags of [
      {},
      { unit: 'euro', amount: '10', period: 'day' },
      { unit: 'usd', amount: '0', period: 'day' },
      { unit: 'usd', period: 'day' },
      { unit: 'usd', amount: '10', period: 'year' },
      { unit: 'usd', amount: '10', period: 'day', warn: '0' },
      { unit: 'usd', amount: '10', period: 'day', warn: '80' },
    ])
      assert.equal(limit([], flags), 'invalid_limit', JSON.stringify(flags));
  });
});

describe('settings of predictions and the history', () => {
  let folder: string;
  beforeEach(() => {
    folder = folderOf({});
  });
  afterEach(() => remove(folder));

  const settings = async (config: unknown) => {
    writeFileSync(join(folder, '.contextbudget.json'), JSON.stringify(config));
    const read = await readOwnConfig(folder, undefined);
    assert.ok(read.ok);
    return ownSettingsOf(read.value, 'Europe/Berlin');
  };

  it('are those of the specification without a file', async () => {
    const read = await readOwnConfig(folder, undefined);
    assert.ok(read.ok);
    assert.deepEqual(ownSettingsOf(read.value, 'UTC'), {
      ok: true,
      value: {
        method: 'learned',
        budgetQuantile: 0.8,
        rolloutPercent: 100,
        retentionDays: 365,
        maxRecords: 10_000,
        keepText: false,
        levels: {},
        countImports: false,
        alertThresholds: null,
        globalLimit: null,
        localZone: 'UTC',
      },
    });
  });

  it('are taken from the file', async () => {
    const levels = { careful: { numCandidates: 4 } };
    const read = await settings({
      compute: { levels, limit: 40 },
      alerts: { thresholds: { over: 0.6 } },
      limits: { countImports: true },
      prediction: { method: 'formula', budgetQuantile: 0.95, rolloutPercent: 0 },
      history: { retentionDays: null, maxRecords: 100, keepText: true },
    });
    assert.deepEqual(read.ok && read.value, {
      method: 'formula',
      budgetQuantile: 0.95,
      alertThresholds: { over: 0.6 },
      countImports: true,
      rolloutPercent: 0,
      retentionDays: null,
      maxRecords: 100,
      keepText: true,
      levels,
      globalLimit: 40,
      localZone: 'Europe/Berlin',
    });
  });

  for (const [field, config] of [
    ['prediction.method', { prediction: { method: 'guess' } }],
    ['prediction.budgetQuantile', { prediction: { budgetQuantile: 0.7 } }],
    ['prediction.rolloutPercent', { prediction: { rolloutPercent: 101 } }],
    ['history.retentionDays', { history: { retentionDays: 0 } }],
    ['history.maxRecords', { history: { maxRecords: '10' } }],
    ['history.keepText', { history: { keepText: 1 } }],
    ['compute', { compute: 5 }],
  ] as const)
    it(`are refused by the name of the field: ${field}`, async () => {
      const read = await settings(config);
      assert.ok(!read.ok);
      assert.equal(read.error.code, 'invalid_option');
      assert.ok(
        read.error.message.startsWith(`"${field}" in .contextbudget.json must be`),
        read.error.message,
      );
    });
});

describe('what the terminal says', () => {
  it('stands in columns, figures to the right', () => {
    assert.equal(
      columnsText(
        [
          ['a', 'limit', 'x'],
          ['100', 'l', ''],
        ],
        1,
      ),
      '  a  limit  x\n100  l\n',
    );
    assert.equal(columnsText([], 0), '');
  });

  it('points at the help of the inner command', () => {
    const wrong = { code: 'commander.unknownOption', message: "error: unknown option '--wran'" };
    const commands = ['limits set', 'limits', 'fit'];
    const of = (...argv: string[]) => usageFailure(wrong, argv, commands).message;
    assert.match(of('limits', 'set', '--wran'), /See context-budget limits set --help\.$/);
    assert.match(of('limits', '--wran'), /See context-budget limits --help\.$/);
    assert.match(of('fit', '--wran'), /See context-budget fit --help\.$/);
    assert.match(of('--wran'), /See context-budget --help\.$/);
  });

  it('has the exit code of what was refused', () => {
    assert.deepEqual(
      (['budget_exhausted', 'exceeds_limit', 'unknown_limit', 'invalid_mapping', 'store_newer'] as const).map(
        exitCodeOf,
      ),
      [3, 3, 2, 2, 5],
    );
  });
});
