import type { PlanSnapshot } from '../protocol/plan.ts';
import type { Amounts } from './amounts.ts';
import { element, setAttribute, setText, show } from './element.ts';
import { indexingText } from './figures.ts';

export interface ProgressView {
  readonly node: HTMLElement;
  /** `null`: nothing under way; `'starting'`: the engine has not spoken yet. */
  readonly draw: (indexing: PlanSnapshot['indexing'] | 'starting', in_: Amounts) => void;
}

/** How far finding and counting is. Native, so that it needs no style attribute and screen readers know it. */
export function progressView(): ProgressView {
  const text = element('span', { id: 'indexing' });
  const bar = element('progress', { 'aria-labelledby': 'indexing' });
  const node = element('div', { class: 'indexing' }, bar, text);
  return {
    node,
    draw(indexing, in_) {
      show(node, indexing !== null);
      if (indexing === null) return;
      if (indexing === 'starting' || indexing.found === 0) {
        setText(text, indexing === 'starting' ? 'Starting…' : indexingText(indexing, in_));
        setAttribute(bar, 'value', null);
        return;
      }
      setText(text, indexingText(indexing, in_));
      setAttribute(bar, 'max', `${indexing.found}`);
      setAttribute(bar, 'value', `${Math.min(indexing.counted, indexing.found)}`);
    },
  };
}
