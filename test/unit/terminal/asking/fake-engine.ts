import { MessageChannel } from 'node:worker_threads';
import {
  createMessageConnection,
  type MessageConnection,
  PortMessageReader,
  PortMessageWriter,
} from 'vscode-jsonrpc/node';
import { ok } from '../../../../src/core/facts/result.ts';
import { shutDown } from '../../../../src/protocol/engine-thread.ts';
import { ledgerSettingsChanged, ledgerTrouble, openLedger } from '../../../../src/protocol/ledger.ts';
import { modelsConfigChanged, type ModelsConfigGiven } from '../../../../src/protocol/models.ts';
import { modelsChanged } from '../../../../src/protocol/models-offered.ts';
import type { RunningEngine } from '../../../../src/terminal/engine.ts';

/** The engine's side of the connection, in this process, answering as a test says. */
export interface FakeEngine {
  readonly start: () => RunningEngine;
  /** What the terminal told it. */
  readonly config: () => ModelsConfigGiven | null;
  readonly own: () => readonly unknown[];
}

export function fakeEngine(serve: (engine: MessageConnection) => void): FakeEngine {
  const told: { config: ModelsConfigGiven | null; own: readonly unknown[] } = { config: null, own: [] };
  return {
    start() {
      const { port1, port2 } = new MessageChannel();
      const engine = createMessageConnection(new PortMessageReader(port1), new PortMessageWriter(port1));
      const connection = createMessageConnection(new PortMessageReader(port2), new PortMessageWriter(port2));
      engine.onNotification(modelsChanged, ({ own }) => void (told.own = own));
      engine.onNotification(ledgerSettingsChanged, () => undefined);
      engine.onNotification(openLedger, () => undefined);
      engine.onNotification(modelsConfigChanged, (config) => void (told.config = config));
      engine.onRequest(ledgerTrouble, () => null);
      engine.onRequest(shutDown, () => ok(null));
      serve(engine);
      engine.listen();
      connection.listen();
      return {
        connection,
        async stop() {
          connection.dispose();
          engine.dispose();
          port1.close();
          port2.close();
        },
      };
    },
    config: () => told.config,
    own: () => told.own,
  };
}
