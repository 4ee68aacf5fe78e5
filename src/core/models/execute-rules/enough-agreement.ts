/**
 * Whether the wait for further answers may end (spec M6): so many have come as were asked for, and two of them agree.
 * One answer agrees with nobody.
 *
 * @param successes in any order
 * @param minResponses null: wait for all
 * @param agree whether two answers say the same
 */
export function enoughAgreement<T>(
  successes: readonly T[],
  minResponses: number | null,
  agree: (a: T, b: T) => boolean,
): boolean {
  if (minResponses === null || successes.length < minResponses) return false;
  return successes.some((a, index) => successes.slice(index + 1).some((b) => agree(a, b)));
}
