import type { ReportedModel, ReportPeriod } from '../../protocol/report-view.ts';
import type { Amounts } from '../amounts.ts';
import { element, svgElement } from '../element.ts';
import { measuredRows, periodName, periodStarts, TREND_SIZE, TREND_WORDS, trendLines } from './measures.ts';
import type { Measure } from './measures.ts';

export interface Shown {
  readonly models: readonly ReportedModel[];
  readonly period: ReportPeriod;
  readonly locale: string;
  readonly in_: Amounts;
}

/** Bars and trends of one measure as a table that is read as one: the drawings only repeat its figures. */
export function measureTable(measure: Measure, shown: Shown): HTMLElement {
  const { models, in_ } = shown;
  const starts = periodStarts(models);
  const head = ['Model', '', ...measure.columns, 'Trend'];
  const rows = measuredRows(measure, models).map(({ model, length }) => {
    const trend = measure.trend(model);
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, model.name),
      element('td', { class: 'bar-cell' }, bar(length)),
      ...measure.cells(model, in_).map((text) => element('td', { class: 'figure' }, text)),
      element(
        'td',
        { class: 'trend' },
        // One period is no trend.
        ...(starts.length < 2 ? [] : [trendDrawing(measure, model, starts)]),
        element('span', {}, trend === null ? '–' : TREND_WORDS[trend]),
      ),
    );
  });
  return element(
    'section',
    { 'aria-label': measure.title },
    element('h2', {}, measure.title),
    element(
      'div',
      { class: 'wide' },
      element(
        'table',
        { class: 'measured' },
        element('caption', {}, measure.caption),
        element(
          'thead',
          {},
          // The bar repeats the figure beside it: a heading of its own would be read for nothing.
          element(
            'tr',
            {},
            ...head.map((name) => (name === '' ? element('td') : element('th', { scope: 'col' }, name))),
          ),
        ),
        element('tbody', {}, ...rows),
      ),
    ),
    periods(measure, shown, starts),
  );
}

function bar(length: number | null): SVGSVGElement {
  const width = `${Math.round((length ?? 0) * 100) / 100}%`;
  return svgElement(
    'svg',
    { class: 'measure-bar', 'aria-hidden': 'true', focusable: 'false' },
    svgElement('rect', { class: 'track', width: '100%', height: '100%' }),
    svgElement('rect', { class: 'length', width, height: '100%' }),
  );
}

function trendDrawing(measure: Measure, model: ReportedModel, starts: readonly number[]): SVGSVGElement {
  const { width, height } = TREND_SIZE;
  const lines = trendLines(measure, model, starts).map((line) => {
    const [first] = line;
    // A period alone between empty ones would be a line without length.
    if (line.length === 1 && first !== undefined)
      return svgElement('circle', { cx: String(first.x), cy: String(first.y), r: '2' });
    return svgElement('polyline', { points: line.map(({ x, y }) => `${x},${y}`).join(' ') });
  });
  return svgElement(
    'svg',
    {
      class: 'trend-line',
      viewBox: `0 0 ${width} ${height}`,
      width: String(width),
      height: String(height),
      'aria-hidden': 'true',
      focusable: 'false',
    },
    ...lines,
  );
}

/** The figures that the lines are drawn from. */
function periods(
  measure: Measure,
  { models, period, locale, in_ }: Shown,
  starts: readonly number[],
): HTMLElement {
  const ordered = measuredRows(measure, models).map(({ model }) => model);
  const rows = starts.toReversed().map((start) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, periodName(start, period, locale)),
      ...ordered.map(({ points }) => {
        const point = points.find((one) => one.start === start);
        const figure = point === undefined ? null : measure.at(point);
        return element('td', { class: 'figure' }, figure === null ? '–' : measure.text(figure, in_));
      }),
    ),
  );
  return element(
    'details',
    {},
    element('summary', {}, `By ${period}`),
    element(
      'div',
      { class: 'wide' },
      element(
        'table',
        {},
        element('caption', { class: 'unseen' }, `${measure.title} by ${period}`),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { scope: 'col' }, 'From'),
            ...ordered.map(({ name }) => element('th', { scope: 'col' }, name)),
          ),
        ),
        element('tbody', {}, ...rows),
      ),
    ),
  );
}
