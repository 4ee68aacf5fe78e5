import { hashKey, type HashKey } from '../../src/core/budget/predict/keyed-hash.ts';
import { textFeatures } from '../../src/core/budget/predict/text-features.ts';
import { describeTask } from '../../src/core/task/describe.ts';
import { outcomeEntry, type OutcomeEntry } from '../../src/node/store/workspace-record.ts';

const NOW = Date.UTC(2026, 10, 21);
const WORDS = 100;
const VOCABULARY = 8_000;

export const BENCH_SALT = '0123456789abcdef'.repeat(4);
export const BENCH_KEY = hashKey(BENCH_SALT);

/** Some 100 words: a few often, most rarely. */
export function madeText(chance: () => number): string {
  return Array.from({ length: WORDS }, () => `word${Math.floor(chance() ** 3 * VOCABULARY)}`).join(' ');
}

/** As a prompt of some 100 words leaves it: 2 to 4 KB, most of it hashed terms (spec P7). */
export function madeOutcome(n: number, chance: () => number, key: HashKey = BENCH_KEY): OutcomeEntry {
  const text = madeText(chance);
  const used = 1 + Math.floor(Math.exp(6 + 4 * chance()));
  return outcomeEntry({
    id: `bench:${n}`,
    taskId: `task ${n}`,
    at: NOW + n * 60_000,
    characteristics: describeTask({ description: text }).characteristics,
    prediction: null,
    budgetAllocated: null,
    budgetUsed: used,
    totalTokens: used * 20,
    thinkingTokens: null,
    outcome: { success: true, quality: null, completedInTime: true, requiredReflection: null },
    features: textFeatures(text, { session: `session ${Math.floor(n / 10)}`, turn: n % 10 }, key),
    agent: 'bench',
    model: 'some-model',
    costMicroUsd: null,
  });
}
