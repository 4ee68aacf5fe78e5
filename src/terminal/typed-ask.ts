import { DATA_TYPES, STRATEGIES, CATEGORIES, CONSENTS } from '../core/facts/category.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import type { AskRequest } from '../protocol/models.ts';
import type { FileFlags } from './file-options.ts';
import type { Surroundings } from './session.ts';
import { jsonOf } from './typed-json.ts';
import { isWhole, typedNumber } from './typed-number.ts';
import { type TextFlags, typedTexts } from './typed-text.ts';

/** What is asked, of whom and at what price, as typed. */
export interface AskFlags extends FileFlags, Pick<TextFlags, 'task' | 'taskFile'> {
  readonly dataType?: string;
  readonly category?: string;
  readonly strategy?: string;
  readonly quality?: string;
  /** USD, or `none`. */
  readonly costLimit?: string;
  /** Ids with commas between them. */
  readonly models?: string;
  readonly level?: string;
  /** File with a rule set, or the name of a preset. */
  readonly rules?: string;
  readonly consent?: readonly string[];
  readonly maxOutput?: string;
  readonly criticality?: string;
  readonly minResponses?: string;
  readonly tenant?: string;
  /** Tokens of the whole prompt, with paths. */
  readonly budget?: string;
  readonly pin?: readonly string[];
}

const NO_LIMIT = 'none';

/**
 * The request that flags make. Words are checked here, so that a refusal names the flag; what depends on models and
 * settings is checked by the engine.
 *
 * Errors: `invalid_option`, `unreadable`, `invalid_rule_set`.
 *
 * @param hasFiles whether files are fitted around the prompt
 */
export async function typedAsk(
  around: Pick<Surroundings, 'cwd' | 'readInput'>,
  flags: AskFlags,
  hasFiles: boolean,
): Promise<Result<AskRequest & { readonly prompt: string }>> {
  const texts = await typedTexts(around, flags);
  if (!texts.ok) return texts;
  const prompt = texts.value.task;
  if (prompt.trim() === '')
    return fail('invalid_option', 'Say what the models should do, with --task or --task-file.');
  const words = wordsOf(flags);
  if (!words.ok) return words;
  const figures = figuresOf(flags);
  if (!figures.ok) return figures;
  const models = flags.models?.split(',').map((name) => name.trim()) ?? null;
  if (models?.includes('') === true)
    return fail('invalid_option', '--models takes names with commas between them, such as gpt-5,my-model.');
  const ruleSet = await ruleSetOf(around, flags.rules);
  if (!ruleSet.ok) return ruleSet;
  return ok({
    requestId: null,
    prompt,
    context: hasFiles ? 'fit' : 'none',
    models,
    ...words.value,
    ...figures.value,
    ...(ruleSet.value !== undefined && { ruleSet: ruleSet.value }),
    level: flags.level ?? null,
    tenant: flags.tenant ?? '',
  });
}

type Words = Pick<AskRequest, 'dataType' | 'category' | 'strategy' | 'consent'>;

function wordsOf({ dataType, category, strategy, consent = [] }: AskFlags): Result<Words> {
  const agreed = consent.flatMap((typed) => typed.split(',')).map((word) => word.trim());
  const wrong =
    unknownWord('--data-type', dataType, DATA_TYPES) ??
    unknownWord('--category', category, CATEGORIES) ??
    unknownWord('--strategy', strategy, STRATEGIES) ??
    agreed.map((word) => unknownWord('--consent', word, CONSENTS)).find((each) => each !== null);
  if (wrong !== undefined && wrong !== null) return wrong;
  return ok({
    ...(dataType !== undefined && { dataType }),
    ...(category !== undefined && { category }),
    ...(strategy !== undefined && { strategy }),
    ...(agreed.length > 0 && { consent: agreed }),
  });
}

/** Null when the word is known, or none was typed. */
export function unknownWord(flag: string, typed: string | undefined, known: readonly string[]) {
  if (typed === undefined || known.includes(typed)) return null;
  return fail(
    'invalid_option',
    `${flag} ${JSON.stringify(typed)} is not known. Use one of: ${known.join(', ')}.`,
  );
}

type Figures = Pick<
  AskRequest,
  'qualityThreshold' | 'costLimitUsd' | 'requestCap' | 'criticality' | 'minResponses'
>;

function figuresOf(flags: AskFlags): Result<Figures> {
  const isShare = (value: number) => value >= 0 && value <= 1;
  const quality = typedNumber('--quality', flags.quality, 'a score from 0 to 1, such as 0.8', isShare);
  if (!quality.ok) return quality;
  const criticality = typedNumber('--criticality', flags.criticality, 'a share from 0 to 1', isShare);
  if (!criticality.ok) return criticality;
  const usd = flags.costLimit?.toLowerCase() === NO_LIMIT ? undefined : flags.costLimit?.replace(/^\$/u, '');
  const limit = typedNumber(
    '--cost-limit',
    usd,
    'a number of USD above 0, such as 0.50, or none',
    (n) => n > 0,
  );
  if (!limit.ok) return limit;
  const isAbove0 = (value: number) => isWhole(value) && value > 0;
  const cap = typedNumber(
    '--max-output',
    flags.maxOutput,
    'a whole number of tokens above 0, such as 4k',
    isAbove0,
  );
  if (!cap.ok) return cap;
  const least = typedNumber('--min-responses', flags.minResponses, 'a whole number above 0', isAbove0);
  if (!least.ok) return least;
  return ok({
    ...(quality.value !== null && { qualityThreshold: quality.value }),
    ...(criticality.value !== null && { criticality: criticality.value }),
    ...(flags.costLimit !== undefined && { costLimitUsd: limit.value }),
    ...(cap.value !== null && { requestCap: cap.value }),
    minResponses: least.value,
  });
}

/** A preset by its name, else a file; undefined when none was typed. */
async function ruleSetOf(
  around: Pick<Surroundings, 'cwd' | 'readInput'>,
  rules: string | undefined,
): Promise<Result<unknown>> {
  if (rules === undefined || DATA_TYPES.some((preset) => preset === rules)) return ok(rules);
  return jsonOf(around, '--rules', rules, 'invalid_rule_set');
}
