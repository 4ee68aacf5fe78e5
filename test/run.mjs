// npm test: everything, from a fresh clone if need be. The last line is "N passed, N failed".
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { tallyGate, tallyMocha, total } from './report/tally.mjs';
import { install, nodeIsTooOld } from './vscode/install.mjs';

const REPOSITORY = path.resolve(import.meta.dirname, '..');
const REPORTS = path.join(REPOSITORY, 'coverage/reports');
const REPORTER = 'test/report/spec-and-json.cjs';

const started = Date.now();
const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
const heading = (name) => console.log(`\n=== ${name} (at ${seconds()})`);

/** @returns {Promise<number>} the exit code */
function execute(program, args, stdio = 'inherit') {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: REPOSITORY, stdio, shell: process.platform === 'win32' });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

const npmRun = (script, ...args) =>
  execute('npm', ['run', '--silent', script, ...(args.length ? ['--', ...args] : [])]);

/** A gate passes or fails as a whole. */
async function gate(name, script) {
  heading(name);
  return tallyGate(name, await npmRun(script));
}

/** Runs the tests of one level; the script gets where to write its report. */
async function tests(name, script, viaEnvironment = false) {
  heading(name);
  const report = path.join(REPORTS, `${name}.json`);
  if (viaEnvironment) process.env.CONTEXT_BUDGET_TEST_REPORT = report;
  const code = await (viaEnvironment
    ? npmRun(script)
    : npmRun(script, '--reporter', REPORTER, '--reporter-option', `output=${report}`));
  return tallyMocha(name, report, code);
}

function finish(tallies) {
  const { passed, failed, notes } = total(tallies);
  console.log('');
  for (const note of notes) console.log(note);
  console.log(`finished in ${seconds()}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

const old = nodeIsTooOld();
if (old) finish([{ passed: 0, failed: 1, notes: [old] }]);
if (!install()) {
  finish([
    { passed: 0, failed: 1, notes: ['install: the dependencies could not be installed, see npm above.'] },
  ]);
}
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

// Fetching the real VS Code takes a minute of network: meanwhile the rest runs.
const setUp = npmRun('test:set-up');

const tallies = [];
heading('build');
const built = (await npmRun('build')) === 0;
if (!built) tallies.push(tallyGate('build', 1));
tallies.push(await gate('typecheck', 'typecheck'));
tallies.push(await gate('lint', 'lint'));
tallies.push(await tests('unit', 'coverage'));
tallies.push(await gate('package', 'test:package'));

heading('set-up of the real VS Code');
if ((await setUp) !== 0) {
  tallies.push({
    passed: 0,
    failed: 2,
    notes: ['integration and e2e could not run: the set-up of VS Code failed, see the [vscode] lines above.'],
  });
  finish(tallies);
}
// The e2e tests take the package that was just looked at.
process.env.CONTEXT_BUDGET_VSIX = path.join(REPOSITORY, 'dist/context-budget.vsix');
tallies.push(await tests('integration', 'test:integration', true));
tallies.push(await tests('e2e', 'test:e2e'));
finish(tallies);
