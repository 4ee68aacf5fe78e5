import type { PlanViewAction } from '../protocol/plan-view.ts';
import { element, sameNumber, setAttribute, setText, show } from './element.ts';
import type { Notice } from './notice.ts';
import { sign, signPath } from './signs.ts';

export interface NoticeView {
  readonly node: HTMLElement;
  readonly draw: (notice: Notice | null) => void;
}

/** A sentence with its sign and the ways on. The buttons stay in place when only their words change. */
export function noticeView(act: (action: PlanViewAction) => void): NoticeView {
  const picture = sign('info');
  const text = element('span', { class: 'text' });
  const ways = element('div', { class: 'ways' });
  const buttons: HTMLButtonElement[] = [];
  const node = element('div', { class: 'notice' }, element('p', {}, picture, text), ways);

  const makeButton = () => {
    const button = element('button', { type: 'button', class: 'way' });
    button.addEventListener('click', () => {
      const way = drawn?.ways[buttons.indexOf(button)];
      if (way) act(way.action);
    });
    return button;
  };
  let drawn: Notice | null = null;

  return {
    node,
    draw(notice) {
      drawn = notice;
      show(node, notice !== null);
      if (!notice) return;
      setAttribute(node, 'data-tone', notice.tone);
      const path = picture.firstElementChild;
      if (path) setAttribute(path, 'd', signPath(notice.tone));
      setText(text, notice.text);
      sameNumber(ways, buttons, notice.ways.length, makeButton);
      notice.ways.forEach((way, at) => {
        const button = buttons[at];
        if (!button) return;
        setText(button, way.label);
        setAttribute(button, 'data-action', way.action);
      });
      show(ways, notice.ways.length > 0);
    },
  };
}
