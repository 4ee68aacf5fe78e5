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
import { countWorkspace } from './engine/count-request.ts';
import { Engine } from './engine/engine.ts';
import { explainFile } from './engine/explain-request.ts';
import { fitPrompt } from './engine/fit-request.ts';
import { ladderOf } from './engine/ladder-request.ts';
import { searchWorkspace } from './engine/search-request.ts';
import { outlineFile } from './engine/outline-request.ts';
import { memoryOpener } from './engine/memory.ts';
import { previewFile } from './engine/preview-request.ts';
import { rankWorkspace } from './engine/rank-request.ts';
import { reasonsOf } from './engine/reasons-request.ts';
import { secretsFoundIn } from './engine/secrets-request.ts';
import { childrenOf, entryOf, rankedEntriesOf } from './engine/tree-answers.ts';
import { verifyAuditText } from './engine/verify-request.ts';
import { Keeper } from './engine/ledger/keeper.ts';
import { serveLedger } from './engine/ledger/serve-ledger.ts';
import { readModelData } from './node/model-data.ts';
import { createOutliner } from './node/outline/outliner.ts';
import { readText } from './node/read.ts';
import { scanSecrets } from './node/secrets/scan-secrets.ts';
import * as message from './protocol/engine.ts';
import { alertsRaised, ledgerSnapshot } from './protocol/ledger.ts';
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

const engine = new Engine({
  now: Date.now,
  counters: createTokenCounters((name) => readFileSync(beside(`tokens/${name}`))),
  readModelData: () => readModelData(fileURLToPath(beside('models.json'))),
  read: readText,
  openMemory: memoryOpener(version),
  outlineOf: createOutliner(fileURLToPath(beside('grammars')), (text) =>
    tell(message.engineLog, { level: 'warn', text }),
  ),
  scanSecrets,
  outlook: {
    expect: (task, model) => keeper.expect(task, model),
    expectSurely: (task, model) => keeper.expectSurely(task, model),
    planned: (fit) => keeper.planned(fit),
  },
  onPlan: (plan) => tell(message.planSnapshot, plan),
  onTree: (paths) => tell(message.treeChanged, { paths }),
  onProgress: (progress) => tell(message.progress, progress),
  log: (level, text) => tell(message.engineLog, { level, text }),
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
  onExpectation: () => engine.replanSoon(),
});
serveLedger(connection, keeper);

connection.onNotification(message.openWorkspace, (workspace) => engine.open(workspace));
connection.onNotification(message.filesChanged, ({ paths }) => engine.filesChanged(paths));
connection.onNotification(message.documentText, ({ id, text }) => engine.documentText(id, text));
connection.onNotification(message.documentEdited, ({ id, edits }) => {
  if (!engine.documentEdited(id, edits)) tell(message.documentLost, { id });
});
connection.onNotification(message.documentReleased, ({ id }) => engine.documentReleased(id));
connection.onNotification(message.attentionChanged, (attention) => engine.attend(attention));
connection.onNotification(message.selectionChanged, (selection) => engine.select(selection));
connection.onNotification(message.fitSettingsChanged, (settings) => engine.configure(settings));
connection.onNotification(message.modelsChanged, (sources) => engine.setModels(sources));

connection.onRequest(message.treeChildren, ({ folder, offset, limit }) =>
  childrenOf(engine.treeState(), folder, offset, limit),
);
connection.onRequest(message.treeEntry, ({ path }) => entryOf(engine.treeState(), path));
connection.onRequest(message.rankedEntries, ({ offset, limit }) =>
  rankedEntriesOf(engine.treeState(), offset, limit),
);
connection.onRequest(message.rankReasons, ({ path }) => reasonsOf(engine, path));
connection.onRequest(message.preview, ({ path }) => previewFile(engine, path));
connection.onRequest(message.secretsFound, ({ path }) => secretsFoundIn(engine, path));
connection.onRequest(message.explain, ({ path }) => explainFile(engine, path));
connection.onRequest(message.listModels, () => engine.models.all());
connection.onRequest(message.countFiles, (token) =>
  countWorkspace(engine, () => token.isCancellationRequested),
);
connection.onRequest(message.outlineFile, ({ path }) => outlineFile(engine, path));
connection.onRequest(message.rankFiles, ({ top }, token) =>
  rankWorkspace(engine, { top, isCancelled: () => token.isCancellationRequested }),
);
connection.onRequest(message.searchNodes, ({ query, nodeKind, top }, token) =>
  searchWorkspace(engine, { query, nodeKind, top, isCancelled: () => token.isCancellationRequested }),
);
connection.onRequest(message.ladder, ({ budgets }, token) =>
  ladderOf(engine, { budgets, isCancelled: () => token.isCancellationRequested }),
);
connection.onRequest(message.verifyAudit, ({ audit }) => verifyAuditText(engine, audit));
connection.onRequest(message.fit, ({ workLimit, verify }, token) =>
  fitPrompt(engine, {
    workLimit,
    isCancelled: () => token.isCancellationRequested,
    verify: verify
      ? (model, text) => connection.sendRequest(message.countByEditor, { model, text }, token)
      : null,
  }),
);
connection.onRequest(message.shutDown, async () => {
  await Promise.all([engine.close(), keeper.close()]);
  return ok(null);
});
connection.listen();
