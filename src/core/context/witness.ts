import type { Audit } from './audit.ts';
import { nameOf } from './audit.ts';
import type { StrategyName } from './fit/choice.ts';
import type { PromptWords } from './render/pack.ts';
import { shownText } from './render/shown-text.ts';

export type ConfidenceBand = 'A' | 'B' | 'C';

/** What a fit can be known by again (spec F11); it holds none of the prompt's text. */
export interface Witness {
  /** `wit_` and 32 hex digits. */
  readonly id: string;
  /** The model that the prompt was fitted for; null when none was named. */
  readonly modelId: string | null;
  /** Salted: of the user's words, without the pack. */
  readonly promptHash: string;
  readonly packHash: string;
  /** Path or id of what is in the prompt, in the audit's order. */
  readonly itemIds: readonly string[];
  /** In [0, 1]: the share of all candidates' probability that got in. */
  readonly confidence: number;
  readonly confidenceBand: ConfidenceBand;
  /** Of the whole prompt. */
  readonly tokensUsed: number;
  readonly framingTokens: number;
  /** Of the answer; null until known. */
  readonly outputTokens: number | null;
  readonly strategy: StrategyName;
  /** Epoch ms. */
  readonly createdAt: number;
}

export interface WitnessPorts {
  /** Hex, of the text in UTF-8. */
  readonly sha256: (text: string) => string;
  /** The store's, see `instructionsHash` of the audit. */
  readonly salt: string;
  /** 32 hex digits, another 32 each time. */
  readonly freshHex: () => string;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Spec F11: the least confidence of each band, best first. */
const BANDS: readonly (readonly [band: ConfidenceBand, least: number])[] = [
  ['A', 0.9],
  ['B', 0.7],
];

/** The witness of a fit that holds. `words`: the user's, as they went into the prompt. */
export function witnessOf(audit: Audit, words: PromptWords, ports: WitnessPorts): Witness {
  const confidence = confidenceOf(audit);
  return {
    id: `wit_${ports.freshHex()}`,
    modelId: audit.model,
    promptHash: promptHash(words, ports),
    packHash: audit.packHash,
    itemIds: audit.included.map(nameOf),
    confidence,
    confidenceBand: BANDS.find(([, least]) => confidence >= least)?.[0] ?? 'C',
    tokensUsed: audit.tokensUsed,
    framingTokens: audit.framingTokens,
    outputTokens: null,
    strategy: audit.strategy,
    createdAt: ports.now(),
  };
}

/** Sums of decimals lie a little off: nine of ten equal candidates are .9, whatever the order they are added in. */
const PLACES = 1e12;

function confidenceOf({ included, excluded }: Audit): number {
  const inside = included.reduce((sum, { probability }) => sum + probability, 0);
  const all = excluded.reduce((sum, { probability }) => sum + (probability ?? 0), inside);
  return all === 0 ? 0 : Math.round((inside / all) * PLACES) / PLACES;
}

/** As JSON, so that no line of the instructions can pass for the task. */
function promptHash({ instructions, task }: PromptWords, { salt, sha256 }: WitnessPorts): string {
  return sha256(`${salt}\n${JSON.stringify([wordOf(instructions), wordOf(task)])}`);
}

/** Blank words are left out of the prompt, and line endings are those of the prompt (spec F6). */
function wordOf(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : shownText(text);
}
