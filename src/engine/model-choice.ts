import type { FitSettings } from '../core/context/fit-settings.ts';
import {
  DEFAULT_ENCODING,
  exactBy,
  type ModelProfile,
  type TokenCounting,
} from '../core/facts/model-profile.ts';
import { type Failure, ok, type Result } from '../core/facts/result.ts';
import { findModel } from '../core/models/find-model.ts';
import type { ModelData } from '../core/models/model-data.ts';
import type { OfferedModel } from '../core/models/offered-model.ts';
import { buildRegistry, type Registry } from '../core/models/registry.ts';

/** Who reads the prompt, and how its tokens are counted. */
export interface ChosenModel {
  readonly model: ModelProfile | null;
  readonly counting: TokenCounting;
}

export interface ModelSources {
  readonly editor: readonly OfferedModel[];
  readonly own: readonly unknown[];
}

/** The resident that knows the models; the packages' data are read on first need. */
export class ModelChoice {
  readonly #readData: () => Promise<ModelData>;
  /** ISO date. */
  readonly #today: () => string;
  #data: Promise<ModelData> | null = null;
  #sources: ModelSources = { editor: [], own: [] };
  #registry: Promise<Registry> | null = null;

  constructor(readData: () => Promise<ModelData>, today: () => string) {
    this.#readData = readData;
    this.#today = today;
  }

  setSources(sources: ModelSources): void {
    this.#sources = sources;
    this.#registry = null;
  }

  async all(): Promise<readonly ModelProfile[]> {
    return (await this.registry()).models;
  }

  /** Entries of the user that were refused. */
  async refused(): Promise<readonly Failure[]> {
    return this.#sources.own.length === 0 ? [] : (await this.registry()).refused;
  }

  /** Error: `unknown_model`. */
  async choose({ model, encoding }: Pick<FitSettings, 'model' | 'encoding'>): Promise<Result<ChosenModel>> {
    if (model === null) return ok({ model: null, counting: exactBy(encoding ?? DEFAULT_ENCODING) });
    const found = findModel(await this.registry(), model);
    if (!found.ok) return found;
    const counting = encoding === null ? found.value.counting : exactBy(encoding);
    return ok({ model: found.value, counting });
  }

  /** All that is known of models, the user's entries and the editor's offers among it. */
  async registry(): Promise<Registry> {
    this.#registry ??= this.#build();
    return this.#registry;
  }

  async #build(): Promise<Registry> {
    this.#data ??= this.#readData();
    return buildRegistry({ data: await this.#data, date: this.#today(), ...this.#sources });
  }
}
