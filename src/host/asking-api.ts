import { randomUUID } from 'node:crypto';
import type { CancellationToken } from 'vscode';
import type { Result } from '../core/facts/result.ts';
import { askModels, fetchData, giveFeedback, migration, planAsk } from '../protocol/models.ts';
import type {
  AskAnswer,
  AskPlan,
  AskRequest,
  FeedbackGiven,
  FeedbackTaken,
  FetchedData,
  MigrationStatus,
} from '../protocol/models.ts';
import type { EngineClient } from './engine-client.ts';
import type { LegacyFunction, LegacyFunctions } from './legacy-functions.ts';

/** A request as another extension gives it: what it leaves out is the default. */
export type AskOptions = Partial<Omit<AskRequest, 'prompt'>> & {
  /** True: limits of the ledger may be passed. The caller has asked its user. */
  readonly passLimits?: boolean;
  /** Gets the answers as they come, piece by piece. */
  readonly onText?: (piece: { readonly model: string; readonly text: string }) => void;
  readonly token?: CancellationToken;
};

export interface FetchOptions {
  /** In [0, 1]. */
  readonly qualityThreshold?: number;
  /** USD > 0. */
  readonly costLimit?: number;
  /** Unique; one is made where there is none. */
  readonly requestId?: string;
  /** What fetched the data before: asked at the stage `legacy`, and when the models fail (spec M14). */
  readonly legacy?: LegacyFunction;
}

/** Writes what is in force now into the settings, under their names without `migration.`. Error: `write_failed`. */
export type KeepMigration = (config: Readonly<Record<string, unknown>>) => Promise<Result<null>>;

/** Asking models, for other extensions. Failures are values; nothing here asks the user anything. */
export interface AskingApi {
  /** What would be done and what it may cost; nothing is sent. */
  planAsk(prompt: string, options?: AskOptions): Promise<Result<AskPlan>>;
  /** Asks the models that have earned it, merges and checks. `sendRequest` rules hold: only on a user's action. */
  ask(prompt: string, options?: AskOptions): Promise<Result<AskAnswer>>;
  /** Says who was right: the models learn from it. */
  feedback(feedback: FeedbackGiven): Promise<Result<FeedbackTaken>>;
  /** Data by several models, or by the old function, as the stage of the migration says. */
  fetchDataWithCollaboration(prompt: string, dataType: string, options?: FetchOptions): Promise<FetchedData>;
  readonly migration: {
    getStatus(): Promise<Result<MigrationStatus>>;
    /** Checked, and kept in the settings. Errors: `invalid_config`, naming the field; `write_failed`. */
    updateConfig(config: Readonly<Record<string, unknown>>): Promise<Result<MigrationStatus>>;
    /** Off is the stage `legacy`. */
    toggle(on: boolean): Promise<Result<MigrationStatus>>;
  };
}

export function askingApi(
  engine: Pick<EngineClient, 'ask' | 'onAnswerText'>,
  legacy: LegacyFunctions,
  keep: KeepMigration,
): AskingApi {
  return {
    planAsk: (prompt, options = {}) => engine.ask(planAsk, requestOf(prompt, options), options.token),
    async ask(prompt, options = {}) {
      const request = requestOf(prompt, { ...options, requestId: options.requestId ?? randomUUID() });
      const { onText } = options;
      const listening =
        onText &&
        engine.onAnswerText(({ requestId, model, text }) => {
          if (requestId === request.requestId) onText({ model, text });
        });
      try {
        const { passLimits = false } = options;
        return await engine.ask(askModels, { ...request, passLimits }, options.token);
      } finally {
        listening?.dispose();
      }
    },
    feedback: (feedback) => engine.ask(giveFeedback, feedback),
    fetchDataWithCollaboration(prompt, dataType, { legacy: old, requestId = randomUUID(), ...options } = {}) {
      const request = { ...options, prompt, dataType, requestId, hasLegacy: old !== undefined };
      return legacy.during(requestId, old ?? null, () => engine.ask(fetchData, request));
    },
    migration: {
      getStatus: () => engine.ask(migration, null),
      async updateConfig(config) {
        const taken = await engine.ask(migration, config);
        if (!taken.ok) return taken;
        const kept = await keep(config);
        return kept.ok ? taken : kept;
      },
      toggle: (on) => engine.ask(migration, { on }),
    },
  };
}

function requestOf(
  prompt: string,
  { passLimits: _passLimits, onText: _text, token: _token, ...options }: AskOptions,
): AskRequest {
  return {
    requestId: null,
    context: 'none',
    models: null,
    level: null,
    tenant: '',
    minResponses: null,
    ...options,
    prompt,
  };
}
