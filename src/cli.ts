/** Door 2: the terminal. Builds the surroundings and hands over. */
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { cacheFolder } from './node/data-folder.ts';
import { currentFolder } from './terminal/current-folder.ts';
import { startEngine } from './terminal/engine.ts';
import { EXIT } from './terminal/exit-code.ts';
import { endWhenUnwritable, outputTo } from './terminal/output.ts';
import { personAt } from './terminal/person.ts';
import { runProgram } from './terminal/program.ts';
import { refuse } from './terminal/session.ts';

endWhenUnwritable(process.stdout, process.stderr);
const output = outputTo(process.stdout, process.stderr);

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

try {
  const argv = process.argv.slice(2);
  const cwd = currentFolder();
  process.exitCode = cwd.ok
    ? await runProgram(argv, version, {
        cwd: cwd.value,
        output,
        readInput: () => text(process.stdin),
        askPerson: personAt(process.stdin, process.stderr),
        startEngine: (onCrash) => startEngine(new URL('worker.js', import.meta.url), onCrash),
        cacheFolder: cacheFolder(process.env),
        env: process.env,
        now: Date.now,
        onInterrupt: (stop) => {
          process.once('SIGINT', stop);
          return () => process.off('SIGINT', stop);
        },
      })
    : refuse(output, cwd.error, argv.includes('--json'));
} catch (error) {
  process.stderr.write(
    `context-budget: this is a bug, please report it.\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = EXIT.bug;
}
