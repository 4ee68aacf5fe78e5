import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  PortMessageReader,
  PortMessageWriter,
} from 'vscode-jsonrpc/node';
import { serveLedger } from '../../../../src/engine/ledger/serve-ledger.ts';
import { DEFAULT_LEDGER_SETTINGS, NO_CONTEXT } from '../../../../src/engine/ledger/settings.ts';
import * as message from '../../../../src/protocol/ledger.ts';
import { codeOf, testStore, type TestStore, value } from './running-keeper.ts';

describe('a door of the ledger', () => {
  let place: TestStore;
  let door: MessageConnection;
  let end: () => void;
  beforeEach(() => {
    place = testStore();
    const { port1, port2 } = new MessageChannel();
    const engine = createMessageConnection(new PortMessageReader(port1), new PortMessageWriter(port1));
    door = createMessageConnection(new PortMessageReader(port2), new PortMessageWriter(port2));
    const { keeper } = place.run({}, { live: false });
    serveLedger(engine, keeper);
    engine.listen();
    door.listen();
    end = () => {
      engine.dispose();
      door.dispose();
      port1.close();
    };
  });
  afterEach(async () => {
    end();
    await place.close();
  });

  it('is answered by the protocol', async () => {
    await door.sendNotification(message.openLedger, { store: place.store, roots: [], live: false });
    await door.sendNotification(message.ledgerSettingsChanged, DEFAULT_LEDGER_SETTINGS);
    await door.sendNotification(message.taskContextChanged, NO_CONTEXT);
    const task = { title: 'Fix the login', taskId: 'SHOP-1' };
    const asked = { task, level: null, model: null, tenant: '' };
    const predicted = value(await door.sendRequest(message.predictTask, asked));
    assert.equal(predicted.taskId, 'SHOP-1');
    const report = { task, budgetUsed: 2_000, success: true, quality: null };
    assert.equal(value(await door.sendRequest(message.recordOutcome, report)).stored, 'written');
    const limit = { limit: '5k output tokens a day', id: null };
    assert.equal(value(await door.sendRequest(message.setLimit, limit)).used, 2_000);
    assert.equal(value(await door.sendRequest(message.listLimits)).length, 3);
    // the default limit of a day warns at 75 %, whatever its amount
    const dearer = { limit: '$12 a day', id: null };
    assert.equal(value(await door.sendRequest(message.setLimit, dearer)).limit.warnShare, 0.75);
    const quiet = { limit: { unit: 'usd', amount: 12, period: 'day', warnShare: null }, id: null };
    assert.equal(value(await door.sendRequest(message.setLimit, quiet)).limit.warnShare, null);
    const scope = 'workspace';
    assert.ok(value(await door.sendRequest(message.resetUsage, { scope })).every(({ used }) => used === 0));
    value(await door.sendRequest(message.removeLimit, { id: 'outputTokens day' }));
    assert.equal(value(await door.sendRequest(message.ledgerStatus)).records, 1);
    const filter = { since: null, until: null, period: 'day', model: null, type: null, days: 30 } as const;
    assert.match(value(await door.sendRequest(message.ledgerReport, filter)).markdown, /^# Token report/);
    const file = join(dirname(place.store), 'out.jsonl');
    assert.equal(value(await door.sendRequest(message.exportHistory, { file, what: 'history' })).records, 1);
    const source = { from: 'export', file } as const;
    assert.equal(value(await door.sendRequest(message.importUsage, source)).known, 1);
    value(await door.sendRequest(message.clearHistory));
    assert.equal(value(await door.sendRequest(message.ledgerStatus)).records, 0);
  });

  it('hears of progress, and may give up', async () => {
    const data = join(dirname(place.store), 'rows.jsonl');
    const row = (n: number): string =>
      `${JSON.stringify({ id: `r${n}`, stream: 's', text: `Fix ${n}`, tokens_out: 100 + n, tokens_total: 900 })}\n`;
    writeFileSync(data, Array.from({ length: 400 }, (_, n) => row(n)).join(''));
    const giveUp = new CancellationTokenSource();
    const heard = new Promise<string>((resolve) => {
      door.onNotification(message.ledgerProgress, ({ of, total }) => {
        resolve(`${of} ${total}`);
        giveUp.cancel();
      });
    });
    const request = { data, target: 'out', predictions: null } as const;
    const answer = door.sendRequest(message.evaluate, request, giveUp.token);
    assert.equal(await heard, 'evaluate 400');
    assert.equal(codeOf(await answer), 'cancelled');
  });
});
