import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const GRACE_MS = 5000;

export interface ProcessGroup {
  /** What it printed so far, both streams. */
  readonly log: () => string;
  /** How it ended, or undefined while it runs. */
  readonly ended: () => string | undefined;
  readonly stop: () => Promise<void>;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/**
 * Starts a program as the leader of its own process group and stops the whole group: the server forks extension
 * host, pty host and file watcher, which outlive a signal to the parent alone. The group also ends with us.
 */
export function startGroup(program: string, args: readonly string[], env: NodeJS.ProcessEnv): ProcessGroup {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let log = '';
  let ended: string | undefined;
  child.stdout.on('data', (data: Buffer) => (log += data.toString()));
  child.stderr.on('data', (data: Buffer) => (log += data.toString()));
  const killAtExit = (): void => signalGroup(child, 'SIGKILL');
  process.on('exit', killAtExit);
  const finish = (how: string): void => {
    ended ??= how;
    process.off('exit', killAtExit);
  };
  child.on('error', (error) => finish(error.message));
  child.on('exit', (code, signal) => finish(`${program} ended with ${code ?? signal}`));
  return {
    log: () => log,
    ended: () => ended,
    stop: async () => {
      if (ended !== undefined) return signalGroup(child, 'SIGKILL');
      const gone = once(child, 'exit');
      signalGroup(child, 'SIGTERM');
      const impatient = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
      await gone;
      clearTimeout(impatient);
      signalGroup(child, 'SIGKILL');
    },
  };
}
