import { swatch } from './bar.ts';
import { element, setAttribute, setText, show } from './element.ts';
import type { NamedPart } from './figures.ts';

export interface PartsLine {
  readonly node: HTMLElement;
  readonly draw: (line: readonly NamedPart[]) => void;
}

/** Every name the line can hold, in the order in which it holds them. */
const NAMES: readonly NamedPart['part'][] = ['files', 'instructions', 'margin', 'overflow', 'gap'];

/** The legend and the figures under the bar in one line, which breaks between its parts only. */
export function partsLineView(): PartsLine {
  const entries = NAMES.map((part) => {
    const text = element('span');
    const node = element('li', {}, ...(part === 'gap' ? [] : [swatch(part)]), text);
    return { part, node, text };
  });
  return {
    node: element(
      'ul',
      { class: 'parts', 'aria-label': 'Parts of the prompt' },
      ...entries.map(({ node }) => node),
    ),
    draw(line) {
      for (const { part, node, text } of entries) {
        const named = line.find((candidate) => candidate.part === part);
        show(node, named !== undefined);
        if (!named) continue;
        setText(text, named.text);
        setAttribute(node, 'title', named.title);
      }
    },
  };
}
