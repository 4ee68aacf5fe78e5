import type { DataType } from '../../core/facts/category.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import type { ModelsConfig } from '../../core/models/config.ts';
import { merge } from '../../core/models/merge/merge.ts';
import { MERGE_KEYS } from '../../core/models/merge/merge-keys.ts';
import type { MergedResult } from '../../core/models/merge/merged-result.ts';
import { validate } from '../../core/models/validate/validate.ts';
import type { ValidationResult } from '../../core/models/validate/validation-result.ts';
import type { CachedResult } from './advisor.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { Answering } from './answering.ts';
import type { Ask } from './ask.ts';
import { rulesOf } from './check-rules.ts';
import type { Planned } from './plan.ts';
import type { Trace } from './trace.ts';

export interface Concluded {
  readonly result: MergedResult;
  readonly validation: ValidationResult | null;
  /** False: an old answer, because no new one came. */
  readonly isNew: boolean;
}

/**
 * What the answers say together (spec M6, M7, M11): merged and checked; without any the longest truncated one, else an
 * old one from the cache, else `all_models_failed` with each cause.
 */
export function conclude(
  cache: AnswerCache<CachedResult>,
  ask: Ask,
  plan: Planned,
  { kept }: Answering,
  trace: Trace,
): Result<Concluded> {
  trace.enter('merge');
  const { config } = plan;
  const { category } = plan.classification;
  const { dataType } = ask.request;
  const result = merge(
    kept.map((response) => ({ response, score: plan.scores.of(response.model, category).score })),
    {
      keyFields: keyFields(config, dataType),
      asked: kept.length,
      askedModels: [...new Set(kept.map(({ model }) => model))],
      flags: plan.decision.flags.filter((flag) => flag !== 'quality_over_cost'),
    },
  );
  const hasAnswer = kept.some(({ success }) => success) || result.flags.includes('truncated');
  if (!hasAnswer) return withoutAnswer(cache, plan, kept, trace);
  const { agreement } = result.metadata;
  const told = agreement === null ? '' : `, agreement ${Math.round(agreement * 100)} %`;
  trace.note('info', `Merged from ${result.contributingModels.join(', ')}${told}.`);

  trace.enter('validate');
  const rules = rulesOf(config, ask);
  const validation = rules === null ? null : validate(result.data, rules, category);
  if (validation !== null)
    trace.note(
      'info',
      `${validation.errors.length} errors and ${validation.warnings.length} warnings by the rules.`,
    );
  return ok({ result, validation, isNew: true });
}

function keyFields(config: ModelsConfig, dataType: DataType | null): readonly string[] {
  const type = dataType ?? 'default';
  return config['merge.keys'][type] ?? MERGE_KEYS[type];
}

function withoutAnswer(
  cache: AnswerCache<CachedResult>,
  plan: Planned,
  kept: Answering['kept'],
  trace: Trace,
): Result<Concluded> {
  const old = plan.config.caching ? cache.stale(plan.cacheKey) : null;
  if (old !== null) {
    trace.note('warn', 'No model answered: an old answer is given.');
    const result = { ...old.result, flags: [...old.result.flags, 'stale' as const] };
    const stale = Object.freeze({ ...result, flaggedForReview: true, stale: true });
    return ok({ result: stale, validation: old.validation, isNew: false });
  }
  const causes = kept.map(({ model, error }) => ({ model, code: error?.code, message: error?.message }));
  const told = causes.map(({ model, message }) => `${model}: ${message ?? 'no answer'}`).join(' ');
  return fail('all_models_failed', `No model answered. ${told}`, { causes });
}
