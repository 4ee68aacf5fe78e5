import fc from 'fast-check';
import { type Characteristics, TASK_TYPES } from '../../../src/core/facts/characteristics.ts';
import type { BudgetRecord } from '../../../src/core/facts/outcome-record.ts';
import type { PromisedPrediction } from '../../../src/core/facts/prediction.ts';
import { ask } from '../../../src/core/budget/predict/ask.ts';
import type { AskedTask } from '../../../src/core/budget/predict/asked-task.ts';
import { hashKey } from '../../../src/core/budget/predict/keyed-hash.ts';
import { textFeatures } from '../../../src/core/budget/predict/text-features.ts';

export const KEY = hashKey('000102030405060708090a0b0c0d0e0f');
export const DAY = 86_400_000;

export const PLAIN: Characteristics = {
  complexity: 50,
  domain: ['general'],
  novelty: 0.5,
  uncertainty: 0.4,
  criticality: 0.5,
  taskType: 'code-generation',
  subtaskCount: 0,
  storyPoints: null,
  requiresCreativity: false,
  involvesArchitecture: false,
};

/** A record of a good task; what a test is about it says itself. */
export function recordWith(some: Partial<BudgetRecord> = {}): BudgetRecord {
  return {
    id: 'r1',
    taskId: 't1',
    at: 0,
    characteristics: PLAIN,
    prediction: null,
    budgetAllocated: null,
    budgetUsed: 4000,
    thinkingTokens: null,
    outcome: { success: true, quality: 90, completedInTime: true, requiredReflection: false },
    features: null,
    costMicroUsd: null,
    ...some,
  };
}

export function promisedWith(some: Partial<PromisedPrediction> = {}): PromisedPrediction {
  return {
    recommended: 5000,
    typical: 4000,
    interval: { low: 2000, high: 8000, level: 0.8, calibrated: true },
    quantiles: null,
    confidence: 0.5,
    method: 'heuristic',
    phases: { thinking: 1250, planning: 1000, execution: 2000, reflection: 750 },
    total: null,
    ...some,
  };
}

/** A task as a door would ask for it. */
export function askedWith(task: unknown, some: Partial<AskedTask> = {}): AskedTask {
  return { ...ask(task, {}, KEY, null), ...some };
}

const share = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);

export const anyCharacteristics: fc.Arbitrary<Characteristics> = fc.record(
  {
    complexity: fc.integer({ min: 0, max: 100 }),
    domain: fc.uniqueArray(fc.constantFrom('backend', 'frontend', 'testing', 'general', 'own'), {
      maxLength: 3,
    }),
    novelty: share,
    uncertainty: share,
    criticality: share,
    taskType: fc.constantFrom(...TASK_TYPES, 'unknown' as const),
    subtaskCount: fc.nat(9),
    storyPoints: fc.option(fc.nat(21)),
    requiresCreativity: fc.boolean(),
    involvesArchitecture: fc.boolean(),
  },
  { noNullPrototype: true },
);

const WORDS = [
  'fix',
  'add',
  'the',
  'parser',
  'login',
  'tests',
  'of',
  'a',
  'big',
  'table',
  '?',
  '- item',
  'src/a.ts',
];
export const anyText = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 30 })
  .map((words) => words.join(' '));

const tokens = fc.integer({ min: 0, max: 200_000 });

/** Records as a store gives them: each with its own id, ascending in time. */
export const anyRecords = (maxLength: number): fc.Arbitrary<readonly BudgetRecord[]> =>
  fc
    .array(
      fc.record({
        characteristics: anyCharacteristics,
        budgetUsed: tokens,
        more: tokens,
        allocated: fc.option(fc.integer({ min: 1, max: 50_000 })),
        success: fc.option(fc.boolean()),
        quality: fc.option(fc.nat(100)),
        cost: fc.option(fc.nat(5_000_000)),
        hours: fc.nat(80),
        model: fc.option(fc.constantFrom('m1', 'm2', 'm3')),
        agent: fc.option(fc.constantFrom('a1', 'a2')),
        method: fc.constantFrom('heuristic', 'history', 'learned', 'none'),
        text: anyText,
        thinking: fc.option(share),
      }),
      { maxLength },
    )
    .map((drawn) => {
      let at = 1_700_000_000_000;
      return drawn.map((one, i) => {
        at += one.hours * 3_600_000;
        const thinkingTokens = one.thinking === null ? null : Math.floor(one.thinking * one.budgetUsed);
        const { budgetUsed, method } = one;
        return recordWith({
          id: `r${i}`,
          taskId: `t${i % 7}`,
          at,
          characteristics: one.characteristics,
          prediction: method === 'none' ? null : promisedWith({ method: method as 'heuristic' }),
          budgetAllocated: one.allocated,
          budgetUsed,
          totalTokens: budgetUsed + one.more,
          thinkingTokens,
          ...(thinkingTokens === null ? {} : { activity: { edit: budgetUsed - thinkingTokens } }),
          outcome: {
            success: one.success,
            quality: one.quality,
            completedInTime: true,
            requiredReflection: one.quality === null ? null : one.quality < 85,
          },
          features: textFeatures(one.text, { session: `s${i % 3}`, turn: i % 5 }, KEY),
          costMicroUsd: one.cost,
          ...(one.model === null ? {} : { model: one.model }),
          ...(one.agent === null ? {} : { agent: one.agent }),
        });
      });
    });
