import { isObject } from '../core/facts/json-value.ts';
import { fail, ok, type FailureCode, type Result } from '../core/facts/result.ts';
import { OUTCOME_OF_VERDICT, type Verdict, VERDICTS } from '../core/facts/verdict.ts';
import type { OutcomeReport } from '../protocol/ledger.ts';
import { parseTokens } from './fit-options.ts';
import { typedInstant } from './typed-date.ts';

/** What became of a task, by flags. */
export interface OutcomeFlags {
  readonly used?: string;
  readonly total?: string;
  readonly thinking?: string;
  readonly allocated?: string;
  readonly level?: string;
  readonly compute?: string;
  readonly good?: boolean;
  readonly soSo?: boolean;
  readonly bad?: boolean;
  readonly success?: boolean;
  readonly quality?: string;
  readonly model?: string;
  readonly agent?: string;
  readonly tenant?: string;
  readonly at?: string;
  readonly id?: string;
}

const BEST = 100;

/**
 * The report that flags make; the engine checks it again.
 *
 * Errors: `invalid_budget_used` and the like, by the flag.
 */
export function outcomeFromFlags(flags: OutcomeFlags, task: unknown, now: number): Result<OutcomeReport> {
  const used = amountOf('--used', flags.used, 'invalid_budget_used');
  if (!used.ok) return used;
  if (used.value === undefined)
    return fail('invalid_budget_used', 'Say how many output tokens the task took, such as --used 9350.');
  const total = amountOf('--total', flags.total, 'invalid_total_tokens');
  if (!total.ok) return total;
  const thinking = amountOf('--thinking', flags.thinking, 'invalid_thinking_tokens');
  if (!thinking.ok) return thinking;
  const allocated = amountOf('--allocated', flags.allocated, 'invalid_budget_allocated');
  if (!allocated.ok) return allocated;
  const compute = unitsOf(flags.compute);
  if (!compute.ok) return compute;
  const outcome = verdictOf(flags);
  if (!outcome.ok) return outcome;
  const at = flags.at === undefined ? ok(undefined) : typedInstant('--at', flags.at, now);
  if (!at.ok) return at;
  const { model, agent, tenant, id, level } = flags;
  return ok({
    task,
    budgetUsed: used.value,
    ...outcome.value,
    ...(total.value === undefined ? {} : { totalTokens: total.value }),
    ...(thinking.value === undefined ? {} : { thinkingTokens: thinking.value }),
    ...(allocated.value === undefined ? {} : { budgetAllocated: allocated.value }),
    ...(compute.value === undefined ? {} : { computeUsed: compute.value }),
    ...(level === undefined ? {} : { level }),
    ...(at.value === undefined ? {} : { at: at.value }),
    ...(model === undefined ? {} : { model }),
    ...(agent === undefined ? {} : { agent }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(id === undefined ? {} : { id }),
  });
}

/**
 * The report that JSON makes: the fields of an outcome, with `verdict` (good, so-so, bad) in place of success and
 * quality where that is shorter, `taskId` beside or in place of `task`, and times as numbers or texts. The engine
 * checks the values.
 *
 * Errors: `invalid_record` for what is no object or names no task, `invalid_outcome` for an unknown verdict.
 */
export function outcomeFromJson(value: unknown): Result<OutcomeReport> {
  if (!isObject(value))
    return fail('invalid_record', 'An outcome is an object such as {"taskId": "A-1", "budgetUsed": 9350}.');
  const { verdict, task, taskId, at, outcome, ...rest } = value;
  const asked = taskOf(task, taskId);
  if (asked === null)
    return fail(
      'invalid_record',
      'The outcome names no task: give "task" (a text or an object) or "taskId".',
    );
  const word = VERDICTS.find((each) => each === verdict);
  if (verdict !== undefined && word === undefined)
    return fail('invalid_outcome', `"verdict" must be one of ${VERDICTS.join(', ')}.`);
  const report = {
    success: null,
    quality: null,
    ...(isObject(outcome)
      ? { success: outcome['success'] ?? null, quality: outcome['quality'] ?? null }
      : {}),
    ...(word === undefined ? {} : OUTCOME_OF_VERDICT[word]),
    ...rest,
    ...(at === undefined ? {} : { at: typeof at === 'string' ? Date.parse(at) : at }),
    task: asked,
  };
  return ok(report as unknown as OutcomeReport);
}

function taskOf(task: unknown, taskId: unknown): unknown {
  if (taskId === undefined) return task ?? null;
  if (typeof task === 'string') return { description: task, taskId };
  return isObject(task) ? { ...task, taskId } : { taskId };
}

function amountOf(flag: string, typed: string | undefined, code: FailureCode): Result<number | undefined> {
  if (typed === undefined) return ok(undefined);
  const amount = parseTokens(typed);
  if (Number.isSafeInteger(amount) && amount >= 0) return ok(amount);
  const message = `${flag} ${JSON.stringify(typed)} is not a whole number of tokens, such as 9350 or 12k.`;
  return fail(code, message);
}

function unitsOf(typed: string | undefined): Result<number | undefined> {
  if (typed === undefined) return ok(undefined);
  const units = figureOf(typed);
  if (units >= 0 && Number.isFinite(units)) return ok(units);
  return fail(
    'invalid_cost',
    `--compute ${JSON.stringify(typed)} is not a number of compute units, such as 8.5.`,
  );
}

function verdictOf(flags: OutcomeFlags): Result<Pick<OutcomeReport, 'success' | 'quality'>> {
  const words: readonly Verdict[] = [
    ...(flags.good === true ? (['good'] as const) : []),
    ...(flags.soSo === true ? (['so-so'] as const) : []),
    ...(flags.bad === true ? (['bad'] as const) : []),
  ];
  const [word] = words;
  if (words.length > 1) return fail('invalid_outcome', 'Give one of --good, --so-so and --bad.');
  const inFigures = flags.success !== undefined || flags.quality !== undefined;
  if (word !== undefined && inFigures)
    return fail('invalid_outcome', `Give --${word}, or --success and --quality, not both.`);
  if (word !== undefined) return ok(OUTCOME_OF_VERDICT[word]);
  const quality = flags.quality === undefined ? null : figureOf(flags.quality);
  if (quality !== null && !(quality >= 0 && quality <= BEST))
    return fail(
      'invalid_outcome',
      `--quality ${JSON.stringify(flags.quality)} is not a number from 0 to 100.`,
    );
  return ok({ success: flags.success ?? null, quality });
}

function figureOf(typed: string): number {
  return typed.trim() === '' ? Number.NaN : Number(typed);
}
