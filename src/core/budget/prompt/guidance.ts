import type { Prediction } from '../../facts/prediction.ts';
import { exactCount } from '../../facts/readable-number.ts';

const MORE = [
  'The task turns out to touch more files or systems than it says.',
  'Tests fail for reasons that are not understood yet.',
  'A requirement is ambiguous and a wrong guess would be costly.',
  'An interface that others depend on has to change.',
  'The first approach proves wrong and another is needed.',
];
const MORE_WHEN_COMPLEX = [
  'Parts interact in ways that must be thought through together.',
  'The change should be split into steps that are checked one by one.',
];
const MORE_WHEN_CRITICAL = [
  'A result has to be verified in a second, independent way.',
  'A failure could lose data or open a hole: look for edge cases.',
];
const FEWER = [
  'The change follows a pattern that is already in the code.',
  'Only one place is concerned.',
  'The answer is known and needs no exploring.',
  'Generated or repeated text can be referred to instead of written again.',
  'The task is done: stop.',
];
const TIPS = [
  'Read what is needed before writing, and only that.',
  'Keep to the phases; what one leaves over is there for the next.',
  'Say early when the budget will not do, and why.',
  'Put results before explanations.',
];
const TIP_WHEN_UNSURE = 'The prediction is unsure: look at the task first, then judge the budget again.';
const UNSURE_BELOW = 0.6;

/** How to use a budget (spec P10, second part), as lines of Markdown. */
export function guidanceFor(
  { confidence, basis }: Pick<Prediction, 'confidence' | 'basis'>,
  { isComplex, isCritical }: { readonly isComplex: boolean; readonly isCritical: boolean },
): readonly string[] {
  const tips = [...TIPS];
  if (confidence < UNSURE_BELOW) tips.push(TIP_WHEN_UNSURE);
  if (basis.length > 0) {
    const mean = Math.round(basis.reduce((sum, task) => sum + task.budgetUsed, 0) / basis.length);
    const tasks = basis.length === 1 ? 'The most similar task' : `The ${basis.length} most similar tasks`;
    tips.push(
      `${tasks} on record used ${exactCount(mean)} tokens${basis.length === 1 ? '' : ' on average'}.`,
    );
  }
  const more = [...MORE, ...(isComplex ? MORE_WHEN_COMPLEX : []), ...(isCritical ? MORE_WHEN_CRITICAL : [])];
  return [
    '## Using the budget',
    '',
    ...listed('Take more tokens when:', more),
    ...listed('Take fewer when:', FEWER),
    ...listed('Tips:', tips).slice(0, -1),
  ];
}

function listed(heading: string, entries: readonly string[]): readonly string[] {
  return [heading, '', ...entries.map((entry) => `- ${entry}`), ''];
}
