import type { AdapterName } from './adapter-profiles.ts';

/** A model that is there without any entry, disabled until its key exists (spec M2, M13). */
export interface ShippedModel {
  /** Its id in this product, and what its vendor calls it. */
  readonly id: string;
  readonly adapter: AdapterName;
  /** One sentence to know of its figures. */
  readonly note?: string;
}

/**
 * The first three by spec M2. Of OpenAI, Anthropic and Google one strong and one cheap model each, of those that the
 * package data of 2026-11-21 prices without a date of retirement within half a year and that the vendors' SDK
 * packages name. Their figures are the packages'; a model whose price they do not know has an unknown one.
 */
export const SHIPPED_MODELS: readonly ShippedModel[] = [
  { id: 'qwen3-max', adapter: 'qwen' },
  {
    id: 'deepseek-v3.2',
    adapter: 'deepseek',
    note: 'The price is that of DeepSeek itself; Alibaba, who is asked here, may charge another.',
  },
  { id: 'doubao-seed-1-6-251015', adapter: 'doubao' },
  { id: 'gpt-6-sol', adapter: 'openai' },
  { id: 'gpt-6-luna', adapter: 'openai' },
  { id: 'claude-opus-5-5', adapter: 'anthropic' },
  { id: 'claude-sonnet-5', adapter: 'anthropic' },
  { id: 'gemini-3.7-flash', adapter: 'google' },
  { id: 'gemini-3.1-flash-lite', adapter: 'google' },
];
