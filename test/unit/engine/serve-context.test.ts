import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { MessageChannel } from 'node:worker_threads';
import {
  createMessageConnection,
  type MessageConnection,
  NotificationType,
  PortMessageReader,
  PortMessageWriter,
  RequestType,
  RequestType0,
} from 'vscode-jsonrpc/node';
import { DEFAULT_FIT } from '../../../src/core/context/fit-settings.ts';
import { serveLedger } from '../../../src/engine/ledger/serve-ledger.ts';
import { closeEngine } from '../../../src/engine/events.ts';
import { createAdvising } from '../../../src/engine/models/create-advising.ts';
import { serveModels } from '../../../src/engine/models/serve-models.ts';
import { serveContext } from '../../../src/engine/serve-context.ts';
import { documentEdited, documentLost, documentText } from '../../../src/protocol/documents.ts';
import { fit, fitSettingsChanged } from '../../../src/protocol/fit.ts';
import { selectionChanged } from '../../../src/protocol/selection.ts';
import { treeEntry } from '../../../src/protocol/tree.ts';
import { openWorkspace } from '../../../src/protocol/workspace.ts';
import { testStore, value } from './ledger/running-keeper.ts';
import { FILES, folderOf, remove, runEngine } from './running-engine.ts';

/** What comes down to the door, and what the thread answers itself. */
const NOT_OF_A_TABLE: ReadonlySet<string> = new Set([
  'plan/snapshot',
  'tree/changed',
  'document/lost',
  'progress',
  'log',
  'editor/count',
  'ledger/snapshot',
  'ledger/alerts',
  'ledger/progress',
  'models/progress',
  'models/text',
  'models/configRefused',
  'models/log',
  'models/key',
  'models/editor',
  'models/legacy',
  'shutdown',
]);

/** Names of all messages between a door and the engine. */
async function messagesOfTheProtocol(): Promise<readonly string[]> {
  const folder = new URL('../../../src/protocol/', import.meta.url);
  const names: string[] = [];
  for (const file of readdirSync(folder)) {
    const exported = Object.values((await import(new URL(file, folder).href)) as Record<string, unknown>);
    for (const message of exported)
      if (
        message instanceof NotificationType ||
        message instanceof RequestType ||
        message instanceof RequestType0
      )
        names.push(message.method);
  }
  return names;
}

describe('the tables of messages', () => {
  it('name every message that goes up', async () => {
    const answered = new Set<string>();
    const listen = (type: { readonly method: string }): void => void answered.add(type.method);
    const connection = { onNotification: listen, onRequest: listen } as unknown as MessageConnection;
    const { engine } = await runEngine();
    const place = testStore();
    serveContext(connection, engine);
    const { keeper } = place.run({}, { live: false });
    serveLedger(connection, keeper);
    const { counters } = engine.ports;
    serveModels(connection, createAdvising({ connection, engine, keeper, counters, now: Date.now }));
    await closeEngine(engine);
    await place.close();
    const upward = (await messagesOfTheProtocol()).filter((name) => !NOT_OF_A_TABLE.has(name));
    assert.ok(upward.includes(fit.method));
    assert.deepEqual([...answered].sort(), upward.toSorted());
  });
});

describe('a door of the engine', () => {
  it('is answered by the protocol, and told when edits cannot be followed', async () => {
    const { port1, port2 } = new MessageChannel();
    const served = createMessageConnection(new PortMessageReader(port1), new PortMessageWriter(port1));
    const door = createMessageConnection(new PortMessageReader(port2), new PortMessageWriter(port2));
    const { engine } = await runEngine();
    const folder = folderOf({ 'a.ts': 'export const a = 1;\n' });
    serveContext(served, engine);
    const lost = new Promise<string>((resolve) => {
      door.onNotification(documentLost, ({ id }) => resolve(id));
    });
    served.listen();
    door.listen();
    try {
      await door.sendNotification(fitSettingsChanged, { ...DEFAULT_FIT, budget: 2_000 });
      await door.sendNotification(selectionChanged, {
        marks: { '': true },
        pinned: [],
        leftOut: [],
        levels: {},
      });
      await door.sendNotification(openWorkspace, {
        roots: [{ name: 'root', path: folder }],
        only: [],
        pin: [],
        files: FILES,
        cacheFolder: null,
        live: false,
      });
      await door.sendNotification(documentText, { id: 'a.ts', text: 'export const unsaved = 1;\n' });
      const { prompt } = value(await door.sendRequest(fit, { workLimit: 1_000, verify: false }));
      assert.match(prompt, /unsaved/);
      assert.equal((await door.sendRequest(treeEntry, { path: 'a.ts' }))?.ticked, true);
      await door.sendNotification(documentEdited, { id: 'nobody knows', edits: [] });
      assert.equal(await lost, 'nobody knows');
    } finally {
      await closeEngine(engine);
      served.dispose();
      door.dispose();
      port1.close();
      remove(folder);
    }
  });
});
