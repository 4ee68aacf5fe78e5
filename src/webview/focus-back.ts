/**
 * Brings the focus back to where it was in the page when the page gets it back, as after a list that one of its buttons
 * opened; the first time to `first`, so that whoever comes by keyboard can type at once. A click says itself where the
 * focus goes.
 */
export function focusBack(place: HTMLElement, first: () => HTMLElement): void {
  let last: HTMLElement | null = null;
  let pointing = false;
  place.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) last = target;
  });
  window.addEventListener('pointerdown', () => (pointing = true), true);
  for (const end of ['pointerup', 'pointercancel'])
    window.addEventListener(end, () => (pointing = false), true);
  // The page's own, not those of its elements: a click takes the focus from one before the next one has it.
  window.addEventListener('blur', () => (pointing = false));
  window.addEventListener('focus', () => {
    if (pointing || document.activeElement !== document.body) return;
    const target = last?.checkVisibility() === true ? last : first();
    if (target.checkVisibility()) target.focus();
  });
}
