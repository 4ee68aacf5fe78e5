import { amountText } from '../core/facts/amount-text.ts';
import { limitText } from '../core/budget/ledger/limit-text.ts';
import type { Limit, LimitPeriod } from '../core/facts/limit.ts';
import type { LedgerSnapshot, LimitStanding, PredictedTask } from '../protocol/ledger.ts';
import type { LedgerState } from '../protocol/plan-view.ts';
import { NO_BREAK, type Amounts } from './amounts.ts';
import type { Figure } from './figures.ts';
import type { Notice, WayOn } from './notice.ts';

const SET_LIMIT: WayOn = { label: 'Set Limit…', action: 'setLimit' };
const LESS_OUTPUT: WayOn = { label: 'Less Output…', action: 'chooseOutput' };

const NOW: Readonly<Record<LimitPeriod, string>> = {
  hour: 'this hour',
  day: 'today',
  week: 'this week',
  month: 'this month',
  total: 'in all',
};

/** "today 38 % of 2M": of the limit that is fullest; null without limits. */
export function limitFigure({ standings }: LedgerSnapshot, in_: Amounts): Figure | null {
  const [fullest] = standings.toSorted((a, b) => fullness(b) - fullness(a));
  if (fullest === undefined) return null;
  const { limit } = fullest;
  const text = `${NOW[limit.period]} ${percentUsed(fullest)} of ${shortAmount(limit, in_)}`;
  return {
    text: text.replaceAll(' ', NO_BREAK),
    title: standings.map((standing) => standing.text).join('\n'),
  };
}

const fullness = ({ used, reserved, limit }: LimitStanding): number => (used + reserved) / limit.amount;

/** Never "100 %" before it is: rounded down. */
function percentUsed(standing: LimitStanding): string {
  const share = fullness(standing);
  return share > 0 && share < 0.01 ? '<1 %' : `${Math.floor(share * 100)} %`;
}

/** 2M, $10, 20 units. */
function shortAmount({ unit, amount }: Limit, in_: Amounts): string {
  switch (unit) {
    case 'microUsd':
      return in_.dollars(amount).replace(/[.,]00(?=\D|$)/u, '');
    case 'computeUnits':
      return `${in_.short(amount / 100)} units`;
    case 'contextTokens':
      return `${in_.short(amount)} context`;
    case 'outputTokens':
      return `${in_.short(amount)} output`;
    default:
      throw new RangeError(`No unit ${String(unit)}.`);
  }
}

/** What the task would pass, else that a limit is reached or near, else that the window is tight; null: nothing. */
export function limitNotice(snapshot: LedgerSnapshot): Notice | null {
  const { task, standings } = snapshot;
  const passed = task === null ? null : passing(task);
  if (passed !== null) return passed;
  const reached = standings.find(({ state }) => state === 'reached');
  if (reached) return { tone: 'warning', text: `Limit reached: ${reached.text}`, ways: [SET_LIMIT] };
  if (task !== null && task.tight !== null) return { tone: 'warning', text: task.tight, ways: [LESS_OUTPUT] };
  const near = standings.find(({ state }) => state === 'near');
  return near === undefined ? null : { tone: 'info', text: near.text, ways: [SET_LIMIT] };
}

function passing({ room, applied, prediction }: PredictedTask): Notice | null {
  const [first] = room.obstacles;
  if (!applied || first === undefined) return null;
  const { limit, remaining } = first.standing;
  const left = remaining === 0 ? 'nothing' : amountText(limit.unit, remaining, limit.amount);
  const others = room.obstacles.length === 1 ? '' : ` (${room.obstacles.length - 1} more)`;
  const isOfOutput = limit.unit === 'outputTokens' || limit.unit === 'microUsd';
  const hasLess = isOfOutput && prediction.alternatives.some(({ label }) => label === 'conservative');
  return {
    tone: 'warning',
    text: `May pass the limit of ${limitText(limit)}: ${left} left${others}.`,
    ways: hasLess ? [LESS_OUTPUT, SET_LIMIT] : [SET_LIMIT],
  };
}

/** The alert that nobody dismissed. */
export function alertNotice({ alert }: LedgerState): Notice | null {
  if (alert === null) return null;
  return {
    tone: 'warning',
    text: alert.message,
    ways: [
      { label: 'Show Report', action: 'showReport' },
      { label: 'Dismiss', action: 'dismissAlert' },
    ],
  };
}

/** Why there is no prediction although there is a task. */
export function failureNotice({ failure }: LedgerSnapshot): Notice | null {
  if (failure === null) return null;
  const way: WayOn =
    failure.code === 'invalid_override'
      ? { label: 'Choose Output…', action: 'chooseOutput' }
      : { label: 'Open Settings', action: 'openSettings' };
  return { tone: 'error', text: failure.message, ways: [way] };
}

/** What to say aloud: only when there is a warning that was not there before. */
export function limitAnnouncement(before: string | null, notice: Notice | null): string | null {
  return notice?.tone === 'warning' && notice.text !== before ? notice.text : null;
}
