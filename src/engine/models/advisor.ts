import type { AskableModel } from '../../core/facts/askable-model.ts';
import { fail, type Failure, ok, type Result } from '../../core/facts/result.ts';
import { DEFAULT_MODELS_CONFIG, type ModelsConfig, readModelsConfig } from '../../core/models/config.ts';
import type { MergedResult } from '../../core/models/merge/merged-result.ts';
import { readRuleSet } from '../../core/models/validate/read-rule-set.ts';
import type { ValidationResult } from '../../core/models/validate/validation-result.ts';
import type { ModelResponse } from '../../core/facts/model-response.ts';
import type { Adapter } from '../../node/providers/adapter.ts';
import { answerCache } from './answer-cache.ts';
import type { FitAsked, FitPort, FittedAsk } from './ask.ts';
import { keptAnswers } from './kept-answers.ts';
import { linkedSignal } from './linked-signal.ts';
import { ModelPast } from './model-past.ts';
import type { CallPorts, ModelStore } from './ports.ts';
import type { LogLine } from './trace.ts';

/** What the advisor needs from its thread. */
export interface AdvisorPorts extends Omit<CallPorts, 'adapterOf' | 'pause'> {
  /** Hex. */
  readonly sha256: (text: string) => string;
  /** In [0, 1): the first 32 bits of the SHA-256, divided by 2³². */
  readonly stableHash: (text: string) => number;
  /** Of the workspace that is open; null: there is none, and nothing is kept. */
  readonly store: () => ModelStore | null;
  /** Null: there are no files to fit. */
  readonly fit: FitPort | null;
  readonly log: (line: LogLine) => void;
}

/** An answer as the cache keeps it: frozen. */
export interface CachedResult {
  readonly result: MergedResult;
  readonly validation: ValidationResult | null;
  /** All that were asked for. */
  readonly responses: readonly ModelResponse[];
  /** Those of them that are a model's own answer: what feedback judges. */
  readonly judged: readonly ModelResponse[];
}

/** Running requests have so long to end when the advisor closes (spec M15). */
const CLOSING_MS = 5_000;

const LEVELS = ['error', 'warn', 'info'];

/**
 * The resident that asks models: who can be asked, the settings, what is known of them, answers that were given, and
 * running requests. What it does with a request is in files of their own (`process.ts`, `feedback.ts`, …).
 */
export class Advisor {
  readonly ports: AdvisorPorts;
  config: ModelsConfig = DEFAULT_MODELS_CONFIG;
  readonly cache;
  readonly answers;
  #models: ReadonlyMap<string, AskableModel> = new Map();
  #adapters: ReadonlyMap<string, Adapter> = new Map();
  readonly #pauses = new Map<string, number>();
  #past: { readonly store: ModelStore | null; readonly past: ModelPast } | null = null;
  readonly #running = new Map<string, { readonly end: () => void; readonly done: Promise<void> }>();
  #isClosing = false;

  constructor(ports: AdvisorPorts) {
    this.ports = {
      ...ports,
      log: (line) => {
        if (LEVELS.indexOf(line.level) <= LEVELS.indexOf(this.config['logging.level'])) ports.log(line);
      },
    };
    this.cache = answerCache<CachedResult>({ maxEntries: 1_000, ttlSeconds: 3_600 }, ports.now);
    this.answers = keptAnswers(ports.now);
    this.configure({});
  }

  /**
   * Settings by name (spec M13): right ones are in force for the requests that follow, running ones keep what they
   * began with. @returns what was refused, `invalid_config`; what it would have replaced stays.
   */
  configure(fields: Readonly<Record<string, unknown>>): readonly Failure[] {
    const { config, refused } = readModelsConfig(fields, this.config, readRuleSet);
    // what was merged by other keys is another answer
    if (JSON.stringify(config['merge.keys']) !== JSON.stringify(this.config['merge.keys']))
      this.cache.forget({ all: true });
    this.config = config;
    this.cache.configure({ maxEntries: config['cache.maxEntries'], ttlSeconds: config['cache.ttlSeconds'] });
    return refused;
  }

  /** The adapters by the names that models give; a request that runs keeps those it began with. */
  get adapters(): ReadonlyMap<string, Adapter> {
    return this.#adapters;
  }

  register(adapter: Adapter): void {
    this.#adapters = new Map([...this.#adapters, [adapter.name, adapter]]);
  }

  remove(name: string): void {
    this.#adapters = new Map([...this.#adapters].filter(([known]) => known !== name));
  }

  get models(): readonly AskableModel[] {
    return [...this.#models.values()];
  }

  /** All models that can be asked from the next request on; records of others stay. */
  offer(models: readonly AskableModel[]): void {
    this.#models = new Map(models.map((model) => [model.id, model]));
  }

  /** Those of an adapter that is registered, with the time that they were measured to take. */
  candidates(
    only: readonly string[] | null,
    measuredMs: ReadonlyMap<string, number>,
  ): readonly AskableModel[] {
    return this.models
      .filter(({ id, adapter }) => (only?.includes(id) ?? true) && this.#adapters.has(adapter))
      .map((model) => {
        const measured = measuredMs.get(model.id);
        return measured === undefined ? model : Object.freeze({ ...model, avgResponseMs: measured });
      });
  }

  /** Epoch ms; null: nobody asked to leave it alone. */
  pausedUntil(model: string): number | null {
    return this.#pauses.get(model) ?? null;
  }

  pause(model: string, until: number): void {
    this.#pauses.set(model, Math.max(until, this.#pauses.get(model) ?? 0));
  }

  async fit(asked: FitAsked): Promise<Result<FittedAsk>> {
    const { fit } = this.ports;
    return fit === null ? fail('no_room', 'There are no files here to fit around the prompt.') : fit(asked);
  }

  /** What is known of models in the open workspace, read. What cannot be read is told, and fails nothing. */
  async past(): Promise<ModelPast> {
    const store = this.ports.store();
    if (this.#past === null || this.#past.store !== store) {
      void this.#past?.past.close();
      this.#past = { store, past: this.#openPast(store) };
    }
    const { past } = this.#past;
    const loaded = await past.loaded();
    if (!loaded.ok) this.#warn(`What is known of models cannot be read: ${loaded.error.message}`);
    return past;
  }

  /** A request begins. Errors: `cancelled` when the advisor closes, `duplicate_reservation` for an id that runs. */
  begin(
    requestId: string,
    signal: AbortSignal,
  ): Result<{ readonly signal: AbortSignal; readonly end: () => void }> {
    if (this.#isClosing) return fail('cancelled', 'No further requests are taken: the window closes.');
    if (this.#running.has(requestId))
      return fail('duplicate_reservation', `The request ${requestId} runs already. Give each its own id.`);
    const linked = linkedSignal(signal);
    let finish: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    this.#running.set(requestId, { end: () => linked.end(), done });
    return ok({
      signal: linked.signal,
      end: () => {
        linked.end();
        this.#running.delete(requestId);
        finish();
      },
    });
  }

  get running(): number {
    return this.#running.size;
  }

  /** Takes no new requests, waits 5 s for running ones and cancels the rest; then everything is recorded. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const over = new AbortController();
    const all = Promise.all([...this.#running.values()].map(({ done }) => done));
    await Promise.race([all, this.ports.sleep(CLOSING_MS, over.signal)]);
    over.abort();
    for (const { end } of this.#running.values()) end();
    await all;
    await this.#past?.past.close();
  }

  #openPast(store: ModelStore | null): ModelPast {
    return new ModelPast({
      store,
      now: this.ports.now,
      scoring: () => this.config,
      warn: (text) => this.#warn(text),
    });
  }

  #warn(text: string): void {
    this.ports.log({ level: 'warn', requestId: '', stage: 'record', ms: null, text });
  }
}
