import { Buffer } from 'node:buffer';
import type { ProbabilityStep } from './entry-words.ts';

/**
 * Greys and blues of the middle, which stand out at 3:1 and more (WCAG 2.2, 1.4.11) from white and from black: a row's
 * picture cannot take a colour of the theme, and an editor with a light high-contrast theme asks for the dark one.
 */
const IN = '#2a7fd4';
const OUT = '#808080';

const CENTRE = 8;
const RING = 5.6;
const DISC = 3.9;

/** The ends of the filled part, clockwise from the top, for one to three quarters. */
const ARC_END = {
  1: `${CENTRE + DISC} ${CENTRE}`,
  2: `${CENTRE} ${CENTRE + DISC}`,
  3: `${CENTRE - DISC} ${CENTRE}`,
} as const;

/**
 * A disc in a ring, filled by quarters: how probably the task needs a file. Drawn here, as the editor has no such
 * icons. An address that holds its own picture.
 */
export function probabilityIcon(step: ProbabilityStep, isIn: boolean): string {
  const colour = isIn ? IN : OUT;
  const ring = `<circle cx="8" cy="8" r="${RING}" fill="none" stroke="${colour}" stroke-width="1.2"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${ring}${disc(step, colour)}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

function disc(step: ProbabilityStep, colour: string): string {
  if (step === 0) return '';
  if (step === 4) return `<circle cx="8" cy="8" r="${DISC}" fill="${colour}"/>`;
  const large = step === 3 ? 1 : 0;
  const path = `M8 8V${CENTRE - DISC}A${DISC} ${DISC} 0 ${large} 1 ${ARC_END[step]}Z`;
  return `<path d="${path}" fill="${colour}"/>`;
}
