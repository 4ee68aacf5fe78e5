import { shownPath } from '../../core/context/render/shown-path.ts';
import type { Scope } from '../../core/facts/limit.ts';
import { fail, type Result } from '../../core/facts/result.ts';
import { type LimitStanding, listLimits, removeLimit, resetUsage, setLimit } from '../../protocol/ledger.ts';
import { EXIT } from '../exit-code.ts';
import { type LedgerFlags, withLedger } from '../ledger-session.ts';
import { refuse, type Surroundings } from '../session.ts';
import { columnsText } from '../text-columns.ts';
import { type LimitFlags, typedLimit } from '../typed-limit.ts';

export interface SetLimitFlags extends LedgerFlags, LimitFlags {
  readonly id?: string;
}

/** `limits show`: how every limit stands. */
export function showLimits(around: Surroundings, flags: LedgerFlags): Promise<number> {
  return withLedger(
    around,
    flags,
    (connection, token) => connection.sendRequest(listLimits, token),
    (standings) => showStandings(around, flags, standings),
  );
}

/** `limits set WORDS…`, or by flags: sets a limit, or changes the one of its unit, period and tenant. */
export async function setLimitCommand(
  around: Surroundings,
  words: readonly string[],
  flags: SetLimitFlags,
): Promise<number> {
  const limit = typedLimit(words, flags);
  if (!limit.ok) return refuse(around.output, limit.error, flags.json ?? false);
  const request = { limit: limit.value, id: flags.id ?? null };
  return withLedger(
    around,
    flags,
    async (connection, token) => {
      const answer = await connection.sendRequest(setLimit, request, token);
      return answer.ok ? answer : withShellsTrap(answer, words);
    },
    (standing) => {
      around.output.result(flags.json === true ? `${JSON.stringify(standing)}\n` : table([standing]));
      return EXIT.ok;
    },
  );
}

/** `limits remove ID`. */
export function removeLimitCommand(around: Surroundings, id: string, flags: LedgerFlags): Promise<number> {
  return withLedger(
    around,
    flags,
    (connection, token) => connection.sendRequest(removeLimit, { id }, token),
    () => {
      around.output.result(
        flags.json === true ? `${JSON.stringify({ removed: id })}\n` : `Removed ${shownPath(id)}.\n`,
      );
      return EXIT.ok;
    },
  );
}

/** `limits reset`: what was used so far stops counting, for all or for one tenant. */
export function resetLimits(
  around: Surroundings,
  flags: LedgerFlags & { readonly tenant?: string },
): Promise<number> {
  const scope: Scope = flags.tenant === undefined ? 'workspace' : { tenant: flags.tenant };
  return withLedger(
    around,
    flags,
    (connection, token) => connection.sendRequest(resetUsage, { scope }, token),
    (standings) => {
      const whose = flags.tenant === undefined ? 'Usage' : `Usage of ${shownPath(flags.tenant)}`;
      if (flags.json !== true) around.output.note(`${whose} counts anew from here.`);
      return showStandings(around, flags, standings);
    },
  );
}

function showStandings(
  { output }: Surroundings,
  { json }: LedgerFlags,
  standings: readonly LimitStanding[],
): number {
  if (json === true) output.result(`${JSON.stringify({ limits: standings })}\n`);
  else if (standings.length === 0)
    output.note("There are no limits. Set one: context-budget limits set '10 USD a day'.");
  else output.result(table(standings));
  return EXIT.ok;
}

function table(standings: readonly LimitStanding[]): string {
  const hasState = standings.some(({ state }) => state !== 'fine');
  return columnsText(
    standings.map(({ limit, text, state }) => [
      shownPath(limit.id),
      ...(hasState ? [state === 'fine' ? '' : state] : []),
      // a tenant's name is in it
      shownPath(text),
    ]),
    0,
  );
}

/** An amount without its unit, or none, as `0 a day` from "$10 a day": that is what a shell leaves. */
const LEFT_BY_A_SHELL = /^[\d.,]*\s*(?:\/|per\b|an?\b|in\b)?\s*(?:hour|day|week|month|total)\b/iu;

/** In double quotes a shell reads `$10` as its variable `$1` and a 0: what arrives makes no sense to who typed it. */
function withShellsTrap(
  answer: Extract<Result<LimitStanding>, { ok: false }>,
  words: readonly string[],
): Result<LimitStanding> {
  const { code, message, details } = answer.error;
  if (code !== 'invalid_limit' || !LEFT_BY_A_SHELL.test(words.join(' ').trim())) return answer;
  return fail(
    code,
    `${message} Was it "$…" in double quotes? The shell replaces that: use single ones, or USD.`,
    details,
  );
}
