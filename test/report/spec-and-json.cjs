// Mocha reporter: the spec report for people, and the same as JSON in the file named by the option `output`.
const { mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { reporters, Runner } = require('mocha');

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Runner.constants;

module.exports = function SpecAndJson(runner, options) {
  const file = options.reporterOptions?.output;
  if (!file) throw new Error('spec-and-json needs --reporter-option output=FILE');
  const spec = new reporters.Spec(runner, options);
  const result = { passed: [], failed: [], skipped: [] };
  runner.on(EVENT_TEST_PASS, (test) => result.passed.push({ title: test.fullTitle(), ms: test.duration }));
  runner.on(EVENT_TEST_PENDING, (test) => result.skipped.push({ title: test.fullTitle() }));
  // A hook that fails comes as a failed test too.
  runner.on(EVENT_TEST_FAIL, (test, error) =>
    result.failed.push({ title: test.fullTitle(), error: String(error?.stack ?? error) }),
  );
  runner.on(EVENT_RUN_END, () => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  });
  return spec;
};
