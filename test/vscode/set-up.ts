import { installChromium } from './chromium.ts';
import { installCodeServer } from './code-server.ts';
import { isMissing } from './say.ts';

/** Everything that the real VS Code needs on this machine, fetched on demand; nothing to do the second time. */
export async function setUp(): Promise<void> {
  await Promise.all([installCodeServer(), installChromium()]);
}

if (process.argv[1] === import.meta.filename) {
  await setUp().catch((error: unknown) => {
    console.error(isMissing(error) ? error.message : error);
    process.exitCode = 1;
  });
}
