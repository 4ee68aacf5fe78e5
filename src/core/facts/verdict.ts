import type { Outcome } from './outcome-record.ts';

/** How a task went, in one word of its user: the two keystrokes of recording (spec P7). */
export const VERDICTS = ['good', 'so-so', 'bad'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * What a word stands for. The quality lies in the middle of the band that the rules tell apart: from 85 on nothing had
 * to be gone over again (P7), from 70 on the formula learns from a task (P1, `QUALITY_FLOOR`), below it does not.
 */
export const OUTCOME_OF_VERDICT: Readonly<Record<Verdict, Pick<Outcome, 'success' | 'quality'>>> =
  Object.freeze({
    good: Object.freeze({ success: true, quality: 92 }),
    'so-so': Object.freeze({ success: true, quality: 77 }),
    bad: Object.freeze({ success: false, quality: 35 }),
  });
