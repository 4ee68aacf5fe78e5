import type { ModelsConfig } from '../../core/models/config.ts';
import { readRuleSet } from '../../core/models/validate/read-rule-set.ts';
import { RULE_PRESETS, type RuleSet } from '../../core/models/validate/rule-set.ts';
import type { Ask } from './ask.ts';

/** What an answer is checked by: rules that came with the request, the configured ones of its type, or the preset. */
export function rulesOf(config: ModelsConfig, { request: { dataType }, ruleSet }: Ask): RuleSet | null {
  if (!config['validation.enabled']) return null;
  if (ruleSet !== null || dataType === null) return ruleSet;
  const given = config[`validation.${dataType}`];
  const read = given === null ? null : readRuleSet(given);
  return read?.ok === true ? read.value : RULE_PRESETS[dataType];
}
