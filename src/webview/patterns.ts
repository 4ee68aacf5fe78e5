import { svgElement } from './element.ts';

/**
 * The patterns that tell the parts of the bar apart without their colours; the style sheet colours their strokes.
 * One definition serves the bar and the swatches of the line below it.
 */
export function patterns(): SVGSVGElement {
  return svgElement(
    'svg',
    { class: 'patterns', width: '0', height: '0', 'aria-hidden': 'true', focusable: 'false' },
    svgElement(
      'defs',
      {},
      // Diagonals: over the limit. Their tiles repeat without a seam, so no rotation is needed.
      pattern('hatch', 6, svgElement('path', { d: 'M-1.5 1.5l3-3M-1.5 7.5l9-9M4.5 7.5l3-3' })),
      // Dots: kept free.
      pattern('dots', 4, svgElement('circle', { cx: '2', cy: '2', r: '0.8' })),
      // Uprights: the frame around the files.
      pattern('uprights', 4, svgElement('path', { d: 'M1 0v4' })),
    ),
  );
}

function pattern(name: string, size: number, drawing: SVGElement): SVGPatternElement {
  return svgElement(
    'pattern',
    { id: name, class: name, width: `${size}`, height: `${size}`, patternUnits: 'userSpaceOnUse' },
    drawing,
  );
}
