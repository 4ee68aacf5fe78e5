import { PHASES, type Phase } from '../core/facts/prediction.ts';
import { element, setAttribute, setText, svgElement } from './element.ts';
import type { PhaseFigure } from './prediction.ts';

export interface PhasesBar {
  readonly node: HTMLElement;
  readonly draw: (phases: readonly PhaseFigure[], label: string) => void;
}

/**
 * The phases as a bar with its legend. Pointing at it, or the focus, shows shares and ranges beside it: one stop for
 * the keyboard, Escape closes it. The table says the same to those who see neither.
 */
export function phasesBar(): PhasesBar {
  const stripes = PHASES.map((phase) => ({
    phase,
    parts: ['part', 'pattern'].map((kind) =>
      svgElement('rect', { class: `${kind} phase-${phase}`, y: '0', height: '100%' }),
    ),
  }));
  const entries = PHASES.map((phase) => {
    const text = element('span');
    return { phase, text, node: element('li', {}, swatch(phase), text) };
  });
  const rows = PHASES.map((phase) => {
    const cells = [element('td'), element('td'), element('td')] as const;
    return { phase, cells, node: element('tr', {}, element('th', {}, phase), ...cells) };
  });
  const tip = element(
    'div',
    { class: 'tip', 'aria-hidden': 'true' },
    element('table', {}, element('tbody', {}, ...rows.map(({ node }) => node))),
  );
  const drawing = svgElement(
    'svg',
    { class: 'phases-drawing', 'aria-hidden': 'true', focusable: 'false' },
    ...stripes.flatMap(({ parts }) => parts),
  );
  const node = element(
    'div',
    { class: 'phases', role: 'group', tabindex: '0' },
    drawing,
    element('ul', { class: 'parts' }, ...entries.map(({ node: entry }) => entry)),
    tip,
  );
  // What comes by itself must go by a key (WCAG 1.4.13), and come again the next time.
  node.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') tip.classList.add('closed');
  });
  for (const begin of ['focusin', 'pointerenter'])
    node.addEventListener(begin, () => tip.classList.remove('closed'));
  return {
    node,
    draw(phases, label) {
      setAttribute(node, 'aria-label', label);
      for (const figure of phases) {
        const stripe = stripes.find(({ phase }) => phase === figure.phase);
        for (const rect of stripe?.parts ?? []) {
          setAttribute(rect, 'x', `${round(figure.from)}%`);
          setAttribute(rect, 'width', `${round(figure.length)}%`);
        }
        const entry = entries.find(({ phase }) => phase === figure.phase);
        if (entry) setText(entry.text, figure.text);
        const row = rows.find(({ phase }) => phase === figure.phase);
        if (!row) continue;
        setText(row.cells[0], figure.tokens);
        setText(row.cells[1], figure.share);
        setText(row.cells[2], figure.usual === null ? '' : `usually ${figure.usual}`);
      }
    },
  };
}

function swatch(phase: Phase): SVGSVGElement {
  const size = { width: '100%', height: '100%' };
  return svgElement(
    'svg',
    { class: 'swatch', 'aria-hidden': 'true', focusable: 'false' },
    svgElement('rect', { class: `part phase-${phase}`, ...size }),
    svgElement('rect', { class: `pattern phase-${phase}`, ...size }),
  );
}

const round = (percent: number) => Math.round(percent * 100) / 100;
