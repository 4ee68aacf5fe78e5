import { CancellationTokenSource, EventEmitter } from 'vscode';
import type { Disposable, Event } from 'vscode';
import type { Stage } from '../core/facts/model-record.ts';
import { fail } from '../core/facts/result.ts';
import type { Result } from '../core/facts/result.ts';
import { askModels } from '../protocol/models.ts';
import type { AskAnswer, AskedModel, AskPlan, AskRequest } from '../protocol/models.ts';
import type { EngineClient } from './engine-client.ts';

/** A request of this window, from the moment it was agreed to. */
export interface AskedRequest {
  readonly requestId: string;
  /** In the user's words. */
  readonly prompt: string;
  readonly plan: AskPlan;
  readonly stage: Stage;
  readonly models: readonly AskedModel[];
  /** When `models` was heard, ms of `now`: whoever still answers has gone on since. */
  readonly heardAt: number;
  /** Call → what has come of its answer. */
  readonly pieces: ReadonlyMap<string, string>;
  /** Null while it runs. */
  readonly outcome: Result<AskAnswer> | null;
}

export interface AskedRequests extends Disposable {
  /** Asks. Failure `cancelled` when the user called it off. */
  run(asking: {
    readonly request: AskRequest;
    readonly plan: AskPlan;
    readonly passLimits: boolean;
    readonly prompt: string;
  }): Promise<Result<AskAnswer>>;
  find(requestId: string): AskedRequest | undefined;
  /** The newest, which the Plan view shows; null: none, or it was put away. */
  shown(): AskedRequest | null;
  /** The newest that was answered. */
  lastAnswered(): AskedRequest | null;
  /** Calls the one on show off. */
  cancel(): void;
  /** The view shows it no more; its document stays. */
  dismiss(): void;
  /** By id. */
  readonly onChange: Event<string>;
}

/** Answers can be hundreds of kilobytes, and after a day nobody judges them any more. */
const MOST_KEPT = 20;

/** Requests to models with how they stand; the Plan view and the result documents draw from here. */
export function askedRequests(
  engine: Pick<EngineClient, 'ask' | 'onAsked' | 'onAnswerText'>,
  now: () => number,
): AskedRequests {
  const onChange = new EventEmitter<string>();
  /** Oldest first. */
  const kept = new Map<string, AskedRequest>();
  const running = new Map<string, CancellationTokenSource>();
  let shownId: string | null = null;

  const put = (requestId: string, change: Partial<AskedRequest>): void => {
    const before = kept.get(requestId);
    if (before === undefined) return;
    kept.set(requestId, { ...before, ...change });
    onChange.fire(requestId);
  };
  const keep = (asked: AskedRequest): void => {
    kept.delete(asked.requestId);
    kept.set(asked.requestId, asked);
    for (const id of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      if (!running.has(id)) kept.delete(id);
    }
    shownId = asked.requestId;
    onChange.fire(asked.requestId);
  };
  const listening = [
    engine.onAsked(({ requestId, stage, models }) => put(requestId, { stage, models, heardAt: now() })),
    engine.onAnswerText(({ requestId, callId, text }) => {
      const before = kept.get(requestId)?.pieces;
      if (before === undefined) return;
      put(requestId, { pieces: new Map(before).set(callId, (before.get(callId) ?? '') + text) });
    }),
  ];
  return {
    async run({ request, plan, passLimits, prompt }) {
      const { requestId } = plan;
      const cancel = new CancellationTokenSource();
      running.set(requestId, cancel);
      keep({
        requestId,
        prompt,
        plan,
        stage: 'reserve',
        models: [],
        heardAt: now(),
        pieces: new Map(),
        outcome: null,
      });
      const asking = engine
        .ask(askModels, { ...request, requestId, passLimits }, cancel.token)
        .catch((error: unknown): Result<AskAnswer> => {
          if (cancel.token.isCancellationRequested) return fail('cancelled', 'The request was called off.');
          return fail('all_models_failed', `The engine stopped: ask again. (${String(error)})`);
        });
      const outcome = await asking;
      running.delete(requestId);
      cancel.dispose();
      put(requestId, { outcome, stage: 'record' });
      return outcome;
    },
    find: (requestId) => kept.get(requestId),
    shown: () => (shownId === null ? null : (kept.get(shownId) ?? null)),
    lastAnswered: () => [...kept.values()].findLast(({ outcome }) => outcome?.ok === true) ?? null,
    cancel: () => (shownId === null ? undefined : running.get(shownId)?.cancel()),
    dismiss() {
      const id = shownId;
      shownId = null;
      if (id !== null) onChange.fire(id);
    },
    onChange: onChange.event,
    dispose() {
      listening.forEach((part) => part.dispose());
      for (const cancel of running.values()) cancel.cancel();
      onChange.dispose();
    },
  };
}
