import type { AskableStanding } from '../protocol/models.ts';
import { columnsText } from './text-columns.ts';
import { secondsText } from './ask-progress.ts';
import { visible } from './visible-text.ts';

const HEAD = ['can be asked', 'by', '', 'answers in', 'score'];

/** The models that can be asked or could be: what is in the way of each, and what it has earned; empty for none. */
export function askableText(standings: readonly AskableStanding[]): string {
  if (standings.length === 0) return '';
  const rows = standings.map((standing) => [
    standing.id,
    standing.adapter,
    stateText(standing),
    `about ${secondsText(standing.avgResponseMs)}`,
    scoresText(standing),
  ]);
  return `\n${columnsText([HEAD, ...rows], 0)}`;
}

function stateText({ enabled, trouble }: AskableStanding): string {
  if (trouble !== null) return `no: ${visible(trouble.message)}`;
  return enabled ? 'yes' : 'no: it is switched off.';
}

function scoresText({ scores }: AskableStanding): string {
  if (scores.length === 0) return 'no verdict yet';
  return scores
    .map(
      ({ category, score, sampleCount }) =>
        `${category} ${score.toFixed(2)} (${sampleCount} ${sampleCount === 1 ? 'verdict' : 'verdicts'})`,
    )
    .join(', ');
}
