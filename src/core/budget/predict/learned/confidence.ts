import { appended, clamp, normalCdf, sum } from './statistics.ts';

/** What was claimed of late, and whether it held: used within ±50 % of the typical amount (prediction study, 3.9). */
export interface Claims {
  readonly claimed: readonly number[];
  readonly held: readonly number[];
}

export const NEW_CLAIMS: Claims = { claimed: [], held: [] };

const KEPT_CLAIMS = 200;
/** Imagined claims, all of which held. */
const PRIOR_CLAIMS = 2.5;
const LEAST_SPREAD = 0.05;
/** Distance of the 10 and 90 % quantiles of a normal distribution, in standard deviations. */
const CENTRAL_80 = 2.563;

/** The chance that log tokens are within ±50 % of the median, if they lie as the 10 and 90 % quantiles say. */
export function claimOf(q10: number, q90: number): number {
  const spread = Math.max(LEAST_SPREAD, (q90 - q10) / CENTRAL_80);
  return normalCdf(Math.log(2) / spread) - normalCdf(Math.log(2 / 3) / spread);
}

/** The claim, corrected by how claims held of late; share in [0.02, 0.98]. */
export function confidenceOf({ claimed, held }: Claims, claim: number): number {
  const correction = (sum(held) + PRIOR_CLAIMS) / (sum(claimed) + PRIOR_CLAIMS);
  return clamp(claim * clamp(correction, 0.6, 1.5), 0.02, 0.98);
}

export function learnClaim({ claimed, held }: Claims, claim: number, holds: boolean): Claims {
  return { claimed: appended(claimed, claim, KEPT_CLAIMS), held: appended(held, holds ? 1 : 0, KEPT_CLAIMS) };
}
