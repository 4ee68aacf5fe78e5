import type { MessageConnection } from 'vscode-jsonrpc';
import { moneyText } from '../core/facts/amount-text.ts';
import { exactCount } from '../core/facts/readable-number.ts';
import { askProgress, type AskedModel, type AskProgress } from '../protocol/models.ts';
import type { Output } from './output.ts';
import { visible } from './visible-text.ts';

const SECOND = 1_000;

/** Durations as people read them: `850 ms`, `3.4 s`. */
export function secondsText(ms: number): string {
  return ms < SECOND ? `${Math.round(ms)} ms` : `${(ms / SECOND).toFixed(1)} s`;
}

/** Writes a line for each model that ended, and where somebody watches how far the others are. */
export function showAskProgress(connection: MessageConnection, output: Output): void {
  const told = new Set<string>();
  connection.onNotification(askProgress, (progress) => {
    for (const call of progress.models) {
      if (told.has(call.callId) || !hasEnded(call)) continue;
      told.add(call.callId);
      output.note(endedText(call));
    }
    if (progress.done) output.endProgress();
    else output.progress(runningText(progress));
  });
}

function hasEnded({ state }: AskedModel): boolean {
  return state === 'answered' || state === 'failed' || state === 'cancelled';
}

const WORK: Readonly<Record<AskedModel['work'], string>> = {
  answer: '',
  verification: ', as a verifier,',
  refinement: ', rewriting,',
};

function endedText({ model, work, state, ms, outputTokens, costMicroUsd, error }: AskedModel): string {
  const who = `${model}${WORK[work]}`;
  if (state === 'cancelled') return `${who} was not waited for.`;
  if (state === 'failed')
    return `${who} failed after ${secondsText(ms)}: ${visible(error?.message ?? 'no answer.')}`;
  const tokens = outputTokens === null ? '' : `, ${exactCount(outputTokens)} tokens`;
  const cost = costMicroUsd === null ? '' : `, ${moneyText(costMicroUsd)}`;
  return `${who} answered in ${secondsText(ms)}${tokens}${cost}.`;
}

function runningText({ stage, models }: AskProgress): string {
  const running = models.filter((call) => !hasEnded(call));
  if (running.length === 0) return `Working (${stage})`;
  const ended = models.length - running.length;
  const [first, ...others] = running;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${ended} of ${models.length} answered; waiting for ${first?.model ?? ''}${more}`;
}
