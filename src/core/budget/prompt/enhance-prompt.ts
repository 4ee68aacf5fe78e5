import { type Prediction, PHASES } from '../../facts/prediction.ts';
import { exactCount } from '../../facts/readable-number.ts';
import { explainPrediction } from '../predict/explain-prediction.ts';
import { confidenceWord, percentText } from './confidence-word.ts';
import { escapedText } from '../../facts/escaped-text.ts';
import { guidanceFor } from './guidance.ts';

export interface PromptToEnhance {
  readonly basePrompt: string;
  readonly prediction: Prediction;
  /** 0–100. */
  readonly complexity: number;
  readonly isCritical: boolean;
  /** Name of the model. */
  readonly model: string;
  readonly agentName?: string;
}

/**
 * A prompt that tells the agent its budget (spec P10): the base prompt unchanged, a blank line, then Markdown. Names
 * are escaped.
 */
export function enhancePrompt(prompt: PromptToEnhance): string {
  const { basePrompt, prediction, complexity, isCritical } = prompt;
  const guidance = guidanceFor(prediction, { isComplex: complexity > COMPLEX_ABOVE, isCritical });
  return `${basePrompt}\n\n${[...budgetSection(prompt), '', ...guidance].join('\n')}\n`;
}

const COMPLEX_ABOVE = 70;

function budgetSection({ prediction, isCritical, model, agentName }: PromptToEnhance): readonly string[] {
  const { recommended, typical, interval, confidence, method, phases, phaseRanges, alternatives } =
    prediction;
  const whose = agentName === undefined ? '' : `${escapedText(agentName)}, `;
  const lines = [
    '## Token budget',
    '',
    `Budget: ${exactCount(recommended)} output tokens, thinking and answer (${whose}${escapedText(model)}).`,
  ];
  if (method === 'learned') {
    const share = Math.round(interval.level * 100);
    // before there are records enough nobody knows how many of them it holds
    const held = interval.calibrated
      ? `${share} % of tasks like this take`
      : `as a rule of thumb, about ${share} % of tasks take`;
    lines.push(
      `Typical: ${exactCount(typical)} tokens; ${held} ${exactCount(interval.low)} to ${exactCount(interval.high)}.`,
    );
  }
  lines.push(`Confidence: ${percentText(confidence)} (${confidenceWord(confidence)}).`, '');
  lines.push(explainPrediction(prediction), '');
  lines.push(phaseRanges === null ? 'Phases:' : 'Phases, estimated from past tasks:', '');
  for (const phase of PHASES) {
    const range = phaseRanges?.[phase];
    const spread =
      range === undefined ? '' : ` (${Math.round(range.low * 100)}–${Math.round(range.high * 100)} %)`;
    lines.push(`- ${phase}: ${exactCount(phases[phase])} tokens${spread}`);
  }
  if (alternatives.length > 0) {
    lines.push('', 'Alternatives:', '');
    for (const [i, { label, tokens, tradeOff }] of alternatives.entries())
      lines.push(`${i + 1}. ${label}, ${exactCount(tokens)} tokens: ${tradeOff}`);
  }
  if (isCritical)
    lines.push(
      '',
      'This task is critical: correctness goes before thrift. Ask for more rather than leave out a check.',
    );
  return lines;
}
