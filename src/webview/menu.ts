import type { PlanViewAction } from '../protocol/plan-view.ts';
import { element, setAttribute, show } from './element.ts';
import { nextItem } from './menu-keys.ts';
import { sign } from './signs.ts';

export interface MenuEntry {
  readonly label: string;
  readonly action: PlanViewAction;
}

export interface MenuButton {
  readonly button: HTMLButtonElement;
  readonly menu: HTMLElement;
  readonly enable: (enabled: boolean) => void;
}

/**
 * A button with a popup menu as the ARIA practices describe it: arrows, Home, End and first letters move, Enter
 * and Space choose, Escape and Tab close, and the focus comes back to the button.
 */
export function menuButton(
  label: string,
  entries: readonly MenuEntry[],
  act: (action: PlanViewAction) => void,
): MenuButton {
  const items = entries.map((entry) => {
    const item = element('button', { type: 'button', role: 'menuitem', tabindex: '-1' }, entry.label);
    setAttribute(item, 'data-action', entry.action);
    item.addEventListener('click', () => {
      close(true);
      act(entry.action);
    });
    item.addEventListener('mousemove', () => item.focus({ preventScroll: true }));
    return item;
  });
  const menu = element('div', { id: 'menu', class: 'menu', role: 'menu', 'aria-label': label }, ...items);
  menu.hidden = true;
  const button = element(
    'button',
    {
      type: 'button',
      class: 'primary more',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-controls': 'menu',
      'aria-label': label,
      title: label,
    },
    sign('down'),
  );
  const enabled = () => button.getAttribute('aria-disabled') !== 'true';

  function open(first: number): void {
    if (!enabled()) return;
    show(menu, true);
    setAttribute(button, 'aria-expanded', 'true');
    // The view is often too low for the menu below its button: then it opens above, where there is room.
    const place = button.getBoundingClientRect();
    const below = document.documentElement.clientHeight - place.bottom;
    menu.classList.toggle('above', below < menu.offsetHeight && place.top > menu.offsetHeight);
    menu.scrollIntoView({ block: 'nearest' });
    items.at(first)?.focus();
  }

  function close(giveFocusBack: boolean): void {
    if (menu.hidden) return;
    show(menu, false);
    setAttribute(button, 'aria-expanded', 'false');
    if (giveFocusBack) button.focus();
  }

  button.addEventListener('click', () => (menu.hidden ? open(0) : close(true)));
  button.addEventListener('keydown', (event) => {
    const first = event.key === 'ArrowDown' ? 0 : event.key === 'ArrowUp' ? -1 : null;
    if (first === null) return;
    event.preventDefault();
    open(first);
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      close(true);
      return;
    }
    // The focus goes back first, so that Tab goes on from the button.
    if (event.key === 'Tab') return close(true);
    const to = nextItem(
      event.key,
      items.findIndex((item) => item === document.activeElement),
      entries.map((entry) => entry.label),
    );
    if (to === null) return;
    event.preventDefault();
    items[to]?.focus();
  });
  document.addEventListener('pointerdown', (event) => {
    const inside =
      event.target instanceof Node && (menu.contains(event.target) || button.contains(event.target));
    if (!inside) close(false);
  });
  window.addEventListener('blur', () => close(false));

  return {
    button,
    menu,
    enable(enabled) {
      setAttribute(button, 'aria-disabled', enabled ? null : 'true');
      if (!enabled) close(menu.contains(document.activeElement));
    },
  };
}
