/** What a package says of one price. USD per million tokens, all above 0. */
export interface DatedPrice {
  readonly input: number;
  readonly output: number;
  readonly cached?: number;
  /** ISO date from which it holds; absent: always. */
  readonly from?: string;
  /** It holds during some hours of every day only. */
  readonly daily?: true;
  /** Prompts of more than this many tokens are dearer than stated. */
  readonly above?: number;
}

/** What one package says of a model. An absent figure is unknown; tokens. */
export interface PackageFigures {
  readonly window?: number;
  readonly input?: number;
  readonly output?: number;
  readonly prices?: readonly DatedPrice[];
}

export interface ModelDatum {
  /** Lower case, unique among ids and aliases. */
  readonly id: string;
  readonly provider: string;
  readonly name?: string;
  readonly aliases?: readonly string[];
  /** ISO date on which the maker retires it, or `announced` without a date. */
  readonly retires?: string;
  readonly genaiPrices?: PackageFigures;
  readonly llmPrices?: PackageFigures;
}

/** The file that the build makes of the two packages (`node/model-data-build.js`). */
export interface ModelData {
  readonly version: 1;
  /** Package name, version and date of each. */
  readonly sources: { readonly genaiPrices: string; readonly llmPrices: string };
  readonly models: readonly ModelDatum[];
}
