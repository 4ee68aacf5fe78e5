import type { RouteWarning, RoutingDecision } from './route-candidate.ts';
import type { Wanted } from './wanted.ts';

const WARNED: Readonly<Record<RouteWarning, string>> = {
  quality_over_cost: 'The cost limit is passed, by consent.',
  below_quality: 'A model below the quality threshold answers.',
  fewer_models: 'Fewer models answer than usual.',
};

/** Why these models, for people. */
export function reasonOf(
  { models, strategy, category, warnings }: Omit<RoutingDecision, 'reason'>,
  { count }: Wanted,
): string {
  const namesOf = (role: (typeof models)[number]['role']): string =>
    models
      .filter((model) => model.role === role)
      .map(({ id, score }) => `${id} (${score.toFixed(2)})`)
      .join(', ');
  const [earned, tried, below] = [namesOf('qualified'), namesOf('exploration'), namesOf('below_quality')];
  const how = strategy === 'single_fast' ? 'the cheapest that qualifies' : 'the best that qualify';
  return [
    `${category} by ${strategy}, ${count === 1 ? 'one model' : `${count} models`}.`,
    ...(earned === '' ? [] : [`${capital(how)}: ${earned}.`]),
    ...(tried === '' ? [] : [`Tried, to learn how good it is: ${tried}.`]),
    ...(below === '' ? [] : [`Below the threshold: ${below}.`]),
    ...warnings.map((warning) => WARNED[warning]),
  ].join(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
