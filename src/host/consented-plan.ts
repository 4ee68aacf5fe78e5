import { CONSENTS } from '../core/facts/category.ts';
import type { Consent } from '../core/facts/category.ts';
import type { Result } from '../core/facts/result.ts';
import type { AskPlan } from '../protocol/models.ts';
import { CONSENT_QUESTIONS, consentIn } from './ask-words.ts';

/** A question with what it is about, and the word on the button that agrees. */
export type Agree = (question: string, detail: string, yes: string) => Promise<boolean>;

export interface ConsentedPlan {
  readonly plan: AskPlan;
  readonly consent: readonly Consent[];
  readonly passLimits: boolean;
}

/**
 * Plans, and asks for every consent that routing needs, by name and amount: each once, as a word that was given and did
 * not help will not help again. Null when the user did not agree. No vscode.
 */
export async function consentedPlan(
  plan: (consent: readonly Consent[]) => Promise<Result<AskPlan>>,
  agree: Agree,
): Promise<Result<ConsentedPlan> | null> {
  const consent: Consent[] = [];
  for (;;) {
    const planned = await plan(consent);
    if (planned.ok) return { ok: true, value: { plan: planned.value, consent, passLimits: false } };
    const word = consentIn(planned.error);
    if (word === null || consent.includes(word) || consent.length >= CONSENTS.length) return planned;
    const { question, yes } = CONSENT_QUESTIONS[word];
    if (!(await agree(question, planned.error.message, yes))) return null;
    consent.push(word);
  }
}

/** Whether limits of the ledger may be passed: nothing is asked when none would be. */
export async function limitsAgreed(plan: AskPlan, agree: Agree): Promise<boolean> {
  return plan.passes.length === 0 || agree('This passes a limit.', plan.passes.join('\n\n'), 'Ask Anyway');
}
