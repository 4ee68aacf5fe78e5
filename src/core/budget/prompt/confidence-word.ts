/** A share as a percentage with one decimal: 50.0%. */
export function percentText(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** Spec P10. */
const HIGH_ABOVE = 0.8;
const MEDIUM_ABOVE = 0.6;

export function confidenceWord(confidence: number): 'high' | 'medium' | 'low' {
  if (confidence > HIGH_ABOVE) return 'high';
  return confidence > MEDIUM_ABOVE ? 'medium' : 'low';
}
