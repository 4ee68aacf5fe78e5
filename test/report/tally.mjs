import { readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, notes: string[] }} Tally
 * `notes` are sentences about what counts as a failure without being a failed test.
 */

/**
 * Counts one run of mocha from the file that the reporter spec-and-json wrote and the exit code of the run. What was
 * skipped, a run without a test and a run that died count as failures: nothing is left out silently.
 *
 * @returns {Tally}
 */
export function tallyMocha(name, file, exitCode) {
  const report = readReport(file);
  if (!report) {
    return { passed: 0, failed: 1, notes: [`${name}: the run left no report (exit code ${exitCode}).`] };
  }
  const passed = report.passed.length;
  const skipped = report.skipped.map(
    ({ title }) => `${name}: "${title}" is skipped, which counts as failed.`,
  );
  const failed = report.failed.length + skipped.length;
  if (passed + failed === 0) return { passed, failed: 1, notes: [`${name}: there is not one test.`] };
  if (failed === 0 && exitCode !== 0) {
    return {
      passed,
      failed: 1,
      notes: [
        `${name}: all tests passed, yet the run ended with ${exitCode}: its last lines say why (coverage?).`,
      ],
    };
  }
  return { passed, failed, notes: skipped };
}

/** @returns {Tally} */
export const tallyGate = (name, exitCode) =>
  exitCode === 0
    ? { passed: 1, failed: 0, notes: [] }
    : { passed: 0, failed: 1, notes: [`${name}: failed, see above.`] };

/** @returns {Tally} */
export const total = (tallies) => ({
  passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
  failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
  notes: tallies.flatMap(({ notes }) => notes),
});

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
