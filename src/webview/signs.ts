import { svgElement } from './element.ts';
import type { SignName } from './notice.ts';

/** Signs of 16 × 16, drawn with the colour of the text around them. Each has a form of its own. */
const SIGNS: Readonly<Record<SignName, string>> = {
  good: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM5 8.2l2.1 2.1L11 6.2',
  info: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM8 7.2v4M8 4.6v.9',
  warning: 'M8 1.8L14.6 13.8H1.4zM8 6v4M8 11.3v.9',
  error: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
  down: 'M4 6.2l4 4l4-4',
  waiting: 'M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z',
  running: 'M3.5 8h.6M7.7 8h.6M11.9 8h.6',
  cross: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
};

export function sign(name: SignName): SVGSVGElement {
  return svgElement(
    'svg',
    { class: 'sign', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    svgElement('path', { d: SIGNS[name] }),
  );
}

/** The drawing of `sign` for another name. */
export function signPath(name: SignName): string {
  return SIGNS[name];
}
