import { computeUnitsText } from '../core/facts/amounts.ts';
import { PHASES, type Phase, type Prediction } from '../core/facts/prediction.ts';
import { wholeShares } from '../core/facts/whole-shares.ts';
import type { LedgerSnapshot, PredictedTask } from '../protocol/ledger.ts';
import { NO_BREAK, type Amounts } from './amounts.ts';
import type { Figure } from './figures.ts';

/** "5.9k" and what it means; the figure on the button. */
export function outputFigure({ recommended, typical, method }: Prediction, in_: Amounts): Figure {
  const whose = method === 'override' ? 'your own amount' : 'recommended';
  return {
    text: in_.short(recommended),
    title: `Output: ${in_.exact(recommended)} tokens, ${whose}; typically ${in_.exact(typical)}. Choose another amount`,
  };
}

/** "likely 1.2k–8.4k (80 %)" */
export function rangeFigure({ interval, typical }: Prediction, in_: Amounts): Figure {
  const { low, high, level, calibrated } = interval;
  const whose = calibrated
    ? `${in_.wholePercent(level)} of tasks like this are`
    : `As a rule of thumb, about ${in_.wholePercent(level)} of tasks are`;
  const range = `${in_.short(low)}–${in_.short(high)} (${in_.wholePercent(level)})`;
  return {
    text: `likely ${range}`.replaceAll(' ', NO_BREAK),
    title: `${whose} expected to take ${in_.exact(low)} to ${in_.exact(high)} output tokens, typically ${in_.exact(typical)}`,
  };
}

/** Where the range lies on its line, per cent of its length; the line begins at 0 tokens. */
export interface RangeDrawing {
  readonly low: number;
  readonly high: number;
  readonly typical: number;
  /** What is allocated. */
  readonly budget: number;
}

/** Room beyond the largest figure, so that a mark at the end is whole. */
const BEYOND = 1.03;

export function rangeDrawing({ interval, typical, recommended }: Prediction): RangeDrawing {
  const end = Math.max(interval.high, typical, recommended, 1) * BEYOND;
  const at = (tokens: number) => (tokens / end) * 100;
  return {
    low: at(interval.low),
    high: at(interval.high),
    typical: at(typical),
    budget: at(recommended),
  };
}

export interface PhaseFigure {
  readonly phase: Phase;
  /** "thinking 1.5k" */
  readonly text: string;
  readonly tokens: string;
  /** "25 %" */
  readonly share: string;
  /** "18–31 %" where shares are learned. */
  readonly usual: string | null;
  /** Per cent of the bar. */
  readonly from: number;
  readonly length: number;
}

/**
 * The phases as they are shown: their rounded figures sum to the rounded figure on the button, as the exact ones sum to
 * the exact budget.
 */
export function phaseFigures({ phases, phaseRanges, recommended }: Prediction, in_: Amounts): PhaseFigure[] {
  const step = stepOf(recommended);
  const shown = wholeShares(
    Math.round(recommended / step),
    PHASES.map((phase) => phases[phase]),
  );
  let from = 0;
  return PHASES.map((phase, at) => {
    const share = phases[phase] / Math.max(1, recommended);
    const learned = phaseRanges?.[phase] ?? null;
    const start = from;
    from += share * 100;
    return {
      phase,
      text: `${phase}${NO_BREAK}${in_.short((shown[at] ?? 0) * step)}`,
      tokens: in_.exact(phases[phase]),
      share: in_.wholePercent(share),
      usual:
        learned === null
          ? null
          : `${in_.wholePercent(learned.low).replace(/\D+$/u, '')}–${in_.wholePercent(learned.high)}`,
      from: start,
      length: share * 100,
    };
  });
}

/** The last digit that a short figure shows stands for so many. */
function stepOf(tokens: number): number {
  if (Math.round(tokens) < 1000) return 1;
  if (tokens < 99_950) return 100;
  if (tokens < 999_500) return 1000;
  return tokens < 99_950_000 ? 100_000 : 1_000_000;
}

/** Until a stream has so many records the formula is a part of every forecast (spec P4, `priorWeight`). */
const LEARNED_FROM = 20;

export interface CoverageWords {
  readonly text: string;
  /** Past usage would help: the sentence ends in a way to import it. */
  readonly offersImport: boolean;
}

/** What became of past promises, always beside the promise. */
export function coverageWords(
  { state, records }: LedgerSnapshot,
  { coverage, method }: Prediction,
  in_: Amounts,
): CoverageWords {
  const plain = (text: string): CoverageWords => ({ text, offersImport: false });
  if (method === 'override') return plain('your own amount; its range is a rule of thumb');
  if (state === 'loading') return plain('Reading the history…');
  if (coverage !== null && coverage.tasks >= LEARNED_FROM)
    return plain(
      `held ${in_.wholePercent(coverage.held / coverage.tasks)} of the time over your last ${in_.exact(coverage.tasks)} tasks`,
    );
  if (records < LEARNED_FROM) {
    const soFar =
      coverage === null || coverage.tasks === 0 ? '' : `held ${coverage.held} of ${coverage.tasks} so far; `;
    const from = records === 0 ? 'come from' : 'lean on';
    const recorded = records === 0 ? '' : ` (${records} now)`;
    return {
      text: `${soFar}ranges ${from} defaults until ${LEARNED_FROM} tasks are recorded${recorded};`,
      offersImport: true,
    };
  }
  return plain('by the formula alone, as the settings say: how often it holds is not measured');
}

/** "medium" and "8.5 units". */
export function computeFigure({ compute }: PredictedTask): Figure & { readonly units: string } {
  const units = computeUnitsText(compute.costHundredths);
  const answers = compute.numCandidates === 1 ? '1 candidate' : `${compute.numCandidates} candidates`;
  const extras = [
    ...(compute.usePrm ? ['verified'] : []),
    ...(compute.useSearch ? [`search of ${compute.searchIterations ?? 0}`] : []),
    ...(compute.maxRefinements > 0 ? [`refined up to ${compute.maxRefinements}×`] : []),
  ];
  return {
    text: compute.level,
    units: units === '1' ? '1 unit' : `${units} units`,
    title: `Compute budget: ${[answers, ...extras].join(', ')}. ${compute.reasoning}${compute.suggestion === null ? '' : ` ${compute.suggestion}`}`,
  };
}

/** "≈ $0.05 ($0.03–0.10)" of prompt and answer; an unknown price is never a figure. */
export function taskPrice({ price, priceKind }: PredictedTask, in_: Amounts): Figure | null {
  if (price === null || priceKind !== 'perToken') return null;
  const [low, high] = [in_.dollars(price.low), in_.dollars(price.high)];
  // The sign once, where it stands before the figure.
  const rest = low.startsWith('$') && high.startsWith('$') ? high.slice(1) : high;
  return {
    text: `≈${NO_BREAK}${in_.dollars(price.typical)} (${low}–${rest})`,
    title: `Prompt and answer at the model's list price: typically ${in_.dollars(price.typical)}, likely ${low} to ${high}`,
  };
}

/** Rows of the table that stands for line and bar where they cannot be seen. */
export function predictionRows(
  prediction: Prediction,
  in_: Amounts,
): { readonly name: string; readonly tokens: string; readonly share: string }[] {
  const { recommended, typical, interval } = prediction;
  return [
    { name: 'Output budget', tokens: in_.exact(recommended), share: '–' },
    { name: 'Typical', tokens: in_.exact(typical), share: '–' },
    {
      name: 'Likely range',
      tokens: `${in_.exact(interval.low)} to ${in_.exact(interval.high)}`,
      share: `${in_.wholePercent(interval.level)} of tasks`,
    },
    ...phaseFigures(prediction, in_).map(({ phase, tokens, share, usual }) => ({
      name: phase.charAt(0).toUpperCase() + phase.slice(1),
      tokens,
      share: usual === null ? share : `${share}, usually ${usual}`,
    })),
  ];
}
