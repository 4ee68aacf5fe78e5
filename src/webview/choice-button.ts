import type { PlanViewAction } from '../protocol/plan-view.ts';
import { element, setAttribute, setText, show } from './element.ts';
import { sign } from './signs.ts';

/** A quiet button that shows a choice and opens the way to change it. */
export interface ChoiceButton {
  readonly node: HTMLButtonElement;
  /** `main` is shortened when there is no room, `rest` never. */
  readonly draw: (main: string, rest: string, title: string) => void;
}

/**
 * @param purpose what a screen reader says before the choice, for example "Model".
 * @param shown whether the purpose is also written.
 */
export function choiceButton(
  action: PlanViewAction,
  purpose: string,
  shown: boolean,
  act: (action: PlanViewAction) => void,
): ChoiceButton {
  const main = element('span', { class: 'main' });
  const rest = element('span', { class: 'rest' });
  const before = element('span', { class: shown ? 'purpose' : 'unseen' }, `${purpose} `);
  const node = element(
    'button',
    { type: 'button', class: 'choice', 'data-action': action },
    before,
    main,
    rest,
    sign('down'),
  );
  node.addEventListener('click', () => act(action));
  return {
    node,
    draw(mainText, restText, title) {
      setText(main, mainText);
      setText(rest, restText === '' ? '' : ` · ${restText}`);
      show(rest, restText !== '');
      setAttribute(node, 'title', title);
    },
  };
}
