import { element, setAttribute, svgElement } from './element.ts';
import type { RangeDrawing } from './prediction.ts';

export interface RangeLine {
  readonly node: HTMLElement;
  readonly draw: (range: RangeDrawing, title: string) => void;
}

/** The range as a line with a dot at the typical value; a mark says what is allocated. The words beside it say it all. */
export function rangeLineView(): RangeLine {
  const track = svgElement('line', { class: 'track', x1: '0', x2: '100%', y1: '7', y2: '7' });
  const range = svgElement('line', { class: 'likely', y1: '7', y2: '7' });
  const ends = ['low', 'high'].map(() => svgElement('line', { class: 'end', y1: '4', y2: '10' }));
  const budget = svgElement('line', { class: 'allowed', y1: '1', y2: '13' });
  const dot = svgElement('circle', { class: 'typical', cy: '7', r: '4' });
  const drawing = svgElement(
    'svg',
    { 'aria-hidden': 'true', focusable: 'false' },
    track,
    range,
    ...ends,
    budget,
    dot,
  );
  const node = element('div', { class: 'range' }, drawing);
  const place = (line: SVGLineElement, from: number, to = from): void => {
    setAttribute(line, 'x1', percent(from));
    setAttribute(line, 'x2', percent(to));
  };
  return {
    node,
    draw({ low, high, typical, budget: allowed }, title) {
      setAttribute(node, 'title', title);
      place(range, low, high);
      [low, high].forEach((at, end) => {
        const line = ends[end];
        if (line) place(line, at);
      });
      place(budget, allowed);
      setAttribute(dot, 'cx', percent(typical));
    },
  };
}

const percent = (value: number) => `${Math.round(value * 100) / 100}%`;
