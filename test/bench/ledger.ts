/**
 * Speed of the ledger by the number of usage entries, and of describing a task at its largest.
 *
 * npm run bench:ledger
 */
import { catchUp } from '../../src/core/budget/ledger/catch-up.ts';
import { EMPTY_LEDGER, type Ledger, openLedger, storedLedger } from '../../src/core/budget/ledger/ledger.ts';
import { setLimit } from '../../src/core/budget/ledger/ledger-changes.ts';
import { reserve } from '../../src/core/budget/ledger/reserve.ts';
import { standings } from '../../src/core/budget/ledger/room.ts';
import { commit } from '../../src/core/budget/ledger/settle-reservation.ts';
import { settle } from '../../src/core/budget/ledger/usage-totals.ts';
import type { UsageEntry } from '../../src/core/facts/ledger-record.ts';
import type { Result } from '../../src/core/facts/result.ts';
import { describeTask } from '../../src/core/task/describe.ts';
import { difficultyOf } from '../../src/core/task/difficulty/difficulty.ts';

const NOW = Date.parse('2026-11-20T09:00Z');
const DAY = 86_400_000;
const ROUNDS = 300;

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function timed<T>(work: () => T): { readonly took: number; readonly value: T } {
  const began = performance.now();
  const value = work();
  return { took: performance.now() - began, value };
}

function percentile(values: readonly number[], percent: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0).toFixed(2);
}

function entries(count: number, days: number): readonly UsageEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const at = NOW - Math.floor((index / count) * days * DAY);
    const amounts = { microUsd: 10, outputTokens: 5, computeUnits: 300 };
    const known = { reservationId: null, reserved: null, level: null, requestId: null };
    const usage = { kind: 'usage', id: `usage:${index}`, at, periodAt: at, tenant: '', amounts } as const;
    return { ...usage, ...known, consented: false, late: false };
  });
}

function limited(): Ledger {
  const day = { id: 'day', unit: 'microUsd', amount: 1e12, period: 'day', timeZone: 'Europe/Berlin' };
  const month = { id: 'month', unit: 'outputTokens', amount: 1e12, period: 'month' };
  return [day, month].reduce<Ledger>(
    (ledger, limit) => must(setLimit(ledger, limit, NOW)).ledger,
    EMPTY_LEDGER,
  );
}

console.log(
  'entries  over days | open ms | settle ms | reserve + commit ms p50 p99 | standings ms p50 | file bytes',
);
for (const count of [1000, 10_000, 100_000]) {
  for (const days of [7, 365]) {
    const records = entries(count, days);
    const opened = timed(() => openLedger(storedLedger(limited()), records));
    const settled = timed(() => ({ ...opened.value, usage: settle(opened.value.usage, NOW) }));
    let ledger: Ledger = settled.value;
    const steps: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const now = NOW + round * 60_000;
      const { took, value } = timed(() => {
        const caught = catchUp(ledger, storedLedger(ledger), [], now).ledger;
        const held = must(reserve(caught, { id: `r${round}`, amounts: { microUsd: 100 }, now })).ledger;
        return must(commit(held, `r${round}`, { microUsd: 90 }, now)).ledger;
      });
      ledger = value;
      steps.push(took);
    }
    const shown = Array.from({ length: ROUNDS }, () => timed(() => standings(ledger, NOW)).took);
    const bytes = JSON.stringify(storedLedger(ledger)).length;
    const figures = [opened.took.toFixed(1), settled.took.toFixed(1)];
    console.log(
      `${String(count).padStart(7)} ${String(days).padStart(10)} | ${figures.join(' | ')} | ${percentile(steps, 50)} ${percentile(steps, 99)} | ${percentile(shown, 50)} | ${bytes}`,
    );
  }
}

/** The estimator's bound (spec C12). */
const LARGEST = 50_000;
const texts: Readonly<Record<string, string>> = {
  words: 'fix the login of userName and why '.repeat(LARGEST).slice(0, LARGEST),
  brackets: '('.repeat(LARGEST),
  'brackets and spaces': '( '.repeat(LARGEST / 2),
  spaces: `1${' '.repeat(LARGEST - 2)}x`,
  'one word': 'a'.repeat(LARGEST),
  camelCase: 'aB'.repeat(LARGEST / 2),
  underscores: '_'.repeat(LARGEST),
};
console.log('\n50,000 bytes of | describe ms | difficulty ms');
for (const [name, text] of Object.entries(texts)) {
  const described = timed(() => describeTask(text));
  const difficulty = timed(() => must(difficultyOf(described.value)));
  console.log(`${name} | ${described.took.toFixed(1)} | ${difficulty.took.toFixed(1)}`);
}
