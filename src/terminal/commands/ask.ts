import { DEFAULT_FIT } from '../../core/context/fit-settings.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { type AskAnswer, askModels, type AskPlan, type AskRequest, planAsk } from '../../protocol/models.ts';
import { type Agree, agreedPlan, type AgreedPlan, consentIn, withHint } from '../agreed-plan.ts';
import { documentText, endedNotes, mergedText } from '../answer-text.ts';
import { askPlanText } from '../ask-plan-text.ts';
import { showAskProgress } from '../ask-progress.ts';
import { type Asking, withAsking } from '../asking-session.ts';
import { EXIT } from '../exit-code.ts';
import { candidatesFrom } from '../file-options.ts';
import type { LedgerFlags } from '../ledger-session.ts';
import { type Candidates, openPaths, refuse, type Surroundings } from '../session.ts';
import { type AskFlags, typedAsk, unknownWord } from '../typed-ask.ts';
import { isWhole, typedNumber } from '../typed-number.ts';

export interface AskCommandFlags extends AskFlags, Omit<LedgerFlags, 'config'> {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly passLimits?: boolean;
  readonly format?: string;
}

export const ANSWER_FORMATS = ['answer', 'md', 'json'] as const;

type Asked =
  | { readonly kind: 'plan'; readonly plan: AskPlan }
  | { readonly kind: 'answer'; readonly answer: AskAnswer };

/**
 * `ask [paths…]`: the plan with its price and the progress of each model to stderr, the merged answer to stdout. Without
 * paths only the task is sent.
 */
export async function askCommand(
  around: Surroundings,
  paths: readonly string[],
  flags: AskCommandFlags,
): Promise<number> {
  const format = flags.format ?? (flags.json === true ? 'json' : 'answer');
  const json = flags.json ?? format === 'json';
  const prepared = await prepare(around, paths, flags, format);
  if (!prepared.ok) return refuse(around.output, prepared.error, json);
  const { request, opened } = prepared.value;
  return withAsking<Asked>(
    around,
    { ...flags, json },
    async (asking) => {
      await opened(asking);
      if (flags.dryRun === true) return planned(asking, request, flags, around);
      const agreed = await agree(around, asking, request, flags);
      return agreed.ok ? answered(asking, request, agreed.value, around) : agreed;
    },
    (asked) => {
      if (asked.kind === 'plan') showPlan(around, asked.plan, json);
      else show(around, asked.answer, json ? 'json' : format);
      return EXIT.ok;
    },
  );
}

/** `route [paths…]`: who would be asked, why, and at what price. Asks nobody. */
export function routeCommand(
  around: Surroundings,
  paths: readonly string[],
  flags: AskCommandFlags,
): Promise<number> {
  return askCommand(around, paths, { ...flags, dryRun: true });
}

interface Prepared {
  readonly request: AskRequest & { readonly prompt: string };
  /** Tells the engine of the files, if there are any. */
  readonly opened: (asking: Asking) => Promise<void>;
}

async function prepare(
  around: Surroundings,
  paths: readonly string[],
  flags: AskCommandFlags,
  format: string,
): Promise<Result<Prepared>> {
  const wrong = unknownWord('--format', format, ANSWER_FORMATS);
  if (wrong !== null) return wrong;
  if (flags.json === true && format !== 'json')
    return fail('invalid_option', `--json is --format json: give it or --format ${format}, not both.`);
  const hasFiles = paths.length > 0;
  if (!hasFiles && (flags.budget !== undefined || (flags.pin ?? []).length > 0))
    return fail('invalid_option', 'Without paths no files are sent: give them, such as "." for this folder.');
  const request = await typedAsk(around, flags, hasFiles);
  if (!request.ok) return request;
  const budget = typedNumber(
    '--budget',
    flags.budget,
    'a whole number of tokens above 0, such as 32k',
    (value) => isWhole(value) && value > 0,
  );
  if (!budget.ok) return budget;
  const candidates = candidatesFrom(paths, flags, flags.pin ?? [], []);
  if (!candidates.ok) return candidates;
  const opened = hasFiles
    ? openedWith(around, candidates.value, request.value.prompt, budget.value)
    : async () => undefined;
  return ok({ request: request.value, opened });
}

function openedWith(around: Surroundings, candidates: Candidates, task: string, budget: number | null) {
  return ({ connection, models }: Asking): Promise<void> =>
    openPaths(around, { connection }, candidates, { ...DEFAULT_FIT, task, budget }, models);
}

async function planned(
  { connection, token, configRefusal }: Asking,
  request: AskRequest,
  { passLimits = false }: AskCommandFlags,
  around: Surroundings,
): Promise<Result<Asked>> {
  const plan = await connection.sendRequest(planAsk, { ...request, passLimits }, token);
  around.output.endProgress();
  const refusal = configRefusal();
  if (refusal !== null) return refusal;
  if (plan.ok) return ok({ kind: 'plan', plan: plan.value });
  const word = consentIn(plan.error);
  return word === null ? plan : withHint(plan.error, word);
}

function agree(
  around: Surroundings,
  { connection, token, configRefusal }: Asking,
  request: AskRequest,
  { yes = false, passLimits = false }: AskCommandFlags,
): Promise<Result<AgreedPlan>> {
  const planOf = async (consent: readonly string[]): Promise<Result<AskPlan>> => {
    const plan = await connection.sendRequest(planAsk, { ...request, consent, passLimits }, token);
    return configRefusal() ?? plan;
  };
  const given = Array.isArray(request.consent) ? request.consent.map(String) : [];
  const person = personWith(around.askPerson, token);
  return agreedPlan(planOf, { yes, passLimits, consent: given }, person, around.output);
}

function personWith(askPerson: Surroundings['askPerson'], token: Asking['token']): Agree {
  if (askPerson === null) return null;
  return async (question) => {
    const leaving = new AbortController();
    const listening = token.onCancellationRequested(() => leaving.abort());
    const answer = await askPerson(`${question} [y/N] `, leaving.signal);
    listening.dispose();
    return /^\s*y(?:es)?\s*$/i.test(answer ?? '');
  };
}

async function answered(
  { connection, token }: Asking,
  request: AskRequest,
  { plan, consent, passLimits }: AgreedPlan,
  { output }: Surroundings,
): Promise<Result<Asked>> {
  showAskProgress(connection, output);
  // what was agreed to is asked: the plan's id names it
  const agreed = { ...request, requestId: plan.requestId, consent, passLimits };
  const answer = await connection.sendRequest(askModels, agreed, token);
  output.endProgress();
  return answer.ok ? ok({ kind: 'answer', answer: answer.value }) : answer;
}

function showPlan({ output }: Surroundings, plan: AskPlan, json: boolean): void {
  output.result(json ? `${JSON.stringify(plan)}\n` : askPlanText(plan));
}

function show({ output }: Surroundings, answer: AskAnswer, format: string): void {
  if (format === 'json') output.result(`${JSON.stringify(answer)}\n`);
  else output.result(format === 'md' ? documentText(answer) : mergedText(answer));
  for (const note of endedNotes(answer)) output.note(note);
}
