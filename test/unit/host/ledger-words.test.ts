import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readLimitWords } from '../../../src/core/budget/ledger/read-limit.ts';
import { LIMIT_PERIODS, type Limit } from '../../../src/core/facts/limit.ts';
import { UNITS } from '../../../src/core/facts/amounts.ts';
import { importDetails, importSentence } from '../../../src/host/import-words.ts';
import { limitRows, tenantsOf } from '../../../src/host/limit-rows.ts';
import { ANSWERS, typedTokens } from '../../../src/host/outcome-answers.ts';
import { notification, shownAlert } from '../../../src/host/shown-alert.ts';
import type { Alert, ImportSummary, UseAlert } from '../../../src/protocol/ledger.ts';
import { MONEY_A_DAY, SNAPSHOT, standing } from '../../webview/ledger-states.ts';

describe('host: the list of limits', () => {
  const { standings } = SNAPSHOT;

  it('shows how they stand, and a sign where something is to be done', () => {
    const rows = limitRows([standing(MONEY_A_DAY, 10_000_000, 'reached')], '');
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['$(error) $10.00 a day', 'New limit…'],
    );
    assert.equal(rows[0]?.description, '$10.00 used, $0.00 left');
    assert.deepEqual(rows[1]?.edit, { id: null, words: '' });
  });

  it('takes what is typed as soon as it is a limit, and says what is missing before', () => {
    const [wrong] = limitRows(standings, '$5');
    assert.match(wrong?.label ?? '', /period/);
    assert.equal(wrong?.set, undefined);
    const [right] = limitRows(standings, ' 200k output tokens a week ');
    assert.equal(right?.label, 'Limit 200,000 output tokens a week');
    assert.deepEqual(right?.set, { limit: '200k output tokens a week', id: null });
  });

  it('offers every limit in words that can be typed again', () => {
    const limits = fc.record({
      unit: fc.constantFrom(...UNITS),
      amount: fc.integer({ min: 1, max: 1_000_000_000 }),
      period: fc.constantFrom(...LIMIT_PERIODS),
      tenant: fc.constantFrom(null, 'reviewer', 'team a'),
    });
    fc.assert(
      fc.property(limits, ({ unit, amount, period, tenant }) => {
        const scope = tenant === null ? ('workspace' as const) : { tenant };
        const limit: Limit = { ...MONEY_A_DAY, id: 'one', unit, amount, period, scope };
        const words = limitRows([standing(limit, 0)], '')[0]?.edit?.words ?? '';
        const read = readLimitWords(words, 'UTC');
        assert.ok(read.ok, words);
        const again = [read.value.unit, read.value.period, read.value.scope];
        assert.deepEqual(again, [unit, period, scope]);
        // Money is said to the cent, or to the digits that say something.
        assert.ok(Math.abs(read.value.amount - amount) <= (unit === 'microUsd' ? 5000 : 0), words);
      }),
    );
  });

  it('names whose usage can be reset', () => {
    const of = (tenant: string) => standing({ ...MONEY_A_DAY, scope: { tenant } }, 0);
    assert.deepEqual(tenantsOf([...standings, of('b'), of('a'), of('b')]), ['a', 'b']);
  });
});

describe('host: the outcome of a task', () => {
  it('is typed as tokens, in figures of any kind', () => {
    const read = (text: string) => {
      const parsed = typedTokens(text, 'en');
      return parsed.ok ? parsed.value : parsed.error.code;
    };
    assert.deepEqual(
      ['4200', '4,200', '4.200', '4 200', '4.2k', '4,2k', '0', '1.3M', '900 tokens'].map(read),
      [4200, 4200, 4200, 4200, 4200, 4200, 0, 1_300_000, 900],
    );
    for (const wrong of ['', 'many', '-5', '4.25', '4.2.3k', '999999M'])
      assert.equal(read(wrong), 'invalid_budget_used', wrong);
  });

  it('is good, so-so, bad, or not said: only what was said counts', () => {
    assert.deepEqual(
      ANSWERS.map(({ label, success }) => [label, success]),
      [
        ['Good', true],
        ['So-so', true],
        ['Bad', false],
        ['I Cannot Say', null],
      ],
    );
  });
});

describe('host: what was imported', () => {
  const summary: ImportSummary = {
    files: 12,
    added: 212,
    known: 34,
    refused: 2,
    reasons: { 'no usage in it': 2 },
    outputTokens: 1_310_000,
    totalTokens: 90_000_000,
    notes: ['Two sessions go on in other files.'],
  };

  it('is said in a sentence', () => {
    assert.equal(
      importSentence(summary, 'en'),
      '212 tasks added (1.3M output tokens), 34 known already, 2 set aside.',
    );
    const none = { ...summary, added: 0, known: 0, refused: 0 };
    assert.equal(importSentence(none, 'en'), 'There is nothing to import in these logs.');
    assert.equal(importSentence({ ...none, files: 0 }, 'en'), 'There are no logs to import.');
    assert.equal(
      importSentence({ ...summary, added: 0, refused: 0 }, 'en'),
      'Nothing new, 34 known already.',
    );
    assert.match(importSentence({ ...summary, added: 1 }, 'en'), /^1 task added/);
  });

  it('has details only where there is more to say', () => {
    assert.match(importDetails(summary, 'en') ?? '', /- 2 × no usage in it[^]*- Two sessions/);
    assert.equal(importDetails({ ...summary, reasons: {}, notes: [] }, 'en'), null);
  });
});

describe('host: alerts', () => {
  const use = (at: number, severity: UseAlert['severity'] = 'warning'): UseAlert => ({
    type: 'over_allocation',
    severity,
    taskId: 't',
    message: `Used ${at} tokens.`,
    action: 'Look.',
    at,
    data: {},
  });
  const limit = { ...use(9), type: 'limit_reached', severity: 'critical' } as unknown as Alert;
  const day = 24 * 60 * 60 * 1000;

  it('are shown one at a time: the newest warning of a day that was not dismissed', () => {
    const alerts = [limit, use(8, 'info'), use(7), use(5)];
    assert.equal(shownAlert(alerts, 0, 10)?.at, 7);
    assert.equal(shownAlert(alerts, 0, 10)?.message, 'A recorded task used 7 tokens.');
    assert.equal(shownAlert(alerts, 7, 10), null);
    assert.equal(shownAlert(alerts, 0, 8 + day), null);
    assert.equal(shownAlert([], 0, 10), null);
  });

  it('that were raised together make one notification, of the worst', () => {
    assert.equal(notification([use(1, 'info')]), null);
    assert.deepEqual(notification([use(1)]), {
      text: 'A recorded task used 1 tokens. Look.',
      isError: false,
      aboutLimit: false,
    });
    const both = notification([use(1), limit]);
    assert.ok(both?.isError && both.aboutLimit);
    assert.match(both.text, /\(1 more in the report\.\)$/);
  });
});
