import type { EngineClient } from './engine-client.ts';

/** The engine answers a new task well within this; who waits longer than this feels it. */
const PATIENCE_MS = 300;

/** The next snapshot of the ledger, or that of before when none comes in time. */
export async function freshLedger(engine: Pick<EngineClient, 'ledger' | 'onLedger'>): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const timer = setTimeout(done, PATIENCE_MS);
    const listening = engine.onLedger(done);
  });
}
