import { fail, ok, type Result } from '../core/facts/result.ts';
import type { ModelRequest } from '../protocol/ledger.ts';
import { isWhole, typedNumber } from './typed-number.ts';

/** What is asked of the models of `predict --models`, as typed. */
export interface ModelFlags {
  /** Names with commas between them; true: those that the user has. */
  readonly models?: string | boolean;
  /** Tokens of the prompt. */
  readonly budget?: string;
  readonly thinking?: boolean;
  readonly costLimit?: string;
  readonly maxLatency?: string;
  readonly minQuality?: string;
}

/** What the flags ask of a model. */
export type ModelWishes = Omit<ModelRequest, 'task' | 'level' | 'model' | 'tenant'>;

const MICRO_PER_USD = 1e6;

/**
 * The wishes that flags make; null: no model is to be chosen.
 *
 * Errors: `invalid_option`, naming the flag.
 */
export function typedModelChoice(flags: ModelFlags): Result<ModelWishes | null> {
  const { models, budget, thinking = false, costLimit, maxLatency, minQuality } = flags;
  if (models === undefined || models === false) {
    const [first] = [
      ...(budget === undefined ? [] : ['--budget']),
      ...(thinking ? ['--thinking'] : []),
      ...(costLimit === undefined ? [] : ['--cost-limit']),
      ...(maxLatency === undefined ? [] : ['--max-latency']),
      ...(minQuality === undefined ? [] : ['--min-quality']),
    ];
    return first === undefined ? ok(null) : fail('invalid_option', `${first} goes with --models.`);
  }
  const among = typeof models === 'string' ? models.split(',').map((name) => name.trim()) : [];
  if (among.includes(''))
    return fail('invalid_option', '--models takes names with commas between them, such as gpt-5,my-model.');
  const promptTokens = typedNumber('--budget', budget, 'a whole number of tokens, such as 32k', isWhole);
  if (!promptTokens.ok) return promptTokens;
  const usd = typedNumber('--cost-limit', costLimit, 'a number of USD above 0, such as 0.50', (n) => n > 0);
  if (!usd.ok) return usd;
  const maxLatencyMs = typedNumber(
    '--max-latency',
    maxLatency,
    'a number of milliseconds above 0',
    (n) => n > 0,
  );
  if (!maxLatencyMs.ok) return maxLatencyMs;
  const quality = typedNumber(
    '--min-quality',
    minQuality,
    'a number from 0 to 100',
    (n) => n >= 0 && n <= 100,
  );
  if (!quality.ok) return quality;
  return ok({
    among,
    promptTokens: promptTokens.value,
    extendedThinking: thinking,
    costLimitMicroUsd: usd.value === null ? null : Math.round(usd.value * MICRO_PER_USD),
    maxLatencyMs: maxLatencyMs.value,
    minQuality: quality.value,
  });
}
