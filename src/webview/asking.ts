import type { AskedModel } from '../protocol/models.ts';
import type { AskingState } from '../protocol/plan-view.ts';
import { NO_BREAK, type Amounts } from './amounts.ts';
import type { Notice, SignName, Tone } from './notice.ts';

/** One call of a running request, ready to be drawn. */
export interface AskedRow {
  readonly sign: SignName;
  readonly tone: Tone | 'quiet';
  readonly name: string;
  /** answering · 2.1 s · 120 tokens · $0.01; and what went wrong. */
  readonly words: string;
}

const STATES: Readonly<
  Record<AskedModel['state'], readonly [words: string, sign: SignName, tone: AskedRow['tone']]>
> = {
  waiting: ['waiting', 'waiting', 'quiet'],
  asking: ['asked', 'running', 'quiet'],
  answering: ['answering', 'running', 'quiet'],
  retrying: ['trying again', 'running', 'warning'],
  answered: ['answered', 'good', 'good'],
  failed: ['failed', 'error', 'error'],
  cancelled: ['called off', 'cross', 'quiet'],
};

const WORKS: Readonly<Record<AskedModel['work'], string>> = {
  answer: '',
  verification: 'verifies: ',
  refinement: 'rewrites: ',
};

/** Who was asked, in the order of asking, and how each stands. */
export function askedRows({ models }: AskingState, in_: Amounts): readonly AskedRow[] {
  return models.map(({ name, work, state, ms, outputTokens, costMicroUsd, error }) => {
    const [said, sign, tone] = STATES[state];
    const parts = [`${WORKS[work]}${said}`];
    if (ms > 0) parts.push(in_.seconds(ms));
    if (outputTokens !== null && outputTokens > 0) parts.push(`${in_.short(outputTokens)} tokens`);
    if (costMicroUsd !== null) parts.push(in_.dollars(costMicroUsd));
    return {
      sign,
      tone,
      name,
      words:
        parts.map((part) => part.replaceAll(' ', NO_BREAK)).join(`${NO_BREAK}· `) +
        // That it was called off is said already.
        (error === null || state === 'cancelled' ? '' : `. ${error.message}`),
    };
  });
}

const STAGES: Readonly<Record<AskingState['stage'], string>> = {
  classify: 'Choosing models',
  route: 'Choosing models',
  fit: 'Fitting the context',
  cache: 'Looking for an earlier answer',
  reserve: 'Asking',
  execute: 'Asking',
  merge: 'Putting the answers together',
  validate: 'Checking the answer',
  record: 'Recording',
};

/** "Asking 3 models", or what else is done for it. */
export function askingHeading({ stage, models }: AskingState): string {
  const words = STAGES[stage];
  if (words !== 'Asking') return words;
  const asked = new Set(models.map(({ model }) => model)).size;
  return asked === 1 ? 'Asking 1 model' : `Asking ${asked} models`;
}

const TONES: Readonly<Record<Exclude<AskingState['state'], 'running'>, Tone>> = {
  answered: 'good',
  failed: 'error',
  cancelled: 'info',
};

/** What to say aloud: how a request ended that was seen running. */
export function askingAnnouncement(before: AskingState | null, now: AskingState | null): string | null {
  if (now === null || now.state === 'running' || before?.state !== 'running') return null;
  return before.requestId === now.requestId ? now.sentence : null;
}

/** How it ended, and where the answer is; null while it runs. */
export function askedNotice({ state, sentence, toReview }: AskingState): Notice | null {
  if (state === 'running') return null;
  return {
    tone: toReview ? 'warning' : TONES[state],
    text: sentence,
    ways: [
      { label: 'Show Answer', action: 'showAnswer' },
      { label: 'Dismiss', action: 'dismissAnswer' },
    ],
  };
}
