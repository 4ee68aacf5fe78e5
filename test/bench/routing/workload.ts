import { seededChance } from '../../fault/seeded-chance.ts';

/** What a request really is, whatever it is classified as. */
export type WorkKind = 'simple' | 'reasoning' | 'validation';

/** A request with its ground truth: what is asked, and the one right answer. */
export interface WorkRequest {
  /** Unique; decides the exploration's draw. */
  readonly id: string;
  readonly kind: WorkKind;
  readonly prompt: string;
  /** A right model answers `{"answer": truth}`. */
  readonly truth: number;
}

const PROMPTS: Readonly<Record<WorkKind, readonly ((subject: string, other: string) => string)[]>> = {
  simple: [
    (subject) => `What is the default of ${subject}?`,
    (subject) => `Where is ${subject} set?`,
    (subject) => `How does ${subject} work?`,
    (subject) => `What does ${subject} do when it starts?`,
    (subject) => `Who reads ${subject}?`,
  ],
  reasoning: [
    (subject, other) => `Compare ${subject} with ${other} and explain which one is faster.`,
    (subject) => `Analyze ${subject} and explain why it is slow.`,
    (subject) => `Evaluate the reasons why ${subject} fails, and predict what follows.`,
    (subject, other) => `Explain why ${subject} needs both ${other} and a lock; compare the two.`,
  ],
  validation: [
    (subject) => `Verify whether ${subject} is correct.`,
    (subject) => `Check whether the figures of ${subject} are accurate.`,
    (subject, other) => `Validate ${subject} against ${other}.`,
  ],
};

const SUBJECTS = [
  'parseRange',
  'the token count of the pack',
  'retryDelay',
  'the window table',
  'readSegments',
  'the ledger of today',
  'checkRecord',
  'the rendered tree',
] as const;

/**
 * A day's requests (the measure): one tenth validation, one third reasoning, the rest simple, in an order that
 * the seed decides. Prompts are words that a user would type; the classifier sees nothing else of them.
 */
export function workload(count: number, seed: number): readonly WorkRequest[] {
  const chance = seededChance(seed);
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[Math.floor(chance() * from.length)];
    if (picked === undefined) throw new RangeError('There is nothing to pick from.');
    return picked;
  };
  const [validations, reasonings] = [Math.round(count / 10), Math.round(count / 3)];
  const kinds = Array.from({ length: count }, (_, index): WorkKind => {
    if (index < validations) return 'validation';
    return index < validations + reasonings ? 'reasoning' : 'simple';
  });
  return kinds
    .map((kind) => ({ kind, place: chance() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ kind }, index) => ({
      id: `request-${seed}-${index}`,
      kind,
      prompt: `${pick(PROMPTS[kind])(pick(SUBJECTS), pick(SUBJECTS))} (${index})`,
      truth: Math.floor(chance() * 100_000),
    }));
}
