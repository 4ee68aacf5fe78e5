import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import type { WorkspaceRecord } from '../../../../src/node/store/workspace-record.ts';
import { fullDisk } from '../../../fault/full-disk.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { modelRecords } from './model-records.ts';
import { DAY, NOON, quickDisk } from './notes.ts';
import { openWorkspace, outcome, recordsIn, usage } from './workspace-records.ts';

const DRAWN = fc.uniqueArray(modelRecords(fc.integer({ min: NOON - 200 * DAY, max: NOON })), {
  minLength: 1,
  maxLength: 12,
  selector: ({ id }) => id,
});

describe('what the history keeps of requests to models', () => {
  it('property 44: appends never change earlier lines', async () => {
    await fc.assert(
      fc.asyncProperty(DRAWN, async (records) => {
        await inFolder(async (store) => {
          const history = openWorkspace(store, {}, -Infinity, quickDisk);
          let before = '';
          for (const record of records) {
            await history.append(record);
            const after = linesIn(store);
            assert.equal(after.startsWith(before), true);
            assert.equal(after.length > before.length, true);
            before = after;
          }
          await history.close();
          assert.equal(linesIn(store).startsWith(before), true);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('property 46: with failing storage every call still answers, and pending records are written later', async () => {
    await fc.assert(
      fc.asyncProperty(
        DRAWN,
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        async (records, full) => {
          await inFolder(async (store) => {
            let isFull = false;
            const disk = fullDisk(() => isFull);
            const history = openWorkspace(store, {}, -Infinity, disk);
            for (const [place, record] of records.entries()) {
              isFull = full[place] ?? true;
              const answer = await history.append(record);
              assert.equal(answer.ok && (answer.value === 'written' || answer.value === 'waiting'), true);
            }
            // in memory or on the disk, they count
            assert.deepEqual(await recordsIn(history), inOrder(records));
            isFull = false;
            await history.retry();
            while (history.status().waiting > 0) await setTimeout(1);
            await history.close();
            const again = openWorkspace(store, {}, -Infinity, quickDisk);
            assert.deepEqual(await recordsIn(again), inOrder(records));
            await again.close();
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('goes with everything else when the history is cleared', async () => {
    await inFolder(async (store) => {
      const [record] = fc.sample(modelRecords(fc.constant(NOON)), { numRuns: 1, seed: 3 });
      assert.notEqual(record, undefined);
      if (record === undefined) return;
      const history = openWorkspace(store);
      await history.append(record);
      await history.append(outcome('a', NOON));
      assert.equal((await recordsIn(history)).length, 2);
      assert.equal((await history.clear()).ok, true);
      assert.deepEqual(await recordsIn(history), []);
      await history.close();
    });
  });

  it('is read beside the records of the version before, which did not have it', async () => {
    await inFolder(async (store) => {
      const writer = openWorkspace(store);
      await writer.append(outcome('a', NOON - 1));
      await writer.append(usage('u', NOON, 5));
      await writer.close();
      // as version 1 wrote it
      const [name = ''] = readdirSync(join(store, 'records-1'));
      const path = join(store, 'records-1', name);
      const bytes = readFileSync(path, 'utf8');
      const { crc32 } = await import('node:zlib');
      const [header = '', ...lines] = bytes.split('\n');
      const rest = header.slice(12).replace('"version":2', '"version":1');
      writeFileSync(path, [`["${crc32(rest).toString(16).padStart(8, '0')}",${rest}`, ...lines].join('\n'));
      const history = openWorkspace(store);
      assert.deepEqual(
        (await recordsIn(history)).map(({ id }) => id),
        ['a', 'u'],
      );
      assert.deepEqual(history.status().newer, []);
      assert.equal(history.status().damagedLines, 0);
      await history.close();
    });
  });
});

async function inFolder(work: (store: string) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  try {
    await work(join(folder.path, 'store'));
  } finally {
    folder.remove();
  }
}

/** All bytes of the only segment. */
function linesIn(store: string): string {
  const names = readdirSync(join(store, 'records-1')).filter((name) => name.endsWith('.jsonl'));
  assert.equal(names.length, 1);
  return readFileSync(join(store, 'records-1', names[0] ?? ''), 'latin1');
}

function inOrder(records: readonly WorkspaceRecord[]): readonly WorkspaceRecord[] {
  // of one segment: the order of the same time is that of the lines
  return records.toSorted((left, right) => left.at - right.at);
}
