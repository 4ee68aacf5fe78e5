import path from 'node:path';
import { shownPath } from '../../core/context/render/shown-path.ts';
import { exactCount } from '../../core/facts/readable-number.ts';
import { fail } from '../../core/facts/result.ts';
import { clearHistory, exportHistory, ledgerStatus, type LedgerStatus } from '../../protocol/ledger.ts';
import { EXIT } from '../exit-code.ts';
import { type LedgerFlags, withLedger } from '../ledger-session.ts';
import { refuse, type Surroundings } from '../session.ts';

/** `history status`: where the history is, how much it holds and what is wrong with it. */
export function historyStatusCommand(around: Surroundings, flags: LedgerFlags): Promise<number> {
  return withLedger(
    around,
    flags,
    (connection, token) => connection.sendRequest(ledgerStatus, token),
    (status) => {
      around.output.result(flags.json === true ? `${JSON.stringify(status)}\n` : statusText(status));
      return EXIT.ok;
    },
  );
}

export const COST_FORMATS = ['csv', 'json'] as const;

export interface ExportFlags extends LedgerFlags {
  readonly costs?: string;
}

/** `history export FILE`: all outcomes as JSON Lines, or the costs alone for a billing system. */
export async function exportHistoryCommand(
  around: Surroundings,
  typed: string,
  flags: ExportFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const costs = COST_FORMATS.find((each) => each === flags.costs);
  if (flags.costs !== undefined && costs === undefined) {
    const { error } = fail('invalid_option', `--costs must be one of ${COST_FORMATS.join(', ')}.`);
    return refuse(around.output, error, json);
  }
  const file = path.resolve(around.cwd, typed);
  const what = costs === undefined ? 'history' : (`costs-${costs}` as const);
  return withLedger(
    around,
    flags,
    (connection, token) => connection.sendRequest(exportHistory, { file, what }, token),
    ({ records }) => {
      const tasks = `${exactCount(records)} ${records === 1 ? 'task' : 'tasks'}`;
      around.output.result(
        json ? `${JSON.stringify({ file, records })}\n` : `${tasks} written to ${shownPath(typed)}.\n`,
      );
      return EXIT.ok;
    },
  );
}

/** `history clear --yes`: forgets everything that was recorded and learned; limits stay. */
export async function clearHistoryCommand(
  around: Surroundings,
  flags: LedgerFlags & { readonly yes?: boolean },
): Promise<number> {
  const json = flags.json ?? false;
  if (flags.yes !== true) {
    const { error } = fail(
      'invalid_option',
      'This forgets everything that was recorded and learned here, for good; limits stay. Add --yes to do it; `history export` first keeps a copy.',
    );
    return refuse(around.output, error, json);
  }
  return withLedger(
    around,
    flags,
    (connection, token) => connection.sendRequest(clearHistory, token),
    () => {
      around.output.result(
        json ? `${JSON.stringify({ cleared: true })}\n` : 'The history is empty; limits stay.\n',
      );
      return EXIT.ok;
    },
  );
}

function statusText({ store, records, waiting, oldest, newest }: LedgerStatus): string {
  const tasks = `${exactCount(records)} ${records === 1 ? 'task' : 'tasks'}`;
  const span = oldest === null || newest === null ? '' : `, from ${dayOf(oldest)} to ${dayOf(newest)}`;
  const held = waiting === 0 ? '' : `; ${exactCount(waiting)} wait for the disk`;
  return `${store}\n${tasks}${span}${held}\n`;
}

/** By UTC, as limits and reports are by default. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 'yyyy-mm-dd'.length);
}
