import type { Found } from './finding.ts';

/**
 * One finding for each place: what overlaps becomes one that covers all, named by the rule that found most of it
 * (the earlier in the input of two that found the same). In text order.
 */
export function merged(found: readonly Found[]): readonly Found[] {
  const inOrder = found.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from || b.to - a.to);
  const result: Found[] = [];
  let widest = 0;
  for (const each of inOrder) {
    const last = result.at(-1);
    if (last === undefined || each.from >= last.to) {
      result.push(each);
      widest = each.to - each.from;
      continue;
    }
    const isWider = each.to - each.from > widest;
    widest = Math.max(widest, each.to - each.from);
    result[result.length - 1] = {
      rule: isWider ? each.rule : last.rule,
      from: last.from,
      to: Math.max(last.to, each.to),
    };
  }
  return result;
}
