import { setUp } from '../vscode/set-up.ts';
import { packageExtension } from '../vscode/vsix.ts';

/**
 * Mocha calls this once before all tests. `npm test` has packaged the extension already and names it in
 * CONTEXT_BUDGET_VSIX; a run of the e2e tests alone packages it anew.
 */
export async function mochaGlobalSetup(): Promise<void> {
  await setUp();
  if (!process.env['CONTEXT_BUDGET_VSIX']) process.env['CONTEXT_BUDGET_VSIX'] = await packageExtension();
}
