import { moneyText } from '../core/facts/amount-text.ts';
import { exactCount, readableShare } from '../core/facts/readable-number.ts';
import type { MergeFlag } from '../core/models/merge/merged-result.ts';
import type { AskAnswer } from '../protocol/models.ts';
import { secondsText } from './ask-progress.ts';
import { visible } from './visible-text.ts';

const JSON_INDENT = 2;

/** The merged answer alone, with the end of its last line: data as JSON, text as it is, controls made visible. */
export function mergedText({ result }: AskAnswer): string {
  const text =
    result.kind === 'text' && typeof result.data === 'string'
      ? visible(result.data)
      : JSON.stringify(result.data, null, JSON_INDENT);
  return `${text.trimEnd()}\n`;
}

/** The whole document: merged answer, who said what, disagreements, cost and time per model. */
export function documentText({ document }: AskAnswer): string {
  return `${visible(document).trimEnd()}\n`;
}

const FLAG_WORDS: Readonly<Record<MergeFlag, string>> = {
  low_confidence: 'no model has earned trust here',
  too_few: 'too few answered',
  below_quality: 'below the quality asked for',
  fewer_models: 'fewer models than it needs',
  truncated: 'cut off',
  stale: 'an old answer',
};

/** How the request ended, line by line, for a person: on stderr, so that the answer stays alone. */
export function endedNotes({
  plan,
  result,
  validation,
  totalMs,
  costMicroUsd,
  cached,
}: AskAnswer): readonly string[] {
  const { asked, succeeded, agreement } = result.metadata;
  const cost = costMicroUsd === null ? '' : `, ${moneyText(costMicroUsd)}`;
  const who = `${exactCount(succeeded)} of ${exactCount(asked)} answered in ${secondsText(totalMs)}${cost}.`;
  const agreed =
    agreement !== null && agreement < 1 && succeeded > 1 ? ` They agree on ${readableShare(agreement)}.` : '';
  const broken = validation?.errors ?? [];
  const flags = result.flags.map((flag) => FLAG_WORDS[flag]);
  return [
    cached ? 'Answered before: nothing was sent.' : `${who}${agreed}`,
    ...(result.flaggedForReview ? [`Look at it: ${flags.join(', ')}.`] : []),
    ...broken.slice(0, MOST_FINDINGS).map(({ path, message }) => visible(`Not valid: ${path} ${message}`)),
    ...(broken.length > MOST_FINDINGS ? [`… and ${exactCount(broken.length - MOST_FINDINGS)} more.`] : []),
    `Say how good it is: context-budget feedback ${plan.requestId} --accept --model ${result.contributingModels.join(',')} (or --reject, --correct FILE).`,
  ];
}

/** As many are read one by one; all are in the document and in JSON. */
const MOST_FINDINGS = 5;
