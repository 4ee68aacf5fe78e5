import { CATEGORY_OF_DATA, DATA_TYPES } from '../../core/facts/category.ts';
import { isObject } from '../../core/facts/json-value.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { readRequest } from '../../core/models/request.ts';
import { readRuleSet } from '../../core/models/validate/read-rule-set.ts';
import type { AskRequest } from '../../protocol/models.ts';
import { type Advising, fitBudget, levelBudget, promptOutlook, withoutSecrets } from './advising.ts';
import type { Ask } from './ask.ts';
import { unknownModel } from './unknown-model.ts';

const MICRO_PER_USD = 1_000_000;

/**
 * What a user or a program asks for, checked, with what stands where they say nothing: the task on show, the output that
 * it will probably take, the configured limits.
 * Errors: `invalid_<field>`, `invalid_rule_set`, `unknown_level`, `unknown_model`, those of a prediction.
 */
export async function readAsk(
  advising: Advising,
  asked: AskRequest & { readonly passLimits?: boolean },
  signal: AbortSignal,
): Promise<Result<Ask>> {
  const { advisor, engine } = advising;
  const { ports, config } = advisor;
  const isOnShow = asked.prompt === null;
  const prompt = asked.prompt ?? engine.workspace.settings.task;
  if (typeof prompt !== 'string' || prompt.trim() === '')
    return fail('invalid_prompt', 'There is nothing to ask: write a task, or give a prompt.', {
      field: 'prompt',
    });
  const unknown = asked.models === null ? null : unknownModel(advisor, asked.models);
  if (unknown !== null) return unknown;
  const outlook = await promptOutlook(advising, prompt, isOnShow, asked.tenant);
  if (!outlook.ok) return outlook;
  const { taskType, criticality, requestCap } = outlook.value;
  const fits = asked.context === 'fit';
  const text = isObject(asked.context) ? asked.context.text : null;
  const given = typeof text === 'string' ? await withoutSecrets(advising, text) : null;
  const { category, strategy, qualityThreshold, consent, dataType } = asked;
  const known = DATA_TYPES.find((type) => type === dataType);
  const request = readRequest(
    {
      id: asked.requestId,
      prompt: isOnShow ? prompt : await withoutSecrets(advising, prompt),
      context: given === null ? null : { text: given, packHash: ports.sha256(given) },
      budget: fits ? await fitBudget(advising, prompt) : null,
      // what the caller says, else what kind of request such data are for
      category: category ?? (known === undefined ? null : CATEGORY_OF_DATA[known]),
      taskType,
      qualityThreshold,
      costLimitMicroUsd: microUsd(asked.costLimitUsd),
      requestCap: asked.requestCap,
      criticality: asked.criticality ?? criticality,
      strategy,
      consent,
      dataType,
    },
    {
      id: ports.newId(),
      createdAt: ports.now(),
      qualityThreshold: config.qualityThreshold,
      costLimitMicroUsd:
        config.costLimitUsd === null ? null : Math.round(config.costLimitUsd * MICRO_PER_USD),
      requestCap,
    },
  );
  if (!request.ok) return request;
  const rules = asked.ruleSet === undefined || asked.ruleSet === null ? ok(null) : readRuleSet(asked.ruleSet);
  if (!rules.ok) return rules;
  const { level } = asked;
  const budget = level === null ? ok(null) : levelBudget(advising, level);
  if (!budget.ok) return budget;
  return ok({
    request: request.value,
    models: asked.models,
    fits,
    ruleSet: rules.value,
    compute: level === null || budget.value === null ? null : { level, budget: budget.value },
    tenant: asked.tenant,
    minResponses: asked.minResponses,
    passLimits: asked.passLimits ?? false,
    thinking: false,
    signal,
  });
}

/** What is no number stays as it is: then the check names it. */
function microUsd(usd: unknown): unknown {
  return typeof usd === 'number' ? Math.round(usd * MICRO_PER_USD) : usd;
}
