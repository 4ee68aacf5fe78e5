import type { Encoding } from '../facts/model-profile.ts';
import type { GroupBy, StrategyName } from './fit/choice.ts';
import { type Level, LEVELS } from './item.ts';

export const FORMATS = ['markdown', 'xml', 'json', 'plain'] as const;
export type Format = (typeof FORMATS)[number];

export const STRATEGIES: readonly StrategyName[] = ['greedy', 'balanced', 'optimal'];

export type ItemOrder = 'path' | 'rank';

/** What a user chooses about a fit, at any door. Amounts are tokens. */
export interface FitSettings {
  /** A model name; null: no model known, `encoding` counts. */
  readonly model: string | null;
  /** Wins over the model's; for the terminal's `--encoding`. */
  readonly encoding: Encoding | null;
  /** Limit of the whole prompt; null: the model's input limit, or DEFAULT_BUDGET without a model. */
  readonly budget: number | null;
  /** Kept free in the window for the answer; null: the model's output limit, as far as it leaves room. */
  readonly reserve: number | null;
  readonly strategy: StrategyName;
  readonly groupBy: GroupBy;
  readonly levels: readonly Level[];
  readonly format: Format;
  readonly order: ItemOrder;
  readonly tree: boolean;
  readonly lineNumbers: boolean;
  readonly instructions: string;
  readonly task: string;
  /** Which files are candidates: those that are ticked or pinned, or all that are not left out. */
  readonly offer: 'ticked' | 'all';
  /** Least value per token: below it budget stays unused. */
  readonly floor: number;
  /** Whether near duplicates count once. */
  readonly duplicates: boolean;
  /** What becomes of a file with a secret in it, and the ids of findings that the user accepted. */
  readonly secrets: SecretHandling;
  readonly allowSecrets: readonly string[];
}

export const SECRET_HANDLINGS = ['exclude', 'mask'] as const;
export type SecretHandling = (typeof SECRET_HANDLINGS)[number];

/** Spec F2: the budget when nobody named one and no model is known. */
export const DEFAULT_BUDGET = 8000;

export const DEFAULT_FIT: FitSettings = {
  model: null,
  encoding: null,
  budget: null,
  reserve: null,
  strategy: 'optimal',
  groupBy: 'folder',
  levels: LEVELS,
  format: 'markdown',
  order: 'path',
  tree: true,
  lineNumbers: false,
  instructions: '',
  task: '',
  offer: 'ticked',
  floor: 0,
  duplicates: false,
  secrets: 'exclude',
  allowSecrets: [],
};
