import type { ComputeBudget } from '../../core/budget/compute/compute-budget.ts';
import { budgetForLevel } from '../../core/budget/compute/budgeter.ts';
import { DEFAULT_BUDGET } from '../../core/context/fit-settings.ts';
import { masked, maskRanges } from '../../core/context/secrets/mask.ts';
import type { TaskType } from '../../core/facts/characteristics.ts';
import type { Result } from '../../core/facts/result.ts';
import { askableModels } from '../../core/models/askable-models.ts';
import type { Engine } from '../engine.ts';
import type { Keeper } from '../ledger/keeper.ts';
import { ready } from '../ledger/predict-request.ts';
import type { Advisor } from './advisor.ts';

/** The residents that a request to models needs, and what only the door has. */
export interface Advising {
  readonly advisor: Advisor;
  readonly engine: Engine;
  readonly keeper: Keeper;
  /** A key by its name, from the door; null: there is none. */
  readonly keyOf: (name: string) => Promise<string | null>;
}

/** Offers the models that can be asked now: the user's settings, the editor and keys may have changed. */
export async function offerModels({ advisor, engine, keyOf }: Advising): Promise<void> {
  const registry = await engine.models.registry();
  const past = await advisor.past();
  const none = askableModels({ registry, keys: new Set() });
  const names = [...new Set(none.flatMap(({ keyName }) => keyName ?? []))];
  const found = await Promise.all(names.map(async (name) => [name, await keyOf(name)] as const));
  const keys = new Set(found.flatMap(([name, key]) => (key === null || key === '' ? [] : [name])));
  advisor.offer(askableModels({ registry, keys, measuredMs: past.measuredMs }));
}

/** What is known of a prompt as a task. */
export interface PromptOutlook {
  /** Most output tokens of one answer (spec P4). */
  readonly requestCap: number;
  /** Of the task on show only: a prompt that is asked directly says itself what it is. */
  readonly taskType: TaskType | null;
  readonly criticality: number | null;
}

/** What the answer to a prompt will probably take. Errors: those of a prediction. */
export async function promptOutlook(
  { keeper }: Advising,
  prompt: string,
  isOnShow: boolean,
  tenant: string,
): Promise<Result<PromptOutlook>> {
  const { store } = keeper;
  if (store.ok) await ready(store.value);
  const shown = isOnShow ? keeper.shown : null;
  const question = shown ?? { sources: [prompt], level: null, tenant, model: null, promptTokens: null };
  const foresight = keeper.foresee(question);
  if (!foresight.ok) return foresight;
  const { prediction } = foresight.value.answer;
  const { taskType, criticality } = prediction.characteristics;
  return {
    ok: true,
    value: {
      requestCap: prediction.requestCap,
      taskType: shown === null ? null : taskType,
      criticality: shown === null ? null : criticality,
    },
  };
}

/** What a level of the compute budget allows. Errors: `unknown_level`, those of the configured levels. */
export function levelBudget({ keeper }: Advising, level: string): Result<ComputeBudget> {
  const knowledge = keeper.knowledge();
  return knowledge.ok ? budgetForLevel(knowledge.value.budgeter, level) : knowledge;
}

/** A text that goes to models with its secrets masked, as those of files are. */
export async function withoutSecrets({ engine }: Advising, text: string): Promise<string> {
  const scan = await engine.secretScan();
  const shown = text.replaceAll('\r\n', '\n');
  const findings = scan('selection', shown);
  return findings.length === 0 ? text : masked(shown, maskRanges(shown, findings));
}

/** What the plan on show takes may grow a little until it is fitted. */
const PLANNED_SHARE = 1.1;

/**
 * Tokens that files may fill when they are fitted around a prompt: what the user set, else what is planned now. The plan
 * on show may be that of other words: it says nothing of these, nor does one for which something is still due.
 */
export async function fitBudget({ engine }: Pick<Advising, 'engine'>, prompt: string): Promise<number> {
  const { budget, task } = engine.workspace.settings;
  if (budget !== null) return budget;
  if (task !== '' && task !== prompt) return DEFAULT_BUDGET;
  const live = await engine.planner.settled();
  return live?.complete === true && live.plan.ok && live.plan.value.choice.chosen.size > 0
    ? Math.ceil(live.plan.value.used * PLANNED_SHARE)
    : DEFAULT_BUDGET;
}
