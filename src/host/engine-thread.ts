import { Worker } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { Log } from './log.ts';

/** One run of the engine: its thread and the connection to it. */
export interface EngineThread {
  readonly connection: MessageConnection;
  end(): void;
  /** Ends the thread without a word: what follows is what follows a crash. */
  kill(): void;
}

/** Starts the thread. `ended` is called once when it is gone without `end` having been called. */
export function startThread(file: string, log: Log, ended: (why: string) => void): EngineThread {
  // Its own output would land in the extension host's; nothing of the host's start-up flags is inherited.
  const worker = new Worker(file, { name: 'context-budget', execArgv: [], stdout: true, stderr: true });
  worker.stdout.on('data', (data: Buffer) => log.info(`engine: ${data.toString().trimEnd()}`));
  worker.stderr.on('data', (data: Buffer) => log.warn(`engine: ${data.toString().trimEnd()}`));
  const connection = createMessageConnection(new PortMessageReader(worker), new PortMessageWriter(worker), {
    error: (message) => log.error(`engine: ${message}`),
    warn: (message) => log.warn(`engine: ${message}`),
    info: (message) => log.info(`engine: ${message}`),
    log: (message) => log.trace(`engine: ${message}`),
  });
  let over = false;
  const finish = (why: string | null): void => {
    if (over) return;
    over = true;
    // Rejects what still waits for an answer.
    connection.dispose();
    if (why !== null) ended(why);
  };
  worker.on('error', (error: Error) => finish(error.stack ?? error.message));
  worker.on('exit', (code) => finish(`its thread ended with ${code}`));
  connection.onError(([error]) => log.error(`engine connection: ${error.message}`));
  return {
    connection,
    end() {
      finish(null);
      void worker.terminate();
    },
    kill: () => void worker.terminate(),
  };
}
