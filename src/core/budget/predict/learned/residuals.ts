import { between, clamp, LEVELS, NORMAL_AT_LEVELS } from './statistics.ts';
import type { Window } from './window.ts';

/** Past errors of a member, in units of its scale at the time: what its quantiles rest on. */
export type Residuals = Window;

/** Older errors than these say nothing of today's (prediction study, section 3.6). */
export const KEPT_RESIDUALS = 400;
/** Fewer errors than these have no tails of their own: a normal distribution stands in. */
const EMPIRICAL_FROM = 15;
/** How many imagined errors of the prior's spread the normal distribution starts with. */
const PRIOR_ERRORS = 6;
const LOWEST_RANK = 0.005;
const HIGHEST_RANK = 0.998;

/**
 * The quantiles of `centre + scale · error` at all levels: split-conformal, at rank p·(n + 1) of past errors.
 *
 * @param spread standard deviation of log tokens before anything is known
 */
export function conformalQuantiles(
  { latest, sorted }: Residuals,
  centre: number,
  scale: number,
  spread: number,
): readonly number[] {
  const n = latest.length;
  if (n < EMPIRICAL_FROM) {
    let squares = PRIOR_ERRORS * spread ** 2;
    for (const residual of latest) squares += residual * residual;
    const deviation = Math.sqrt(squares / (n + PRIOR_ERRORS));
    return NORMAL_AT_LEVELS.map((at) => centre + scale * at * deviation);
  }
  return LEVELS.map(
    (p) => centre + scale * between(sorted, clamp(p, LOWEST_RANK, HIGHEST_RANK) * (n + 1) - 1),
  );
}
