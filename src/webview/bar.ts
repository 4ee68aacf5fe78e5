import { element, setAttribute, svgElement } from './element.ts';
import { PARTS, type Bar, type Part } from './shares.ts';

/** A drawing of the budget with its parts. */
export interface BarView {
  readonly node: HTMLElement;
  readonly draw: (
    bar: Bar,
    meter: { readonly now: number; readonly max: number; readonly text: string },
  ) => void;
}

/** Two rectangles per part: the colour, and above it the pattern, which only some parts and themes show. */
interface Stripe {
  readonly part: Part;
  readonly colour: SVGRectElement;
  readonly pattern: SVGRectElement;
}

export function barView(): BarView {
  const stripes: Stripe[] = PARTS.map((part) => ({
    part,
    colour: svgElement('rect', { class: `part ${part}`, y: '0', height: '100%' }),
    pattern: svgElement('rect', { class: `pattern ${part}`, y: '0', height: '100%' }),
  }));
  const limit = svgElement('rect', { class: 'limit', y: '0', height: '100%', width: '2' });
  // Where the overflow is drawn shorter than it is, a gap breaks it, as in a shortened axis.
  const cut = svgElement('path', { class: 'cut', d: 'M0 0l8 18M5 0l8 18' });
  const cutPlace = svgElement('svg', { class: 'cut-place', x: '100%', overflow: 'visible' }, cut);
  const drawing = svgElement(
    'svg',
    { class: 'bar-drawing', 'aria-hidden': 'true', focusable: 'false' },
    ...stripes.flatMap(({ colour, pattern }) => [colour, pattern]),
    limit,
    cutPlace,
  );
  const node = element(
    'div',
    { class: 'bar', role: 'meter', 'aria-label': 'Budget of the prompt', 'aria-valuemin': '0' },
    drawing,
  );

  return {
    node,
    draw(bar, meter) {
      // A part that is not there stands where it would begin: it grows from its place, and never flies in.
      let end = 0;
      for (const { part, colour, pattern } of stripes) {
        const segment = bar.segments.find((candidate) => candidate.part === part);
        const from = segment?.from ?? end;
        end = from + (segment?.length ?? 0);
        for (const rect of [colour, pattern]) {
          setAttribute(rect, 'x', `${round(from)}%`);
          setAttribute(rect, 'width', `${round(segment?.length ?? 0)}%`);
        }
      }
      setAttribute(limit, 'x', `${round(bar.limit)}%`);
      setAttribute(limit, 'visibility', bar.limit < 100 ? 'visible' : 'hidden');
      setAttribute(cutPlace, 'x', `${round((100 + bar.limit) / 2)}%`);
      setAttribute(cutPlace, 'visibility', bar.cut ? 'visible' : 'hidden');
      setAttribute(node, 'aria-valuemax', `${meter.max}`);
      setAttribute(node, 'aria-valuenow', `${Math.min(meter.now, meter.max)}`);
      setAttribute(node, 'aria-valuetext', meter.text);
    },
  };
}

/** A square for the line below the bar that repeats a part's colour and pattern. */
export function swatch(part: Part): SVGSVGElement {
  const size = { width: '100%', height: '100%' };
  return svgElement(
    'svg',
    { class: 'swatch', 'aria-hidden': 'true', focusable: 'false' },
    svgElement('rect', { class: `part ${part}`, ...size }),
    svgElement('rect', { class: `pattern ${part}`, ...size }),
  );
}

const round = (percent: number) => Math.round(percent * 100) / 100;
