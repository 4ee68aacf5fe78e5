// npm start [-- FOLDER] [--screenshot FILE]: shows the extension in a real VS Code, from a fresh clone if need be.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { install, nodeIsTooOld } from './install.mjs';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');

const old = nodeIsTooOld();
if (old || !install()) {
  process.stderr.write(`${old ?? 'The dependencies could not be installed: see what npm said above.'}\n`);
  process.exit(1);
}

// Ctrl-C reaches the whole foreground group: the child cleans up and this process only passes its status on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
const child = spawn(
  process.execPath,
  [
    '--import',
    import.meta.resolve('tsx'),
    path.join(import.meta.dirname, 'show.ts'),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', cwd: REPOSITORY },
);
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
