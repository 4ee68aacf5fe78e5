/** Door 2: the terminal. Builds the surroundings and hands over. */
import { readFileSync } from 'node:fs';
import { cacheFolder } from './node/data-folder.ts';
import { EXIT } from './terminal/exit-code.ts';
import { outputTo } from './terminal/output.ts';
import { runProgram } from './terminal/program.ts';

// A reader that closes early (`| head`) ends us quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.inputOutput);
});

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

try {
  process.exitCode = await runProgram(process.argv.slice(2), version, {
    cwd: process.cwd(),
    output: outputTo(process.stdout, process.stderr),
    workerFile: new URL('worker.js', import.meta.url),
    cacheFolder: cacheFolder(process.env),
    onInterrupt: (stop) => {
      process.once('SIGINT', stop);
      return () => process.off('SIGINT', stop);
    },
  });
} catch (error) {
  process.stderr.write(
    `context-budget: this is a bug, please report it.\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = EXIT.bug;
}
