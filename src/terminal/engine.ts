import { Worker } from 'node:worker_threads';
import {
  createMessageConnection,
  type MessageConnection,
  PortMessageReader,
  PortMessageWriter,
} from 'vscode-jsonrpc/node';

export interface RunningEngine {
  readonly connection: MessageConnection;
  stop(): Promise<void>;
}

/** Starts the engine's thread. A crash of the thread is a bug and ends the process with its message. */
export function startEngine(workerFile: URL, onCrash: (error: Error) => void): RunningEngine {
  const worker = new Worker(workerFile);
  const connection = createMessageConnection(new PortMessageReader(worker), new PortMessageWriter(worker));
  worker.once('error', onCrash);
  connection.listen();
  return {
    connection,
    async stop() {
      connection.dispose();
      await worker.terminate();
    },
  };
}
