import { readdirSync } from 'node:fs';
import path from 'node:path';

const TEST_TIMEOUT_MS = 30_000;

/** Called by VS Code inside the extension host (extensionTestsPath); a rejection makes the run fail. */
export async function run(): Promise<void> {
  const repository = path.resolve(__dirname, '../../..');
  const { default: Mocha } = await import('mocha');
  const output = process.env['CONTEXT_BUDGET_TEST_REPORT'] ?? path.join(__dirname, 'report.json');
  const grep = process.env['CONTEXT_BUDGET_TEST_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: TEST_TIMEOUT_MS,
    reporter: path.join(repository, 'test/report/spec-and-json.cjs'),
    reporterOptions: { output },
    ...(grep ? { grep } : {}),
  });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, name));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} integration tests failed`);
}
