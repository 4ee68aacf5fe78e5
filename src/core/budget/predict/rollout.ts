/**
 * Whether a task's prediction is applied while it is rolled out (spec P13); the others are predicted and recorded,
 * not limited. The same task always gets the same answer, and more percent never take it back.
 *
 * @param percent 0 to 100
 * @param stableHash of a text, in [0, 1): the first 32 bits of its SHA-256 divided by 2³²
 */
export function isApplied(taskId: string, percent: number, stableHash: (text: string) => number): boolean {
  return stableHash(taskId) * 100 < percent;
}
