import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import { moneyText } from '../core/facts/amount-text.ts';
import { readableShare } from '../core/facts/readable-number.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { type LedgerSettings, ledgerTrouble } from '../protocol/ledger.ts';
import { type JudgedDifficulty, type Judge, judgeDifficulty, JUDGES } from '../protocol/models.ts';
import { type Asking, withAsking } from './asking-session.ts';
import { type LedgerFlags, withLedger } from './ledger-session.ts';
import type { Surroundings } from './session.ts';
import { visible } from './visible-text.ts';

export interface JudgeFlags {
  readonly difficultyBy?: string;
  readonly level?: string;
  readonly tenant?: string;
  readonly passLimits?: boolean;
}

/** Who says how hard one task is. */
export interface JudgeAsked {
  readonly by: Judge;
  readonly task: unknown;
  readonly tenant: string;
  readonly passLimits: boolean;
}

/** Null: nobody is to be asked. Error: `invalid_option`. */
export function typedJudge(
  { difficultyBy, level, tenant = '', passLimits = false }: JudgeFlags,
  tasks: readonly unknown[],
): Result<JudgeAsked | null> {
  if (difficultyBy === undefined)
    return passLimits
      ? fail('invalid_option', '--pass-limits goes with --difficulty-by: nothing else is asked.')
      : ok(null);
  const by = JUDGES.find((each) => each === difficultyBy);
  if (by === undefined) return fail('invalid_option', `--difficulty-by must be ${JUDGES.join(' or ')}.`);
  if (level !== undefined)
    return fail('invalid_option', 'Give --level, or --difficulty-by to have it said, not both.');
  const [task] = tasks;
  return tasks.length === 1
    ? ok({ by, task, tenant, passLimits })
    : fail('invalid_option', '--difficulty-by asks about one task: give one.');
}

type Ask<T> = (
  connection: MessageConnection,
  token: CancellationToken,
  judged: JudgedDifficulty | null,
) => Promise<Result<T>>;

/** Runs requests on the history of the workspace, once it is said how hard the task is, where somebody is to say it. */
export function withJudge<T>(
  around: Surroundings,
  flags: LedgerFlags,
  judge: JudgeAsked | null,
  ask: Ask<T>,
  show: (value: T) => number,
  change: Partial<LedgerSettings>,
): Promise<number> {
  if (judge === null)
    return withLedger(around, flags, (connection, token) => ask(connection, token, null), show, change);
  return withAsking(
    around,
    flags,
    async (asking) => {
      const judged = await judgedTask(asking, judge);
      if (!judged.ok) return judged;
      around.output.note(judgedText(judged.value, judge.by));
      return ask(asking.connection, asking.token, judged.value);
    },
    show,
    change,
  );
}

async function judgedTask(
  { connection, token, configRefusal }: Asking,
  judge: JudgeAsked,
): Promise<Result<JudgedDifficulty>> {
  // by the answer to any request wrong settings are known: then nothing is sent to a model
  await connection.sendRequest(ledgerTrouble);
  return configRefusal() ?? connection.sendRequest(judgeDifficulty, judge, token);
}

/** Who said what, and what it cost. */
function judgedText(judged: JudgedDifficulty, by: Judge): string {
  const { level, score, confidence, source, model, failure, reasoning } = judged;
  if (source === 'complexity')
    return `The task's own complexity says how hard it is (${level}): nobody was asked.`;
  if (failure !== null)
    return `context-budget: ${visible(failure.message)} The task is taken as ${level}${by === 'model' ? '' : ', as its words say'}.`;
  const who = by === 'model' ? (model ?? 'Nobody') : `${model ?? 'Nobody'} and the task's words together`;
  const figures = [
    score === null ? '' : `score ${score.toFixed(2)}`,
    confidence === null ? '' : `${readableShare(confidence)} sure`,
  ].filter((text) => text !== '');
  const shown = figures.length === 0 ? '' : ` (${figures.join(', ')})`;
  const why = by === 'ensemble' || reasoning === '' ? '' : ` ${reasoning}`;
  return `${visible(who)}: ${level}${shown}${costText(judged)}.${visible(why)}`;
}

function costText({ costMicroUsd, cached }: JudgedDifficulty): string {
  if (cached) return ', as answered before';
  return costMicroUsd === null ? ', without a known price' : `, for ${moneyText(costMicroUsd)}`;
}
