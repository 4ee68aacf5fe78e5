import { createHash } from 'node:crypto';
import type { AskableModel } from '../../../../src/core/facts/askable-model.ts';
import type { ModelRecord, VerdictRecord } from '../../../../src/core/facts/model-record.ts';
import type { ModelRequest } from '../../../../src/core/facts/model-request.ts';
import type { Category } from '../../../../src/core/facts/category.ts';
import { ALERT_SETTINGS } from '../../../../src/core/history/alert-settings.ts';
import type { Result } from '../../../../src/core/facts/result.ts';
import { Advisor, type AdvisorPorts } from '../../../../src/engine/models/advisor.ts';
import type { Ask } from '../../../../src/engine/models/ask.ts';
import type { ModelStore } from '../../../../src/engine/models/ports.ts';
import { type Answered, processAsk } from '../../../../src/engine/models/process.ts';
import type { LogLine } from '../../../../src/engine/models/trace.ts';
import { DEFAULT_LEDGER_SETTINGS } from '../../../../src/engine/ledger/settings.ts';
import { type OpenedStore, openStore } from '../../../../src/engine/ledger/opened-store.ts';
import { isModelKind } from '../../../../src/core/facts/check-model-record.ts';
import type { AdapterCall } from '../../../../src/node/providers/adapter.ts';
import type { Disk } from '../../../../src/node/store/disk.ts';
import { quickDisk } from '../../node/store/notes.ts';
import { recordsIn } from '../../node/store/workspace-records.ts';
import { FakeClock } from './fake-clock.ts';
import { type Act, fakeAdapter } from './fake-models.ts';

export interface Advised {
  readonly advisor: Advisor;
  readonly clock: FakeClock;
  readonly adapter: ReturnType<typeof fakeAdapter>;
  readonly log: LogLine[];
  readonly opened: OpenedStore | null;
  /** Runs the fake clock until it is done. */
  ask(request?: Partial<ModelRequest>, more?: Partial<Ask>): Promise<Result<Answered>>;
  records(): Promise<readonly ModelRecord[]>;
  /** Makes a model proven: so many right verdicts of a moment ago. */
  prove(model: string, category: Category, right: number, wrong?: number): Promise<void>;
  close(): Promise<void>;
}

/** An advisor whose models act as they are told, on a clock of its own. */
export function advised(
  models: readonly AskableModel[],
  acts: (call: AdapterCall, attempt: number) => Act = () => ({ ms: 100 }),
  options: {
    readonly store?: string;
    readonly disk?: Disk;
    readonly ports?: Partial<AdvisorPorts>;
    readonly clock?: FakeClock;
  } = {},
): Advised {
  const { store, disk = quickDisk } = options;
  const clock = options.clock ?? new FakeClock();
  const adapter = fakeAdapter(clock, acts);
  const log: LogLine[] = [];
  const opened =
    store === undefined
      ? null
      : openStore({
          place: { store, roots: [], live: false },
          settings: () => DEFAULT_LEDGER_SETTINGS,
          alerts: () => ALERT_SETTINGS,
          now: clock.now,
          changed: () => undefined,
          raised: () => undefined,
          disk,
        });
  const modelStore: ModelStore | null =
    opened === null || store === undefined
      ? null
      : { history: opened.history, limits: opened.limits, folder: store, disk, raised: () => undefined };
  let ids = 0;
  const process = Math.random().toString(36).slice(2);
  const advisor = new Advisor({
    now: clock.now,
    random: () => 0.5,
    sleep: clock.sleep,
    newId: () => `id-${process}-${ids++}`,
    count: (_, text) => Math.ceil(text.length / 4),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    stableHash: (text) => createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32,
    store: () => modelStore,
    fit: null,
    log: (line) => log.push(line),
    ...options.ports,
  });
  advisor.configure({ explorationRate: 0 });
  advisor.register(adapter);
  advisor.offer(models);
  let requests = 0;
  return {
    advisor,
    clock,
    adapter,
    log,
    opened,
    ask: (request, more) =>
      clock.run(processAsk(advisor, askOf({ id: `request-${process}-${requests++}`, ...request }, more))),
    records: async () => {
      if (opened === null) {
        const all = await (await advisor.past()).everything();
        return all.ok ? [...all.value.responses, ...all.value.requests, ...all.value.verdicts] : [];
      }
      return (await recordsIn(opened.history)).filter((record): record is ModelRecord =>
        isModelKind(record.kind),
      );
    },
    prove: async (model, category, right, wrong = 0) => {
      const past = await advisor.past();
      for (let place = 0; place < right + wrong; place++)
        await past.append(
          verdictOf(model, category, place < right, `${model}-${category}-${place}`, clock.now()),
        );
    },
    close: async () => {
      await clock.run(advisor.close());
      await opened?.close();
    },
  };
}

export function verdictOf(
  model: string,
  category: Category,
  wasCorrect: boolean,
  id: string,
  at: number,
): VerdictRecord {
  return {
    kind: 'verdict',
    id: `verdict-${id}`,
    at,
    requestId: `q-${id}`,
    responseId: `r-${id}`,
    model,
    category,
    wasCorrect,
    weight: 1,
    source: 'validation',
    correction: null,
    responseMs: 1,
    costMicroUsd: null,
    tokenCount: 1,
  };
}

export function requestOf(more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    id: 'request',
    prompt: 'Where is the config loaded?',
    context: null,
    budget: null,
    createdAt: 1_795_176_000_000,
    category: null,
    taskType: null,
    qualityThreshold: 0.8,
    costLimitMicroUsd: null,
    requestCap: 1_000,
    criticality: null,
    strategy: null,
    consent: [],
    dataType: null,
    ...more,
  };
}

export function askOf(request: Partial<ModelRequest> = {}, more: Partial<Ask> = {}): Ask {
  return {
    request: requestOf(request),
    models: null,
    fits: false,
    ruleSet: null,
    compute: null,
    tenant: '',
    minResponses: null,
    passLimits: false,
    thinking: false,
    signal: new AbortController().signal,
    ...more,
  };
}
