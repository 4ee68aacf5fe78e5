import { element, sameNumber, setText } from './element.ts';
import type { HostApi } from './vscode-api.ts';

export interface ReasonsView {
  readonly node: HTMLDetailsElement;
  readonly draw: (sentences: readonly string[]) => void;
}

/** "Why these figures": stays as the user left it, also after the view was hidden. */
export function reasonsView(host: Pick<HostApi, 'getState' | 'setState'>): ReasonsView {
  const list = element('ul');
  const drawn: HTMLLIElement[] = [];
  const node = element('details', { class: 'reasons' }, element('summary', {}, 'Why these figures'), list);
  node.open = host.getState()?.reasonsOpen === true;
  node.addEventListener('toggle', () => host.setState({ reasonsOpen: node.open }));
  return {
    node,
    draw(sentences) {
      sameNumber(list, drawn, sentences.length, () => element('li'));
      sentences.forEach((sentence, at) => {
        const item = drawn[at];
        if (item) setText(item, sentence);
      });
    },
  };
}
