import type { AskingState, PlanViewAction } from '../protocol/plan-view.ts';
import type { Amounts } from './amounts.ts';
import { askedNotice, askedRows, askingHeading } from './asking.ts';
import { element, sameNumber, setAttribute, setText, show } from './element.ts';
import { noticeView } from './notice-view.ts';
import { sign, signPath } from './signs.ts';

export interface AskingView {
  readonly node: HTMLElement;
  readonly draw: (asking: AskingState | null, in_: Amounts) => void;
}

/** A request to models: who answers, for how long, at what cost, and one way to call it off. */
export function askingView(act: (action: PlanViewAction) => void): AskingView {
  const heading = element('span', { id: 'asking' });
  const cancel = element('button', { type: 'button', class: 'way', 'data-action': 'cancelAsk' }, 'Cancel');
  cancel.addEventListener('click', () => act('cancelAsk'));
  const bar = element('progress', { 'aria-labelledby': 'asking' });
  const running = element('div', {}, element('div', { class: 'asking-head' }, heading, cancel), bar);
  const list = element('ul', { class: 'asked' });
  const rows: HTMLLIElement[] = [];
  const ended = noticeView(act);
  // How it ended comes before who did what: in a low view the ways on are in sight.
  const node = element('section', { class: 'asking', 'aria-label': 'Request' }, running, ended.node, list);
  return {
    node,
    draw(asking, in_) {
      show(node, asking !== null);
      if (asking === null) {
        ended.draw(null);
        return;
      }
      const isRunning = asking.state === 'running';
      // Who called it off by the keyboard goes on at what takes the button's place.
      const held = document.activeElement === cancel;
      show(running, isRunning);
      setText(heading, askingHeading(asking));
      const drawn = askedRows(asking, in_);
      sameNumber(list, rows, drawn.length, () =>
        element(
          'li',
          {},
          sign('waiting'),
          element('p', {}, element('span'), ' ', element('span', { class: 'words' })),
        ),
      );
      drawn.forEach((row, at) => {
        const item = rows[at];
        const [picture, text] = item?.children ?? [];
        const [name, words] = text?.children ?? [];
        if (item === undefined || name === undefined || words === undefined) return;
        setAttribute(item, 'data-tone', row.tone);
        const path = picture?.firstElementChild;
        if (path) setAttribute(path, 'd', signPath(row.sign));
        setText(name, row.name);
        setText(words, row.words);
      });
      ended.draw(askedNotice(asking));
      if (held && !isRunning) ended.node.querySelector('button')?.focus();
    },
  };
}
