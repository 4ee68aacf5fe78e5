/** The five kinds of request that routing tells apart (spec M1; seed 003 calls it the task type). */
export const CATEGORIES = [
  'simple_query',
  'complex_reasoning',
  'data_validation',
  'price_extraction',
  'historical_analysis',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** How many models answer, and how they are picked (spec M5). */
export const STRATEGIES = ['single_fast', 'dual_validation', 'triple_consensus', 'adaptive'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** What the user may agree to, word by word (spec M5). */
export const CONSENTS = ['unknown_price', 'quality_over_cost', 'below_quality', 'fewer_models'] as const;
export type Consent = (typeof CONSENTS)[number];

/** What an answer is made of: picks the rule set and the merge key (spec M11, M14). */
export const DATA_TYPES = ['gpu', 'token', 'grid_load'] as const;
export type DataType = (typeof DATA_TYPES)[number];

/** What kind of request one for such data is (spec M14); null: its words say. */
export const CATEGORY_OF_DATA: Readonly<Record<DataType, Category | null>> = {
  gpu: 'price_extraction',
  token: 'price_extraction',
  grid_load: null,
};
