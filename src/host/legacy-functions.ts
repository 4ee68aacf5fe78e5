import type { DataType } from '../core/facts/category.ts';
import { fail, ok } from '../core/facts/result.ts';
import type { Result } from '../core/facts/result.ts';

/** What fetched the data before there was an orchestrator (spec M14). */
export type LegacyFunction = (prompt: string, dataType: DataType, requestId: string) => Promise<unknown>;

/** The old functions of the migration facade: the engine asks for them by the request's id. */
export interface LegacyFunctions {
  /** While `work` runs, requests of that id may fall back to `legacy`. */
  during<T>(requestId: string, legacy: LegacyFunction | null, work: () => Promise<T>): Promise<T>;
  call(request: {
    readonly prompt: string;
    readonly dataType: DataType;
    readonly requestId: string;
  }): Promise<Result<unknown>>;
}

export function legacyFunctions(): LegacyFunctions {
  const running = new Map<string, LegacyFunction>();
  return {
    async during(requestId, legacy, work) {
      if (legacy !== null) running.set(requestId, legacy);
      try {
        return await work();
      } finally {
        if (running.get(requestId) === legacy) running.delete(requestId);
      }
    },
    async call({ prompt, dataType, requestId }) {
      const legacy = running.get(requestId);
      if (legacy === undefined) return fail('no_system', 'There is no old function to fall back to.');
      try {
        return ok(await legacy(prompt, dataType, requestId));
      } catch (error) {
        return fail(
          'legacy_failed',
          `The old function failed: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },
  };
}
