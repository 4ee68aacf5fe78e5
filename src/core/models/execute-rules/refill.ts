import type { RoutedModel, RoutingDecision } from '../route/route-candidate.ts';

/**
 * Who is asked, once, when fewer answers came than the least count (spec M6): the next qualified models by rank that the
 * cost limit leaves room for.
 *
 * @param succeeded models that answered
 * @param leftMicroUsd of the cost limit; null: no limit
 */
export function refillFor(
  { least, ranked }: Pick<RoutingDecision, 'least' | 'ranked'>,
  succeeded: number,
  leftMicroUsd: number | null,
): readonly RoutedModel[] {
  const refill: RoutedModel[] = [];
  let left = leftMicroUsd ?? Infinity;
  for (const model of ranked) {
    if (succeeded + refill.length >= least) break;
    const cost = model.estimateMicroUsd ?? 0;
    if (cost > left) continue;
    left -= cost;
    refill.push(model);
  }
  return refill;
}
