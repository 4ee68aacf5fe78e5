import path from 'node:path';
import { run } from './command.ts';
import { REPOSITORY } from './pinned.ts';
import { missing } from './say.ts';

/** The packaged extension, as `npm run package` leaves it. */
export const VSIX = path.join(REPOSITORY, 'dist/context-budget.vsix');

/** Builds and packages the extension; gives the path of the .vsix. */
export async function packageExtension(): Promise<string> {
  await run('npm', ['run', '--silent', 'package'], { cwd: REPOSITORY }).catch((error: unknown) => {
    throw missing(
      `The extension cannot be packaged. ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  return VSIX;
}
