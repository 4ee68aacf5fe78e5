/**
 * A process that records, changes the ledger and compacts until it is killed: `writer STORE NAME ACKNOWLEDGED SEED`.
 * Whatever the store acknowledged it writes to the file ACKNOWLEDGED, so that whoever kills it knows what must be
 * there: `r <id>` for a record, `l` for a change of the ledger. Its clock may be wrong, its disk now and then full.
 */
import { openSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { ok } from '../../src/core/facts/result.ts';
import { openHistory } from '../../src/node/store/history.ts';
import { openSharedLedger } from '../../src/node/store/shared-ledger.ts';
import {
  amountOf,
  campaignFold,
  campaignLedger,
  campaignRecords,
  campaignRetention,
} from './campaign-record.ts';
import { fullDisk } from './full-disk.ts';
import { seededChance } from './seeded-chance.ts';

const [, , store = '', name = '', acknowledged = '', seed = '0'] = process.argv;
const DAY = 86_400_000;
const chance = seededChance(Number(seed));
const file = openSync(acknowledged, 'a', 0o600);
const tell = (line: string): void => void writeSync(file, `${line}\n`);

const wrongBy = chance() < 0.3 ? Math.round((chance() - 0.5) * 2_000) * DAY : 0;
const now = (): number => Date.now() + wrongBy;
const disk = fullDisk(() => chance() < 0.02);
const open = () =>
  openHistory({
    store,
    schema: campaignRecords,
    folds: [campaignFold],
    retention: campaignRetention,
    disk,
    now,
    retryMs: 10,
  });

let history = open();
const ledger = openSharedLedger({ store, schema: campaignLedger, disk, now });
let next = 0;

async function record(): Promise<void> {
  const id = `${name}.${next++}`;
  const written = await history.append({ id, kind: 'campaign', at: now(), amount: amountOf(id) });
  if (written.ok && written.value === 'written') tell(`r ${id}`);
}

tell('started');
process.stdout.write('started\n');
for (;;) {
  const what = chance();
  if (what < 0.75) {
    const together = 1 + Math.floor(chance() * 6);
    await Promise.all(Array.from({ length: together }, record));
  } else if (what < 0.88) {
    const changed = await ledger.change((state) =>
      ok({ state: { ...state, [name]: (state[name] ?? 0) + 1 }, answer: null }),
    );
    if (changed.ok) tell('l');
  } else if (what < 0.96) await history.maintain();
  else if (what < 0.98) {
    await history.close();
    history = open();
    await history.load();
  } else await setTimeout(chance() * 5);
}
