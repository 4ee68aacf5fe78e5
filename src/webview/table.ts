import type { Row } from './breakdown.ts';
import { element, sameNumber, setText } from './element.ts';

export interface Table {
  readonly node: HTMLElement;
  readonly draw: (rows: readonly Row[]) => void;
}

/** A drawing as a table, for those who do not see it. */
export function breakdownTable(
  caption = 'What the budget is used for',
  columns: readonly [string, string, string] = ['Part', 'Tokens', 'Share of the budget'],
): Table {
  const head = columns.map((name) => element('th', { scope: 'col' }, name));
  const body = element('tbody');
  const drawn: HTMLTableRowElement[] = [];
  return {
    // A table grows with its content whatever its style says: the box around it is what is hidden.
    node: element(
      'div',
      { class: 'unseen' },
      element(
        'table',
        {},
        element('caption', {}, caption),
        element('thead', {}, element('tr', {}, ...head)),
        body,
      ),
    ),
    draw(rows) {
      sameNumber(body, drawn, rows.length, () =>
        element('tr', {}, element('th', { scope: 'row' }), element('td'), element('td')),
      );
      rows.forEach((row, at) => {
        const cells = drawn[at]?.children ?? [];
        [row.name, row.tokens, row.share].forEach((text, column) => {
          const cell = cells[column];
          if (cell) setText(cell, text);
        });
      });
    },
  };
}
