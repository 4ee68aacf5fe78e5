import type { Result } from '../facts/result.ts';
import { fail, ok } from '../facts/result.ts';
import { DEFAULT_WORK_LIMIT, type GroupBy, type StrategyName } from './fit/choice.ts';
import type { SecretHandling } from './fit-settings.ts';
import { FORMATS, SECRET_HANDLINGS } from './fit-settings.ts';
import type { Level } from './item.ts';
import { LEVELS } from './item.ts';
import type { LeftOutReason } from './reason.ts';
import type { PromptWords, Renderer } from './render/pack.ts';
import { DEFAULT_RENDERER } from './render/pack.ts';
import type { BudgetRequest } from './room.ts';
import type { Finding } from './secrets/finding.ts';

/** A candidate that walking or reading left out before it could become an item (spec F3, steps 1 and 2). */
export interface LeftOut {
  /** The id of what is no file. */
  readonly path: string;
  /** Default true. */
  readonly isFile?: boolean | undefined;
  readonly reason: LeftOutReason;
  /** Tokens in full, when counted. */
  readonly tokens?: number | undefined;
  /** The user's word: the file is read and included in spite of the reason, or the fit is refused. */
  readonly pinned?: boolean | undefined;
  /** Secrets found in it; the reason `secret` has some. */
  readonly findings?: readonly Finding[] | undefined;
}

/** Spec F2; every default stands there. */
export interface FitOptions extends BudgetRequest, PromptWords {
  readonly strategy?: StrategyName | undefined;
  readonly minRelevance?: number | undefined;
  readonly highRelevance?: number | undefined;
  readonly floor?: number | undefined;
  readonly levels?: readonly Level[] | undefined;
  readonly groupBy?: GroupBy | undefined;
  readonly shares?: Readonly<Record<string, number>> | undefined;
  readonly duplicates?: boolean | undefined;
  readonly workLimit?: number | undefined;
  /** Variant ids of the last selection. */
  readonly previous?: readonly string[] | undefined;
  /** Without one nothing is rendered: tokens are the items' own, and `packHash` is that of the plain form. */
  readonly renderer?: Partial<Renderer> | null | undefined;
  readonly leftOut?: readonly LeftOut[] | undefined;
  /** Files with secrets are left out, or shown with masks (spec F3, step 2). */
  readonly secrets?: SecretHandling | undefined;
  /** Ids of the findings that the user accepted. */
  readonly allowSecrets?: readonly string[] | undefined;
  /** What was found before in items that may not be read in this fit, by source id. */
  readonly findings?: ReadonlyMap<string, readonly Finding[]> | undefined;
}

/** The options with their defaults. */
export interface CheckedOptions {
  readonly strategy: StrategyName;
  readonly minRelevance: number;
  readonly highRelevance: number;
  readonly floor: number;
  readonly levels: readonly Level[];
  readonly groupBy: GroupBy;
  readonly shares: Readonly<Record<string, number>> | null;
  readonly duplicates: boolean;
  readonly workLimit: number;
  readonly previous: readonly string[] | null;
  readonly renderer: Renderer | null;
  readonly leftOut: readonly LeftOut[];
  readonly words: PromptWords;
  readonly secrets: SecretHandling;
  readonly allowSecrets: readonly string[];
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

export const DEFAULT_HIGH_RELEVANCE = 0.7;

/** Units of search work of a fit that a command asked for, in the editor or at the terminal (spec F2). */
export const COMMANDED_WORK_LIMIT = 50_000_000;

/**
 * Fills in the defaults. What `choose` uses is checked by `choose`.
 *
 * Errors: `invalid_min_relevance`, `invalid_option` (high relevance, format, order, secrets).
 */
export function checkOptions(options: FitOptions): Result<CheckedOptions> {
  const { minRelevance = 0, highRelevance = DEFAULT_HIGH_RELEVANCE, floor = 0, levels = LEVELS } = options;
  if (!Number.isFinite(minRelevance)) {
    return fail('invalid_min_relevance', `The least relevance is a number, not ${minRelevance}.`);
  }
  if (!Number.isFinite(highRelevance)) {
    return fail('invalid_option', `High relevance is a number, not ${highRelevance}.`);
  }
  const renderer =
    options.renderer === undefined || options.renderer === null
      ? null
      : { ...DEFAULT_RENDERER, ...options.renderer };
  if (renderer !== null && !FORMATS.includes(renderer.format)) {
    return fail('invalid_option', `Unknown format ${renderer.format}. Use ${FORMATS.join(', ')}.`);
  }
  if (renderer !== null && renderer.order !== 'path' && renderer.order !== 'rank') {
    return fail('invalid_option', `Unknown order ${String(renderer.order)}. Use path or rank.`);
  }
  const { secrets = 'exclude' } = options;
  if (!SECRET_HANDLINGS.includes(secrets)) {
    const message = `Unknown handling of secrets ${secrets}. Use ${SECRET_HANDLINGS.join(' or ')}.`;
    return fail('invalid_option', message);
  }
  return ok({
    strategy: options.strategy ?? 'greedy',
    minRelevance,
    highRelevance,
    floor,
    // Fullest first, whatever the user's order; a level that does not exist stays, for `choose` to name.
    levels: [...levels].sort((a, b) => LEVELS.indexOf(a) - LEVELS.indexOf(b)),
    groupBy: options.groupBy ?? 'nodeKind',
    shares: options.shares ?? null,
    duplicates: options.duplicates ?? false,
    workLimit: options.workLimit ?? DEFAULT_WORK_LIMIT,
    previous: options.previous ?? null,
    renderer,
    leftOut: options.leftOut ?? [],
    words: { instructions: options.instructions, task: options.task },
    secrets,
    allowSecrets: options.allowSecrets ?? [],
    findings: options.findings ?? new Map(),
  });
}
