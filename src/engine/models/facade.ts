import { type Category, CATEGORY_OF_DATA, DATA_TYPES, type DataType } from '../../core/facts/category.ts';
import { isObject } from '../../core/facts/json-value.ts';
import { fail, type Failure, ok, type Result } from '../../core/facts/result.ts';
import type { FetchDataRequest, FetchedData, MigrationStatus } from '../../protocol/models.ts';
import type { Advisor } from './advisor.ts';
import type { Ask } from './ask.ts';
import { processAsk } from './process.ts';

/** A request of the facade as the rest takes it. Errors: `invalid_<field>`, those of a prediction. */
export type ReadFetch = (
  request: FetchDataRequest & { readonly dataType: DataType; readonly requestId: string },
) => Promise<Result<Ask>>;

/** The old function. */
export type Legacy = (asked: {
  readonly prompt: string;
  readonly dataType: DataType;
  readonly requestId: string;
}) => Promise<Result<unknown>>;

const PERCENT = 100;

/**
 * Between an old function and the models (spec M14): which of them answers is said by stage and rollout, and a failure
 * of the new one may fall back to the old one. Nothing here fails otherwise than by what it returns.
 */
export class Facade {
  readonly #advisor: Advisor;
  #isOn = true;
  readonly #counts = { orchestrator: 0, legacy: 0, rolledBack: 0 };

  constructor(advisor: Advisor) {
    this.#advisor = advisor;
  }

  get status(): MigrationStatus {
    const { config } = this.#advisor;
    return {
      stage: config['migration.stage'],
      rolloutPercent: config['migration.rolloutPercent'],
      rollbackEnabled: config['migration.rollbackEnabled'],
      on: this.#isOn,
      ...this.#counts,
    };
  }

  toggle(on: boolean): void {
    this.#isOn = on;
  }

  /** Null asks only. Error: `invalid_config`, naming the field; then nothing is changed. */
  update(fields: unknown): Result<MigrationStatus> {
    if (fields === null || fields === undefined) return ok(this.status);
    if (!isObject(fields))
      return fail('invalid_config', 'The settings of a migration are an object.', { field: '' });
    const { on, ...rest } = fields;
    if (on !== undefined && typeof on !== 'boolean')
      return fail('invalid_config', '"on" must be true or false.', { field: 'on' });
    const dotted = Object.fromEntries(
      Object.entries(rest).map(([name, value]) => [`migration.${name}`, value]),
    );
    const before = this.#advisor.config;
    const [refused] = this.#advisor.configure(dotted);
    if (refused !== undefined) {
      this.#advisor.configure({
        'migration.stage': before['migration.stage'],
        'migration.rolloutPercent': before['migration.rolloutPercent'],
        'migration.rollbackEnabled': before['migration.rollbackEnabled'],
      });
      return { ok: false, error: refused };
    }
    if (on !== undefined) this.toggle(on);
    return ok(this.status);
  }

  /** @param legacy null: there is no old function */
  async fetchData(request: FetchDataRequest, read: ReadFetch, legacy: Legacy | null): Promise<FetchedData> {
    const { ports, config } = this.#advisor;
    const dataType = DATA_TYPES.find((known) => known === request.dataType);
    if (dataType === undefined)
      return failed('orchestrator', {
        code: 'invalid_data_type',
        message: `The data type must be one of ${DATA_TYPES.join(', ')}.`,
      });
    const requestId = typeof request.requestId === 'string' ? request.requestId : ports.newId();
    const system = this.#systemFor(requestId, legacy !== null);
    if (system === null)
      return failed('legacy', {
        code: 'no_system',
        message:
          'There is neither an old function nor are models to be asked: set the stage of the migration.',
      });
    const old = (): Promise<FetchedData> =>
      this.#byLegacy(legacy, { prompt: request.prompt, dataType, requestId }, CATEGORY_OF_DATA[dataType]);
    if (system === 'legacy') return old();
    const fetched = await this.#byModels({ ...request, dataType, requestId }, read);
    if (fetched.success || legacy === null || !config['migration.rollbackEnabled']) return fetched;
    if (fetched.error.code === 'cancelled') return fetched;
    this.#counts.rolledBack++;
    ports.log({
      level: 'warn',
      requestId,
      stage: 'settings',
      ms: null,
      text: `Fell back to the old function after ${fetched.error.code}.`,
    });
    return old();
  }

  #systemFor(requestId: string, hasLegacy: boolean): 'orchestrator' | 'legacy' | null {
    const { stage, rolloutPercent } = this.status;
    if (!this.#isOn || stage === 'legacy') return hasLegacy ? 'legacy' : null;
    if (stage === 'full' || !hasLegacy) return 'orchestrator';
    const isIn = this.#advisor.ports.stableHash(requestId) * PERCENT < rolloutPercent;
    return isIn ? 'orchestrator' : 'legacy';
  }

  async #byModels(
    request: FetchDataRequest & { readonly dataType: DataType; readonly requestId: string },
    read: ReadFetch,
  ): Promise<FetchedData> {
    this.#counts.orchestrator++;
    const ask = await read(request);
    if (!ask.ok) return failed('orchestrator', ask.error);
    const answered = await processAsk(this.#advisor, ask.value);
    if (!answered.ok) return failed('orchestrator', answered.error);
    const { result, validation, planned } = answered.value;
    const found = validation?.warnings.map(({ message }) => message) ?? [];
    const left = validation?.errors.map(({ message }) => message) ?? [];
    return {
      success: true,
      data: validation === null ? result.data : validation.validatedData,
      metadata: {
        contributingModels: result.contributingModels,
        scores: result.scores,
        category: planned.classification.category,
        requestId: ask.value.request.id,
        stage: this.status.stage,
        flaggedForReview: result.flaggedForReview,
        warnings: [...planned.decision.warnings, ...left, ...found],
      },
      system: 'orchestrator',
      at: this.#advisor.ports.now(),
    };
  }

  async #byLegacy(
    legacy: Legacy | null,
    asked: Parameters<Legacy>[0],
    category: Category | null,
  ): Promise<FetchedData> {
    this.#counts.legacy++;
    const fetched =
      legacy === null
        ? fail('no_system', 'There is no old function.')
        : await legacy(asked).catch(() => fail('legacy_failed', 'The old function failed.'));
    if (!fetched.ok) return failed('legacy', fetched.error);
    const { requestId } = asked;
    const { stage } = this.status;
    return {
      success: true,
      data: fetched.value,
      metadata: {
        contributingModels: [],
        scores: {},
        category,
        requestId,
        stage,
        flaggedForReview: false,
        warnings: [],
      },
      system: 'legacy',
      at: this.#advisor.ports.now(),
    };
  }
}

function failed(
  system: 'orchestrator' | 'legacy',
  { code, message }: Pick<Failure, 'code' | 'message'>,
): FetchedData {
  return { success: false, error: { code, message }, system };
}
