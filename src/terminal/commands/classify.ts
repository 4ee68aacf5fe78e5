import { CATEGORIES } from '../../core/facts/category.ts';
import { TASK_TYPES } from '../../core/facts/characteristics.ts';
import { readableShare } from '../../core/facts/readable-number.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { type ClassifiedPrompt, classifyPrompt } from '../../protocol/models.ts';
import { CATEGORY_WORDS } from '../ask-plan-text.ts';
import { withAsking } from '../asking-session.ts';
import { EXIT } from '../exit-code.ts';
import type { LedgerFlags } from '../ledger-session.ts';
import { refuse, type Surroundings } from '../session.ts';
import { unknownWord } from '../typed-ask.ts';
import { type TextFlags, typedTexts } from '../typed-text.ts';

export interface ClassifyFlags extends LedgerFlags, Pick<TextFlags, 'task' | 'taskFile'> {
  readonly category?: string;
  readonly taskType?: string;
}

/** What was learned moves a weight by tenths and less. */
const WEIGHT_DECIMALS = 2;

/** `classify [text…]`: what kind of request it is, how sure that is, and by which words. Asks no model. */
export async function classifyCommand(
  around: Surroundings,
  words: readonly string[],
  flags: ClassifyFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const prompt = await promptOf(around, words, flags);
  if (!prompt.ok) return refuse(around.output, prompt.error, json);
  const { category, taskType } = flags;
  const request = {
    prompt: prompt.value,
    ...(category !== undefined && { category }),
    ...(taskType !== undefined && { taskType }),
  };
  return withAsking(
    around,
    flags,
    ({ connection, token }) => connection.sendRequest(classifyPrompt, request, token),
    (classified) => {
      around.output.result(json ? `${JSON.stringify(classified)}\n` : classifiedText(classified));
      return EXIT.ok;
    },
  );
}

async function promptOf(
  around: Surroundings,
  words: readonly string[],
  flags: ClassifyFlags,
): Promise<Result<string>> {
  const wrong =
    unknownWord('--category', flags.category, CATEGORIES) ??
    unknownWord('--task-type', flags.taskType, TASK_TYPES);
  if (wrong !== null) return wrong;
  if (words.length > 0 && (flags.task !== undefined || flags.taskFile !== undefined))
    return fail('invalid_option', 'Give the text as words, or by --task or --task-file, not both.');
  const texts = words.length > 0 ? ok({ task: words.join(' ') }) : await typedTexts(around, flags);
  if (!texts.ok) return texts;
  const { task } = texts.value;
  return task.trim() === ''
    ? fail('invalid_option', 'Say what is to be classified, in quotes or with --task-file.')
    : ok(task);
}

function classifiedText({
  category,
  confidence,
  matchedKeywords,
  complexityScore,
}: ClassifiedPrompt): string {
  const matched = matchedKeywords.map(
    ({ keyword, category: of, weight }) =>
      `  ${keyword} (${of}, ${Number(weight.toFixed(WEIGHT_DECIMALS))})\n`,
  );
  const by = matched.length === 0 ? 'No keyword matched.\n' : `By these words:\n${matched.join('')}`;
  return `${category}, ${readableShare(confidence)} sure: ${CATEGORY_WORDS[category]}.\n${by}Complexity ${complexityScore.toFixed(2)}.\n`;
}
