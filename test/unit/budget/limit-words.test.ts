import assert from 'node:assert/strict';
import fc from 'fast-check';
import { limitText, standingText } from '../../../src/core/budget/ledger/limit-text.ts';
import { readLimit, readLimitWords } from '../../../src/core/budget/ledger/read-limit.ts';
import { standings } from '../../../src/core/budget/ledger/room.ts';
import { DEFAULT_LIMITS } from '../../../src/core/budget/ledger/default-limits.ts';
import { amountsText, amountText } from '../../../src/core/facts/amount-text.ts';
import { LIMIT_PERIODS } from '../../../src/core/facts/limit.ts';
import {
  after,
  asking,
  codeOf,
  ledgerWith,
  limit,
  NOW,
  TWENTY_A_DAY,
  value,
  withUsage,
} from './ledger-steps.ts';

const BERLIN = 'Europe/Berlin';

describe('an amount in words', () => {
  it('is exact, in the unit people use', () => {
    assert.deepEqual(
      [850, 300, 100, 1478].map((amount) => amountText('computeUnits', amount)),
      ['8.5 compute units', '3 compute units', '1 compute unit', '14.78 compute units'],
    );
    assert.deepEqual(
      [0, 10_000_000, 1_204_500_000, 400_000, 3400, 1].map((amount) => amountText('microUsd', amount)),
      ['$0.00', '$10.00', '$1,204.50', '$0.40', '$0.0034', '$0.000001'],
    );
    assert.deepEqual(
      [amountText('outputTokens', 9350), amountText('outputTokens', 1), amountText('contextTokens', 1)],
      ['9,350 output tokens', '1 output token', '1 context token'],
    );
    assert.deepEqual(
      [9_999_000, 0, 10_000_000, 12].map((amount) => amountText('microUsd', amount, 9_999_000)),
      ['$9.999', '$0.000', '$10.000', '$0.000012'],
    );
    assert.throws(() => amountText('euros' as 'microUsd', 1), RangeError);
  });

  it('of several units names each that is there', () => {
    assert.equal(
      amountsText({ microUsd: 1_500_000, outputTokens: 9350, computeUnits: 0 }),
      '9,350 output tokens, $1.50',
    );
    assert.equal(amountsText({}), 'nothing');
  });
});

describe('a limit in words', () => {
  const text = (more: object) => limitText(ledgerWith(limit('a', 2000, more)).limits[0] ?? assert.fail());

  it('says amount, period, zone and whose it is', () => {
    assert.equal(text({}), '20 compute units a day');
    assert.equal(text({ period: 'week', timeZone: BERLIN }), '20 compute units a week (Europe/Berlin)');
    assert.equal(text({ period: 'total', timeZone: BERLIN }), '20 compute units in total');
    assert.equal(text({ scope: { tenant: 'a "b"' } }), '20 compute units a day for "a "b""');
    assert.equal(text({ scope: { tenant: '' } }), '20 compute units a day for work without a name');
    assert.equal(text({ unit: 'microUsd', amount: 9_999_000 }), '$9.999 a day');
    assert.deepEqual(DEFAULT_LIMITS.map(limitText), ['$10.00 a day', '$250.00 a month']);
  });

  it('says how it stands', () => {
    const used = withUsage(TWENTY_A_DAY, '1', 620);
    const told = (ledger: typeof used) => standings(ledger, NOW).map(standingText);
    assert.deepEqual(told(used), [
      '6.2 compute units of 20 compute units a day used, 13.8 compute units left.',
    ]);
    assert.deepEqual(told(after(used, asking('2', 300))), [
      '6.2 compute units of 20 compute units a day used, 3 compute units reserved, 10.8 compute units left.',
    ]);
  });

  it('is read as people type it', () => {
    const read = (words: string) => {
      const { unit, amount, period, scope } = value(readLimitWords(words, BERLIN));
      return [unit, amount, period, scope];
    };
    assert.deepEqual(read('$10 a day'), ['microUsd', 10_000_000, 'day', 'workspace']);
    assert.deepEqual(read('  10.50 USD per month '), ['microUsd', 10_500_000, 'month', 'workspace']);
    assert.deepEqual(read('$1,200/month'), ['microUsd', 1_200_000_000, 'month', 'workspace']);
    assert.deepEqual(read('20 compute units a week'), ['computeUnits', 2000, 'week', 'workspace']);
    assert.deepEqual(read('8.5 cu / hour'), ['computeUnits', 850, 'hour', 'workspace']);
    assert.deepEqual(read('200k output tokens per day'), ['outputTokens', 200_000, 'day', 'workspace']);
    assert.deepEqual(read('24 000 tokens an hour'), ['outputTokens', 24_000, 'hour', 'workspace']);
    assert.deepEqual(read('1.5M context tokens a month'), ['contextTokens', 1_500_000, 'month', 'workspace']);
    assert.deepEqual(read('$50 in total for code reviewer'), [
      'microUsd',
      50_000_000,
      'total',
      { tenant: 'code reviewer' },
    ]);
    const tenantOf = (name: string) => read(`$50 in total for ${name}`)[3];
    assert.deepEqual(tenantOf('"code reviewer"'), { tenant: 'code reviewer' });
    assert.deepEqual(tenantOf("'code reviewer'"), { tenant: 'code reviewer' });
    assert.deepEqual(tenantOf('"a" and "b"'), { tenant: '"a" and "b"' });
    assert.deepEqual(tenantOf('""'), { tenant: '""' });
    for (const wrong of [
      '',
      '10',
      '10 a day',
      '$0 a day',
      '$10',
      '$10 tokens a day',
      '-$5 a day',
      '5 euros a day',
      '$10 a year',
      '1e99999 cu a day',
      'a day',
    ]) {
      assert.equal(codeOf(readLimitWords(wrong, BERLIN)), 'invalid_limit', wrong);
    }
  });

  it('never throws, whatever is typed', () => {
    const piece = fc.constantFrom(
      '$',
      '10',
      'k',
      ' ',
      'a',
      'day',
      'cu',
      '/',
      ',',
      '.',
      'for',
      'x',
      '999999999999',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
        ),
        (words) => {
          const read = readLimitWords(words, BERLIN);
          if (read.ok) assert.ok(Number.isSafeInteger(read.value.amount) && read.value.amount > 0);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a limit from settings or flags', () => {
  it('is in the units people use, and replaces the default one of its kind', () => {
    const day = value(readLimit({ unit: 'usd', amount: 4.2, period: 'day' }, BERLIN));
    assert.deepEqual(day, {
      id: 'day',
      unit: 'microUsd',
      amount: 4_200_000,
      period: 'day',
      timeZone: 'utc',
      scope: 'workspace',
      warnShare: 0.8,
    });
    const own = {
      id: 'mine',
      unit: 'computeUnits',
      amount: 20,
      period: 'week',
      timeZone: 'local',
      tenant: 'a',
      warnShare: null,
    };
    assert.deepEqual(value(readLimit(own, BERLIN)), {
      id: 'mine',
      unit: 'computeUnits',
      amount: 2000,
      period: 'week',
      timeZone: BERLIN,
      scope: { tenant: 'a' },
      warnShare: null,
    });
  });

  it('has an id that tells its unit, period and tenant apart from every other', () => {
    const units = ['usd', 'computeUnits', 'outputTokens', 'contextTokens'];
    const tenants = [undefined, '', 'a', 'b'];
    const ids = units.flatMap((unit) =>
      LIMIT_PERIODS.flatMap((period) =>
        tenants.map((tenant) => value(readLimit({ unit, amount: 1, period, tenant }, BERLIN)).id),
      ),
    );
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(
      DEFAULT_LIMITS.map(({ id }) => id),
      ['day', 'month'],
    );
  });

  it('is refused with the field that is wrong', () => {
    const right = { unit: 'usd', amount: 10, period: 'day' };
    const wrongs: readonly (readonly [object, string])[] = [
      [{ unit: 'microUsd' }, 'unit'],
      [{ unit: 'toString' }, 'unit'],
      [{ amount: 0 }, 'amount'],
      [{ amount: '10' }, 'amount'],
      [{ amount: 1e-7 }, 'amount'],
      [{ amount: 1e300 }, 'amount'],
      [{ unit: 'computeUnits', amount: 0.001 }, 'amount'],
      [{ period: 'year' }, 'period'],
      [{ tenant: 3 }, 'tenant'],
      [{ timeZone: 'Mars' }, 'timeZone'],
      [{ warnShare: 2 }, 'warnShare'],
      [{ id: ' ' }, 'id'],
    ];
    for (const [wrong, field] of wrongs) {
      const read = readLimit({ ...right, ...wrong }, BERLIN);
      assert.ok(!read.ok);
      assert.deepEqual([read.error.code, read.error.details], ['invalid_limit', { field }]);
    }
    assert.equal(codeOf(readLimit(10, BERLIN)), 'invalid_limit');
  });
});
