import { isReportViewMessage, REPORT_PERIODS } from '../../protocol/report-view.ts';
import type { ReportAction, ReportViewMessage, ReportViewState } from '../../protocol/report-view.ts';
import { amountsIn } from '../amounts.ts';
import { element, setAttribute, setText, show } from '../element.ts';
import { measureTable } from './measure-table.ts';
import { MEASURES } from './measures.ts';

/** Builds the panel below `place` and gives the function that draws a state into it. */
export function reportView(
  place: HTMLElement,
  send: (message: ReportViewMessage) => void,
): (state: ReportViewState) => void {
  const button = (label: string, action: ReportAction): HTMLButtonElement => {
    const made = element('button', { type: 'button', class: 'way', 'data-action': action }, label);
    made.addEventListener('click', () => send({ action }));
    return made;
  };
  const periods = REPORT_PERIODS.map((period) => element('option', { value: period }, period));
  const period = element('select', { id: 'period' }, ...periods);
  period.addEventListener('change', () => {
    const message = { action: 'period', period: period.value };
    if (isReportViewMessage(message)) send(message);
  });
  const refresh = button('Refresh', 'refresh');
  const head = element(
    'header',
    {},
    element('h1', {}, 'Model Report'),
    element(
      'div',
      { class: 'ways' },
      element('label', { for: 'period' }, 'Trends by'),
      period,
      refresh,
      button('Open as Document', 'document'),
    ),
  );
  const said = element('p', { role: 'status' });
  const ways = element(
    'div',
    { class: 'ways' },
    button('Ask Models…', 'ask'),
    button('Manage Models…', 'manageModels'),
  );
  const tables = element('div', { class: 'measures' });
  place.append(head, said, ways, tables);
  let drawn = '';

  return (state) => {
    const { models, failure, busy, locale } = state;
    if (document.activeElement !== period) period.value = state.period;
    setAttribute(place, 'aria-busy', busy ? 'true' : null);
    setAttribute(refresh, 'aria-disabled', busy ? 'true' : null);
    const isEmpty = models !== null && models.length === 0;
    setText(
      said,
      failure ??
        (isEmpty
          ? 'No model has answered yet: what they do is shown here.'
          : models === null
            ? 'Reading…'
            : ''),
    );
    show(said, said.textContent !== '');
    show(ways, isEmpty || failure !== null);
    show(tables, models !== null && !isEmpty);
    // Only new figures are drawn anew: what is unfolded and where it is scrolled to stay as they are.
    const figures = JSON.stringify([models, state.period, locale]);
    if (models === null || figures === drawn) return;
    drawn = figures;
    const open = [...tables.querySelectorAll('details')].map((details) => details.open);
    const shown = { models, period: state.period, locale, in_: amountsIn(locale) };
    tables.replaceChildren(...MEASURES.map((measure) => measureTable(measure, shown)));
    tables.querySelectorAll('details').forEach((details, at) => (details.open = open[at] ?? false));
  };
}
