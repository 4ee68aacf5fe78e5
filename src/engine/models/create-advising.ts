import { createHash, randomUUID } from 'node:crypto';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { AskableModel } from '../../core/facts/askable-model.ts';
import { providers } from '../../node/providers/providers.ts';
import type { Disk } from '../../node/store/disk.ts';
import { systemDisk } from '../../node/store/disk.ts';
import type { ModelRetention } from '../../node/store/workspace-history.ts';
import { askEditorModel, editorPiece, keyOf as askKey, modelsLog } from '../../protocol/models.ts';
import type { TokenCounters } from '../../tokens/token-counters.ts';
import { type Counting, countingFor } from '../counting.ts';
import type { Engine } from '../engine.ts';
import { stableHash } from '../ledger/asked.ts';
import type { Keeper } from '../ledger/keeper.ts';
import type { OpenedStore } from '../ledger/opened-store.ts';
import { Advisor } from './advisor.ts';
import type { Advising } from './advising.ts';
import { editorAdapter } from './editor-adapter.ts';
import { fitForModels } from './fit-for-models.ts';
import { type ModelStore, sleep } from './ports.ts';

export interface AdvisingPorts {
  readonly connection: MessageConnection;
  readonly engine: Engine;
  readonly keeper: Keeper;
  readonly counters: TokenCounters;
  /** Epoch ms. */
  readonly now: () => number;
  readonly disk?: Disk;
}

/** The advisor of a thread, with the vendors' adapters and the editor's, which the door reaches. */
export function createAdvising(ports: AdvisingPorts): Advising {
  const { connection, engine, keeper, now } = ports;
  const count = counterOf(ports.counters);
  const keyOf = (name: string): Promise<string | null> => connection.sendRequest(askKey, { name });
  const advisor = new Advisor({
    now,
    random: Math.random,
    sleep,
    newId: randomUUID,
    count,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    stableHash,
    store: storeOf(keeper, ports.disk ?? systemDisk),
    fit: (asked) => fitForModels(engine, count, asked),
    log: ({ level, requestId, stage, ms, text }) => {
      const took = ms === null ? '' : ` (${Math.round(ms)} ms)`;
      const line = { level, requestId, text: `${stage}: ${text}${took}` };
      // the door may be gone already
      connection.sendNotification(modelsLog, line).catch(() => undefined);
    },
  });
  for (const adapter of providers({ keyOf, count, now, newId: randomUUID }).values())
    advisor.register(adapter);
  const listeners = new Map<string, (text: string) => void>();
  connection.onNotification(editorPiece, ({ callId, text }) => listeners.get(callId)?.(text));
  advisor.register(
    editorAdapter({
      offerOf: async (id) => (await engine.models.registry()).offered.get(id) ?? null,
      ask: (call, signal) => connection.sendRequest(askEditorModel, call, tokenOf(signal)),
      onPiece: (callId, listener) => {
        listeners.set(callId, listener);
        return () => listeners.delete(callId);
      },
      count,
      now,
      newId: randomUUID,
    }),
  );
  return { advisor, engine, keeper, keyOf };
}

/** How long what is kept of requests to models stays, as it is configured. */
export function modelRetention({ advisor: { config } }: Advising): ModelRetention {
  return { metricsDays: config['retentionDays.metrics'], verdictDays: config.verdictDays };
}

function counterOf(counters: TokenCounters): (model: AskableModel, text: string) => number {
  const known = new Map<string, Counting>();
  return ({ counting }, text) => {
    const key = `${counting.encoding} ${counting.factor}`;
    const made = known.get(key) ?? countingFor(counting, counters);
    known.set(key, made);
    return made.count(text);
  };
}

/** The same as long as the same workspace is open. */
function storeOf(keeper: Keeper, disk: Disk): () => ModelStore | null {
  let last: { readonly opened: OpenedStore; readonly store: ModelStore } | null = null;
  return () => {
    const opened = keeper.store;
    if (!opened.ok) return null;
    if (last?.opened !== opened.value) {
      const { history, limits, place } = opened.value;
      const store = { history, limits, folder: place.store, disk, raised: keeper.raise.bind(keeper) };
      last = { opened: opened.value, store };
    }
    return last.store;
  };
}

function tokenOf(signal: AbortSignal): CancellationToken {
  const source = new CancellationTokenSource();
  if (signal.aborted) source.cancel();
  else signal.addEventListener('abort', () => source.cancel(), { once: true });
  return source.token;
}
