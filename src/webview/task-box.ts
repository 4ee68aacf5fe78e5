import { cutTask, LONGEST_TASK, type TaskState } from '../protocol/plan-view.ts';
import type { Amounts } from './amounts.ts';
import { element, setText, show } from './element.ts';
import { sign } from './signs.ts';

export interface TaskBox {
  readonly node: HTMLElement;
  readonly box: HTMLElement;
  /** Whether there is more than blanks in it now. */
  readonly hasTask: () => boolean;
  readonly draw: (task: TaskState, in_: Amounts) => void;
}

export interface TaskBoxEvents {
  /** Every change, at once: the host waits for the pause, and survives this page. */
  readonly typed: (text: string) => void;
  /** Ctrl+Enter, or Cmd+Enter. */
  readonly fit: () => void;
}

/** What the user presses, as this system writes it. */
export const fitKey = (platform: string): string => (platform.startsWith('Mac') ? '⌘Enter' : 'Ctrl+Enter');

/**
 * "What should the model do?": grows with its text to six lines (by the style sheet). The host owns the text, but it is
 * put into the box only when somebody else changed it: caret, selection and undo are the user's.
 */
export function taskBox({ typed, fit }: TaskBoxEvents): TaskBox {
  const label = element('label', { for: 'task' }, 'What should the model do?');
  const clear = element(
    'button',
    { type: 'button', class: 'clear', 'aria-label': 'Clear the task', title: 'Clear the task' },
    sign('cross'),
  );
  const box = element('textarea', {
    id: 'task',
    rows: '1',
    spellcheck: 'true',
    placeholder: 'Fix the parser losing the last line',
    'aria-describedby': 'task-keys',
    'aria-keyshortcuts': 'Control+Enter Meta+Enter',
  });
  const keys = element(
    'span',
    { id: 'task-keys', class: 'unseen' },
    'Files rank themselves by it. Control or Command with Enter fits, Escape leaves the box.',
  );
  const cutWords = element('p', { class: 'cut-words', role: 'status' });
  const node = element(
    'section',
    { class: 'task', 'aria-label': 'Task' },
    element('div', { class: 'task-head' }, label, clear),
    box,
    keys,
    cutWords,
  );
  let edition: number | null = null;
  let exact: Amounts['exact'] = String;

  const changed = (): void => {
    const whole = box.value;
    const kept = cutTask(whole);
    if (kept !== whole) {
      const caret = Math.min(box.selectionStart, kept.length);
      box.value = kept;
      box.setSelectionRange(caret, caret);
    }
    setText(
      cutWords,
      kept === whole
        ? ''
        : `Cut to ${exact(LONGEST_TASK)} characters, the most that a task may have: tick files instead of pasting them.`,
    );
    show(cutWords, kept !== whole);
    show(clear, box.value !== '');
    typed(box.value);
  };
  show(cutWords, false);
  show(clear, false);
  box.addEventListener('input', changed);
  box.addEventListener('keydown', (event) => {
    // While an input method composes, both keys are its own.
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      box.blur();
    }
    // With Alt it is the editor's key for asking models.
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      fit();
    }
  });
  clear.addEventListener('click', () => {
    box.focus();
    box.select();
    // As if by the keyboard, so that undo brings it back; where the browser cannot, without.
    if (!document.execCommand('delete')) box.value = '';
    changed();
  });

  return {
    node,
    box,
    hasTask: () => box.value.trim() !== '',
    draw(task, in_) {
      ({ exact } = in_);
      if (task.edition === edition) return;
      edition = task.edition;
      if (box.value !== task.text) {
        box.value = task.text;
        box.setSelectionRange(task.text.length, task.text.length);
      }
      show(cutWords, false);
      show(clear, task.text !== '');
    },
  };
}
