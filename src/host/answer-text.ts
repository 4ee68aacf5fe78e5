import { moneyText } from '../core/facts/amount-text.ts';
import { exactCount } from '../core/facts/readable-number.ts';
import type { Failure } from '../core/facts/result.ts';
import type { AskedModel, AskPlan } from '../protocol/models.ts';

/** The result document while its answers come, as Markdown. No vscode. */

export interface RunningAnswer {
  /** What was asked, in the user's words. */
  readonly prompt: string;
  readonly plan: AskPlan;
  readonly models: readonly AskedModel[];
  /** Call → what has come of its answer. */
  readonly pieces: ReadonlyMap<string, string>;
}

const STATES: Readonly<Record<AskedModel['state'], string>> = {
  waiting: 'waiting',
  asking: 'asked',
  answering: 'answering',
  retrying: 'trying again',
  answered: 'answered',
  failed: 'failed',
  cancelled: 'called off',
};
const ENDED: ReadonlySet<AskedModel['state']> = new Set(['answered', 'failed', 'cancelled']);
const WORKS: Readonly<Record<AskedModel['work'], string>> = {
  answer: '',
  verification: 'verification, ',
  refinement: 'rewrite, ',
};

/** Answers are what models wrote: they stand as they came, each below a heading of its own. */
export function runningText({ prompt, plan, models, pieces }: RunningAnswer): string {
  const shown = models.length > 0 ? models : null;
  const lines = [
    `# ${titleOf(prompt)}`,
    '',
    shown === null
      ? `Asking ${plan.models.map(({ name }) => name).join(', ')}…`
      : shown.map((asked) => `- ${standing(asked)}`).join('\n'),
    '',
    ...(shown ?? []).flatMap((asked) => {
      const text = pieces.get(asked.callId) ?? '';
      return text === '' || asked.work === 'verification' ? [] : [`## ${asked.name}`, '', text, ''];
    }),
  ];
  return lines.join('\n');
}

/** What is left of a request that gave no answer: why, and what had come by then. */
export function failedText(running: RunningAnswer, failure: Failure): string {
  const [heading, ...rest] = runningText(running).split('\n');
  return [heading, '', `**${failure.message}**`, ...rest].join('\n');
}

/** `gpt-5: answered in 2.1 s, 1,204 tokens, $0.02` */
export function standing({ name, work, state, ms, outputTokens, costMicroUsd, error }: AskedModel): string {
  // Of a model that still runs the view shows the time: the document is drawn anew only when something comes.
  const time = ENDED.has(state) && ms > 0 ? ` ${state === 'answered' ? 'in' : 'after'} ${seconds(ms)}` : '';
  const parts = [`${WORKS[work]}${STATES[state]}${time}`];
  if (outputTokens !== null && outputTokens > 0) parts.push(`${exactCount(outputTokens)} tokens`);
  if (costMicroUsd !== null) parts.push(moneyText(costMicroUsd));
  const why = error === null || state === 'cancelled' ? '' : `. ${error.message}`;
  return `${name}: ${parts.join(', ')}${why}`;
}

/** 0.4 s, 12.3 s, 125 s. */
export function seconds(ms: number): string {
  return ms < 100_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** UTF-16 code units of a title: as much as a tab shows. */
const LONGEST_TITLE = 60;

/** The first line of a prompt, cut at a word; nothing in it is read as Markdown or as a path. */
export function titleOf(prompt: string): string {
  const line = (prompt.trim().split('\n', 1)[0] ?? '').replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim();
  if (line === '') return 'Answer';
  if (line.length <= LONGEST_TITLE) return line;
  const cut = line.slice(0, LONGEST_TITLE);
  const blank = cut.lastIndexOf(' ');
  return `${cut.slice(0, blank > LONGEST_TITLE / 2 ? blank : LONGEST_TITLE).trimEnd()}…`;
}
