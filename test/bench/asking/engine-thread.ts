import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { Result } from '../../../src/core/facts/result.ts';
import { shutDown } from '../../../src/protocol/engine-thread.ts';
import { ledgerSettingsChanged, openLedger } from '../../../src/protocol/ledger.ts';
import {
  askModels,
  type AskAnswer,
  type AskRequest,
  giveFeedback,
  keyOf,
  modelsConfigChanged,
} from '../../../src/protocol/models.ts';
import { modelsChanged } from '../../../src/protocol/models-offered.ts';
import { startEngine } from '../../../src/terminal/engine.ts';
import { ownSettingsOf } from '../../../src/terminal/own-settings.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The shipped engine in its thread, with a history of its own, as a door sees it. */
export interface EngineThread {
  readonly connection: MessageConnection;
  /** Asks with everything that is not said left out; a refusal ends the bench with its words. */
  ask(request: Partial<AskRequest> & { readonly prompt: string }): Promise<AskAnswer>;
  judge(requestId: string, model: string, isRight: boolean): Promise<void>;
  stop(): Promise<void>;
}

export function buildEngine(): void {
  execFileSync(process.execPath, ['esbuild.js', '--production'], { cwd: ROOT, stdio: 'ignore' });
}

/** @param ask settings by their names below `contextBudget.ask` */
export async function engineThread(
  models: readonly Readonly<Record<string, unknown>>[],
  ask: Readonly<Record<string, unknown>> = {},
): Promise<EngineThread> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-asking-'));
  const engine = startEngine(pathToFileURL(join(ROOT, 'dist/worker.js')), (error) => {
    throw error;
  });
  const { connection } = engine;
  const settings = ownSettingsOf({ name: 'bench', fields: {} }, 'UTC');
  if (!settings.ok) throw new Error(settings.error.message);
  connection.onRequest(keyOf, () => null);
  await connection.sendNotification(modelsChanged, { editor: [], own: models });
  await connection.sendNotification(ledgerSettingsChanged, settings.value);
  await connection.sendNotification(modelsConfigChanged, { origin: 'bench', fields: ask });
  await connection.sendNotification(openLedger, {
    store: join(folder, 'store'),
    roots: [folder],
    live: false,
  });
  return {
    connection,
    async ask(request) {
      const whole: AskRequest = { ...NOTHING_SAID, ...request };
      return done(await connection.sendRequest(askModels, { ...whole, passLimits: false }));
    },
    async judge(requestId, model, isRight) {
      const verdict = isRight ? 'accept' : 'reject';
      done(await connection.sendRequest(giveFeedback, { requestId, verdict, model }));
    },
    async stop() {
      await connection.sendRequest(shutDown);
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const NOTHING_SAID = {
  requestId: null,
  context: 'none',
  models: null,
  level: null,
  tenant: '',
  minResponses: null,
} as const;

function done<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}
