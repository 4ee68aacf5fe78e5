/** Door 3: the engine's own thread. Builds the adapters and answers by the protocol. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import {
  createMessageConnection,
  type NotificationType,
  PortMessageReader,
  PortMessageWriter,
  type RequestParam,
} from 'vscode-jsonrpc/node';
import { ok } from './core/facts/result.ts';
import { createEngine } from './engine/create-engine.ts';
import { closeEngine } from './engine/events.ts';
import { Keeper } from './engine/ledger/keeper.ts';
import { serveLedger } from './engine/ledger/serve-ledger.ts';
import { createAdvising, modelRetention } from './engine/models/create-advising.ts';
import { serveModels } from './engine/models/serve-models.ts';
import { memoryOpener } from './engine/memory.ts';
import { replanSoon } from './engine/plan-schedule.ts';
import { serveContext } from './engine/serve-context.ts';
import { readModelData } from './node/model-data.ts';
import { createOutliner } from './node/outline/outliner.ts';
import { readText } from './node/read.ts';
import { scanSecrets } from './node/secrets/scan-secrets.ts';
import { engineLog, shutDown } from './protocol/engine-thread.ts';
import { alertsRaised, ledgerSnapshot } from './protocol/ledger.ts';
import { planSnapshot } from './protocol/plan.ts';
import { treeChanged } from './protocol/tree.ts';
import { progress } from './protocol/workspace.ts';
import { createTokenCounters } from './tokens/token-counters.ts';

if (parentPort === null) throw new Error('The engine is started as a worker thread by one of the doors.');
const connection = createMessageConnection(
  new PortMessageReader(parentPort),
  new PortMessageWriter(parentPort),
);

const beside = (name: string): URL => new URL(name, import.meta.url);
const { version } = JSON.parse(readFileSync(beside('../package.json'), 'utf8')) as { version: string };

const tell = <P>(type: NotificationType<P>, params: RequestParam<P>): void => {
  // The door may be gone already; then nobody is left to tell.
  connection.sendNotification(type, params).catch(() => undefined);
};

const counters = createTokenCounters((name) => readFileSync(beside(`tokens/${name}`)));
const engine = createEngine({
  now: Date.now,
  counters,
  readModelData: () => readModelData(fileURLToPath(beside('models.json'))),
  read: readText,
  openMemory: memoryOpener(version),
  outlineOf: createOutliner(fileURLToPath(beside('grammars')), (text) =>
    tell(engineLog, { level: 'warn', text }),
  ),
  scanSecrets,
  outlook: {
    expect: (task, model) => keeper.expect(task, model),
    expectSurely: (task, model) => keeper.expectSurely(task, model),
    planned: (fit) => keeper.planned(fit),
  },
  onPlan: (plan) => tell(planSnapshot, plan),
  onTree: (paths) => tell(treeChanged, { paths }),
  onProgress: (counted) => tell(progress, counted),
  log: (level, text) => tell(engineLog, { level, text }),
});

const keeper = new Keeper({
  now: Date.now,
  model: async (name) => {
    const chosen = await engine.models.choose({ model: name, encoding: null });
    return chosen.ok ? ok(chosen.value.model) : chosen;
  },
  models: () => engine.models.all(),
  onSnapshot: (snapshot) => tell(ledgerSnapshot, snapshot),
  onAlerts: (alerts) => tell(alertsRaised, alerts),
  onExpectation: () => replanSoon(engine),
  modelRetention: () => modelRetention(advising),
  retryMs: () => advising.advisor.config['storage.retryMs'],
});

const advising = createAdvising({ connection, engine, keeper, counters, now: Date.now });

serveContext(connection, engine);
serveLedger(connection, keeper);
serveModels(connection, advising);
connection.onRequest(shutDown, async () => {
  // what runs is recorded before the store closes
  await advising.advisor.close();
  await Promise.all([closeEngine(engine), keeper.close()]);
  return ok(null);
});
connection.listen();
