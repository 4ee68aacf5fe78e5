import { CONSENTS, type Consent } from '../core/facts/category.ts';
import { fail, type Failure, ok, type Result } from '../core/facts/result.ts';
import type { AskPlan } from '../protocol/models.ts';
import { askPlanText, costsSomething, hostsSentTo, planPrice } from './ask-plan-text.ts';
import type { Output } from './output.ts';

/** Puts a question; null: nobody is there. True when the person agrees. */
export type Agree = ((question: string) => Promise<boolean>) | null;

/** What the user said beforehand. */
export interface SaidBefore {
  /** That it may cost what it costs. */
  readonly yes: boolean;
  readonly passLimits: boolean;
  readonly consent: readonly string[];
}

export interface AgreedPlan {
  readonly plan: AskPlan;
  readonly consent: readonly string[];
  readonly passLimits: boolean;
}

/**
 * Plans, shows the plan with its price, and asks the person at the keyboard for what was not said beforehand: a consent
 * that routing needs, the price, a limit that would be passed. Where nobody is there, it refuses and names the flag.
 *
 * Errors: those of planning, `invalid_option` and `would_exceed_limit` without a person, `cancelled` when the person says no.
 */
export async function agreedPlan(
  planOf: (consent: readonly string[]) => Promise<Result<AskPlan>>,
  before: SaidBefore,
  agree: Agree,
  output: Pick<Output, 'note'>,
): Promise<Result<AgreedPlan>> {
  const consented = await consentedPlan(planOf, before.consent, agree, output);
  if (!consented.ok) return consented;
  const { plan, consent } = consented.value;
  output.note(askPlanText(plan).trimEnd());
  if (plan.passes.length > 0 && !before.passLimits) {
    if (agree === null)
      return fail('would_exceed_limit', `${plan.passes.join(' ')} Add --pass-limits to pass it.`, {
        passes: plan.passes,
      });
    if (!(await agree('Pass it?'))) return DECLINED;
  }
  const passLimits = before.passLimits || plan.passes.length > 0;
  if (before.yes || plan.cached) return ok({ plan, consent, passLimits });
  if (agree === null) {
    const hosts = hostsSentTo(plan);
    const why = costsSomething(plan)
      ? `This costs something (${planPrice(plan)})`
      : hosts.length > 0
        ? `This is sent to ${hosts.join(', ')}`
        : null;
    if (why === null) return ok({ plan, consent, passLimits });
    return fail(
      'invalid_option',
      `${why}, and nobody is here to agree. Add --yes to ask; --dry-run only shows the plan.`,
    );
  }
  return (await agree('Ask?')) ? ok({ plan, consent, passLimits }) : DECLINED;
}

const DECLINED = fail('cancelled', 'Nothing was asked.');

interface Consented {
  readonly plan: AskPlan;
  readonly consent: readonly string[];
}

/** Each word is asked for once: one that was given and did not help will not help again. */
async function consentedPlan(
  planOf: (consent: readonly string[]) => Promise<Result<AskPlan>>,
  given: readonly string[],
  agree: Agree,
  output: Pick<Output, 'note'>,
): Promise<Result<Consented>> {
  const consent = [...given];
  for (;;) {
    const planned = await planOf([...consent]);
    if (planned.ok) return ok({ plan: planned.value, consent });
    const word = consentIn(planned.error);
    if (word === null || consent.includes(word)) return planned;
    if (agree === null) return withHint(planned.error, word);
    output.note(planned.error.message);
    if (!(await agree(QUESTIONS[word]))) return DECLINED;
    consent.push(word);
  }
}

/** A refusal of routing, with the flag that lifts it. */
export function withHint(error: Failure, word: Consent): Result<never> {
  return fail(error.code, `${error.message} To agree to it, add --consent ${word}.`, error.details);
}

/** The word that would lift a refusal of routing; null when none would. */
export function consentIn({ details }: Failure): Consent | null {
  return CONSENTS.find((word) => word === details?.['consent']) ?? null;
}

const QUESTIONS: Readonly<Record<Consent, string>> = {
  unknown_price: 'Ask models whose price is unknown?',
  quality_over_cost: 'Pass the cost limit of a request?',
  below_quality: 'Ask models below the quality asked for?',
  fewer_models: 'Ask fewer models than this needs?',
};
