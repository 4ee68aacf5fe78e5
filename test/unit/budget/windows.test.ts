import assert from 'node:assert/strict';
import fc from 'fast-check';
import { catchUp } from '../../../src/core/budget/ledger/catch-up.ts';
import {
  checkStoredLedger,
  LEDGER_VERSION,
  NEW_LEDGER,
} from '../../../src/core/budget/ledger/check-stored-ledger.ts';
import { DEFAULT_LIMITS } from '../../../src/core/budget/ledger/default-limits.ts';
import {
  EMPTY_LEDGER,
  type Ledger,
  openLedger,
  type StoredLedger,
  storedLedger,
} from '../../../src/core/budget/ledger/ledger.ts';
import { trackUsage } from '../../../src/core/budget/ledger/ledger-changes.ts';
import { reserve } from '../../../src/core/budget/ledger/reserve.ts';
import { asked, standings } from '../../../src/core/budget/ledger/room.ts';
import { commit, release } from '../../../src/core/budget/ledger/settle-reservation.ts';
import {
  foldUsage,
  LEAST_USAGE_RETENTION_DAYS,
  rebuiltLedger,
  RETENTION_DAYS,
} from '../../../src/core/budget/ledger/usage-fold.ts';
import { settle } from '../../../src/core/budget/ledger/usage-totals.ts';
import { isWithin } from '../../../src/core/budget/ledger/calendar-period.ts';
import type { LedgerRecord, Reservation } from '../../../src/core/facts/ledger-record.ts';
import {
  after,
  asking,
  codeOf,
  DAY,
  inFile,
  ledgerWith,
  limit,
  MINUTE,
  NOW,
  remaining,
  TWENTY_A_DAY,
  value,
} from './ledger-steps.ts';

/** A workspace as its windows share it: the ledger's file, the records, and what each window has read of them. */
interface Workspace {
  readonly file: StoredLedger;
  readonly records: readonly LedgerRecord[];
  readonly windows: readonly { readonly ledger: Ledger; readonly read: number }[];
  readonly now: number;
  /** Every reservation that a window was granted and saved, whatever the file says of it since. */
  readonly granted: ReadonlyMap<string, Reservation>;
  /** Those that were released, and saved as such. */
  readonly released: ReadonlySet<string>;
}

interface Step {
  readonly kind: 'reserve' | 'commit' | 'release' | 'look' | 'settle' | 'restart';
  readonly window: number;
  readonly which: number;
  readonly amount: number;
  readonly share: number;
  readonly wait: boolean;
  /** The process ends after it appended the record, before it saves the ledger. */
  readonly dies: boolean;
  readonly pause: number;
}

const STEP: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    'reserve',
    'reserve',
    'reserve',
    'commit',
    'commit',
    'release',
    'look',
    'settle',
    'restart',
  ),
  window: fc.nat(2),
  which: fc.nat(30),
  amount: fc.integer({ min: 1, max: 900 }),
  share: fc.constantFrom(0, 0.4, 1),
  wait: fc.boolean(),
  dies: fc.nat(5).map((n) => n === 0),
  pause: fc.constantFrom(0, 0, 1, 7, 20, 400, 5000),
});

const LIMITS = [limit('day', 1500), limit('month', 6000, { period: 'month', timeZone: 'Europe/Berlin' })];
const NO_WINDOW = { ledger: EMPTY_LEDGER, read: 0 };

/** One operation of one window, under the lock: it catches up, acts, appends, and saves. */
function afterStep(before: Workspace, step: Step, at: number): Workspace {
  const now = before.now + step.pause * MINUTE;
  const own = before.windows[step.window] ?? NO_WINDOW;
  const { ledger: known } = catchUp(own.ledger, before.file, before.records.slice(own.read), now);
  const mine = known.reservations.filter(({ state }) => state === 'open');
  const some = mine[step.which % Math.max(1, mine.length)];
  let ledger = known;
  let { records } = before;
  if (step.kind === 'reserve') {
    const reserved = reserve(known, asking(`r${at}`, step.amount, { now, wait: step.wait }));
    if (reserved.ok) ({ ledger } = reserved.value);
  } else if (step.kind === 'commit' && some !== undefined) {
    const used = Math.floor((some.amounts.computeUnits ?? 0) * step.share);
    const committed = value(commit(known, some.id, { computeUnits: used }, now));
    ({ ledger } = committed);
    records = [...records, committed.record];
  } else if (step.kind === 'release' && some !== undefined)
    ({ ledger } = value(release(known, some.id, now)));
  else if (step.kind === 'settle') ledger = Object.freeze({ ...known, usage: settle(known.usage, now) });
  const died = step.dies || step.kind === 'restart';
  const windows = before.windows.map((window, index) =>
    index === step.window ? (died ? NO_WINDOW : { ledger, read: records.length }) : window,
  );
  if (died) return { ...before, records, windows, now };
  const open = ledger.reservations.filter(({ state }) => state === 'open');
  const released = step.kind === 'release' && some !== undefined ? [some.id] : [];
  return {
    // What is saved went through JSON and its check.
    file: value(checkStoredLedger(inFile(ledger))),
    records,
    windows,
    now,
    granted: new Map([...before.granted, ...open.map((each) => [each.id, each] as const)]),
    released: new Set([...before.released, ...released]),
  };
}

function run(steps: readonly Step[], seen: (workspace: Workspace) => void = () => {}): Workspace {
  const file = storedLedger(ledgerWith(...LIMITS));
  const windows = [NO_WINDOW, NO_WINDOW, NO_WINDOW];
  let workspace: Workspace = {
    file,
    records: [],
    windows,
    now: NOW,
    granted: new Map(),
    released: new Set(),
  };
  steps.forEach((step, at) => {
    workspace = afterStep(workspace, step, at);
    seen(workspace);
  });
  return workspace;
}

describe('the windows of a workspace', () => {
  it('C14.6 together never exceed a limit in any period, whoever ends in the middle of a step', () => {
    fc.assert(
      fc.property(fc.array(STEP, { minLength: 5, maxLength: 30 }), (steps) => {
        run(steps, ({ file, records, now, granted, released }) => {
          // Not by the ledger's own sums: who was granted what and still holds it, and entry by entry what was used.
          const used = new Set(
            records.flatMap((record) => (record.kind === 'usage' ? (record.reservationId ?? []) : [])),
          );
          const held = [...granted.values()].filter(
            ({ id, at, ttlMs }) => !used.has(id) && !released.has(id) && now - at <= ttlMs,
          );
          for (const instant of new Set([now, ...held.map((reservation) => reservation.at)])) {
            for (const { limit: each, period } of standings(openLedger(file, []), instant)) {
              let sum = 0;
              for (const { at, tenant, amounts } of held) {
                if (isWithin(period, at)) sum += asked(each, tenant, amounts);
              }
              for (const record of records) {
                if (record.kind === 'usage' && !record.late && isWithin(period, record.periodAt))
                  sum += asked(each, record.tenant, record.amounts);
              }
              assert.ok(sum <= each.amount, `${each.id}: ${sum} of ${each.amount}`);
            }
          }
        });
      }),
      { numRuns: 100 },
    );
  });

  it('C14.9 show the same to every process, whether it was there or begins now', () => {
    fc.assert(
      fc.property(fc.array(STEP, { minLength: 1, maxLength: 30 }), (steps) => {
        const { file, records, windows, now } = run(steps);
        const shown = (ledger: Ledger) =>
          standings(catchUp({ ...ledger, waiting: [] }, file, records, now).ledger, now);
        const fresh = shown(openLedger(file, records));
        // A new process needs the records from the checkpoint on, and no earlier ones.
        const since = records.filter(({ at }) => at >= file.checkpoint.settledBefore);
        assert.deepEqual(shown(openLedger(file, since)), fresh);
        for (const { ledger } of windows) assert.deepEqual(shown(ledger), fresh);
      }),
      { numRuns: 100 },
    );
  });

  it('grant what waits in one when another makes room', () => {
    let file = storedLedger(TWENTY_A_DAY);
    const one = after(catchUp(EMPTY_LEDGER, file, [], NOW).ledger, asking('1', 1500));
    file = storedLedger(one);
    const other = after(catchUp(EMPTY_LEDGER, file, [], NOW).ledger, asking('2', 1000, { wait: true }));
    const done = value(commit(one, '1', { computeUnits: 900 }, NOW));
    const { left, ledger } = catchUp(other, storedLedger(done.ledger), [done.record], NOW);
    assert.deepEqual(
      left.map(({ as, id }) => [as, id]),
      [['granted', '2']],
    );
    assert.deepEqual(remaining(ledger), [100]);
  });
});

describe('the file of the ledger', () => {
  it('of a new workspace has the default limits and nothing else', () => {
    assert.deepEqual(value(checkStoredLedger(JSON.parse(JSON.stringify(NEW_LEDGER)))), NEW_LEDGER);
    assert.deepEqual([NEW_LEDGER.limits, NEW_LEDGER.reservations, LEDGER_VERSION], [DEFAULT_LIMITS, [], 1]);
  });

  it('comes back as it was, its limits by id', () => {
    const ledger = after(ledgerWith(limit('b', 2000), limit('a', 900)), asking('1', 500));
    const stored = inFile(ledger);
    assert.deepEqual(value(checkStoredLedger(stored)), storedLedger(ledger));
    const turned = { ...stored, limits: stored.limits.toReversed() };
    assert.deepEqual(value(checkStoredLedger(turned)).limits, ledger.limits);
    const { raised: _raised, ...earlier } = stored;
    assert.deepEqual(value(checkStoredLedger(earlier)).raised, []);
  });

  it('is refused as a whole when a part of it is wrong', () => {
    const right = inFile(after(ledgerWith(limit('a', 900)), asking('1', 500)));
    for (const wrong of [
      { limits: null },
      { limits: [{ ...right.limits[0], amount: -1 }] },
      { limits: [right.limits[0], right.limits[0]] },
      { reservations: {} },
      { reservations: [{ ...right.reservations[0], state: 'lost' }] },
      { reservations: [right.reservations[0], right.reservations[0]] },
      { checkpoint: null },
      { raised: 'all' },
      { raised: [3] },
    ]) {
      assert.equal(codeOf(checkStoredLedger({ ...right, ...wrong })), 'invalid_ledger');
    }
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        assert.equal(codeOf(checkStoredLedger(json)), 'invalid_ledger');
      }),
      { numRuns: 200 },
    );
  });
});

describe('a ledger that was lost', () => {
  const AGES = fc.array(
    fc.record({
      age: fc.integer({ min: 0, max: 600 }),
      tenant: fc.constantFrom('', 'a'),
      amount: fc.nat(50),
      reset: fc.nat(20).map((n) => n === 0),
    }),
    { maxLength: 40 },
  );
  const TOTALS = [
    limit('day', 9e6),
    limit('month', 9e6, { period: 'month' }),
    limit('total', 9e6, { period: 'total' }),
    limit('a', 9e6, { period: 'total', scope: { tenant: 'a' } }),
  ];

  it('C14.9 has the same totals when it is told from the records, the pruned ones too', () => {
    fc.assert(
      fc.property(AGES, fc.integer({ min: LEAST_USAGE_RETENTION_DAYS, max: 400 }), (ages, kept) => {
        const records = ages
          .toSorted((a, b) => b.age - a.age)
          .map(({ age, tenant, amount, reset }, index): LedgerRecord => {
            const at = NOW - age * DAY;
            if (reset) return { kind: 'reset', id: `${index}`, at, scope: { tenant } };
            const usage = { id: `${index}`, tenant, amounts: { computeUnits: amount } };
            return value(trackUsage(EMPTY_LEDGER, usage, at)).record;
          });
        const pruned = records.filter(({ at }) => at < NOW - kept * DAY);
        const left = records.slice(pruned.length);
        // As the store keeps it: through JSON, record after record.
        const folded = pruned.reduce<unknown>(
          (state, record) => JSON.parse(JSON.stringify(foldUsage(state, record))),
          null,
        );
        const fresh = storedLedger(ledgerWith(...TOTALS));
        const told = openLedger(rebuiltLedger(fresh, folded), left);
        assert.deepEqual(standings(told, NOW), standings(openLedger(fresh, records), NOW));
      }),
      { numRuns: 200 },
    );
  });

  it('begins anew where nothing was pruned, or what stood for it is damaged', () => {
    for (const folded of [null, undefined, 3, { buckets: 'all' }])
      assert.equal(rebuiltLedger(NEW_LEDGER, folded), NEW_LEDGER);
    assert.deepEqual(RETENTION_DAYS, { outcome: 365, usage: 365, reset: 365, metric: 90 });
  });
});
