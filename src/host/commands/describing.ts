import { QuickPickItemKind, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { TASK_TYPES } from '../../core/facts/characteristics.ts';
import type { Characteristics, TaskInput } from '../../core/facts/characteristics.ts';
import { readableShare } from '../../core/facts/readable-number.ts';
import { typedList, typedNumber } from '../detail-words.ts';
import type { Command, Commands } from './context.ts';

type Change = { readonly [K in keyof TaskInput]?: TaskInput[K] | undefined };

/** A thing that can be said of a task: how it stands, and the question for it. Null: the question was left. */
interface Detail {
  readonly label: string;
  /** What the user said; undefined: nothing. */
  readonly said: string | undefined;
  /** What is drawn from the words otherwise. */
  readonly drawn: string;
  readonly ask: () => Promise<Change | null>;
}

/**
 * Step by step what a tracker or the user's head knows of the task beside its words. Every answer counts at once and
 * leads back to the list; leaving it ends.
 */
const moreAboutTask: Command = async (context) => {
  context.engine.start();
  for (;;) {
    const known = context.engine.ledger()?.task?.prediction.characteristics ?? null;
    const { more } = context.details.current();
    type Item = QuickPickItem & { readonly ask?: () => Promise<Change | null>; readonly forget?: true };
    const items: Item[] = detailsOf(more, known).map(({ label, said, drawn, ask }) => ({
      label: said === undefined ? label : `$(check) ${label}`,
      description: said ?? drawn,
      ask,
    }));
    if (Object.keys(more).length > 0)
      items.push(
        { label: '', kind: QuickPickItemKind.Separator },
        { label: 'Forget All of This', description: 'the words of the task say it', forget: true },
      );
    const picked = await window.showQuickPick(items, {
      title: 'More About This Task',
      placeHolder: 'What is known beside the words makes the range narrower; Escape ends',
    });
    if (picked === undefined) return;
    if (picked.forget === true) {
      await context.details.forget();
      return;
    }
    const change = (await picked.ask?.()) ?? null;
    if (change !== null) await context.details.change(change);
  }
};

function detailsOf(more: TaskInput, known: Characteristics | null): readonly Detail[] {
  const from = (text: string | undefined): string =>
    text === undefined ? 'from the words' : `${text}, from the words`;
  return [
    {
      label: 'Priority',
      said: more.priority === undefined ? undefined : String(more.priority),
      drawn: 'none',
      ask: () =>
        one('Priority', 'priority', ['Critical', 'High', 'Medium', 'Low'], (priority) => ({ priority })),
    },
    {
      label: 'Type',
      said: more.type,
      drawn: from(known?.taskType),
      ask: () => one('Type of Work', 'type', TASK_TYPES, (type) => ({ type })),
    },
    {
      label: 'Labels',
      said: more.labels?.join(', '),
      drawn: 'none',
      ask: () => list('Labels', 'labels', more.labels, 'Such as bug, parser, spike; separated by commas.'),
    },
    {
      label: 'Story points',
      said: more.storyPoints === undefined ? undefined : String(more.storyPoints),
      drawn: 'none',
      ask: () => number('Story Points', 'storyPoints', more.storyPoints, 0, 1000, false),
    },
    {
      label: 'Acceptance criteria',
      said: more.acceptanceCriteria?.join('; '),
      drawn: 'none',
      ask: () =>
        list(
          'Acceptance Criteria',
          'acceptanceCriteria',
          more.acceptanceCriteria,
          'What must hold when it is done; separated by semicolons or commas.',
        ),
    },
    {
      label: 'Subtasks',
      said: more.subtaskCount === undefined ? undefined : String(more.subtaskCount),
      drawn: 'none',
      ask: () => number('Subtasks', 'subtaskCount', more.subtaskCount, 0, 1000, true),
    },
    {
      label: 'Complexity',
      said: more.complexity === undefined ? undefined : String(more.complexity),
      drawn: from(known === null ? undefined : String(Math.round(known.complexity))),
      ask: () =>
        number(
          'Complexity',
          'complexity',
          typeof more.complexity === 'number' ? more.complexity : undefined,
          0,
          100,
          false,
        ),
    },
    {
      label: 'Uncertainty',
      said: more.uncertainty === undefined ? undefined : readableShare(more.uncertainty),
      drawn: from(known === null ? undefined : readableShare(known.uncertainty)),
      ask: () => percent('Uncertainty', 'uncertainty', more.uncertainty),
    },
    {
      label: 'Novelty',
      said: more.novelty === undefined ? undefined : readableShare(more.novelty),
      drawn: known === null ? 'from the history' : `${readableShare(known.novelty)}, from the history`,
      ask: () => percent('Novelty', 'novelty', more.novelty),
    },
    {
      label: 'Kind of task',
      said:
        [
          ...(more.requiresCreativity === true ? ['creative'] : []),
          ...(more.involvesArchitecture === true ? ['architecture'] : []),
        ].join(', ') || undefined,
      drawn: 'neither creative nor architecture',
      ask: () => special(more),
    },
  ];
}

/** Of a list of words; the first takes back what was said. */
async function one<T extends string>(
  title: string,
  field: keyof TaskInput,
  values: readonly T[],
  change: (value: T) => Change,
): Promise<Change | null> {
  const items = [{ label: 'Not said', value: null }, ...values.map((value) => ({ label: value, value }))];
  const picked = await window.showQuickPick(items, { title });
  if (picked === undefined) return null;
  return picked.value === null ? { [field]: undefined } : change(picked.value);
}

async function list(
  title: string,
  field: 'labels' | 'acceptanceCriteria',
  said: readonly string[] | undefined,
  prompt: string,
): Promise<Change | null> {
  const typed = await window.showInputBox({ title, prompt, value: said?.join('; ') ?? '' });
  if (typed === undefined) return null;
  const entries = typedList(typed);
  return { [field]: entries.length === 0 ? undefined : entries };
}

async function number(
  title: string,
  field: keyof TaskInput,
  said: number | undefined,
  low: number,
  high: number,
  whole: boolean,
): Promise<Change | null> {
  const kind = whole ? 'A whole number' : 'A number';
  const range = `${kind} from ${low} to ${high}; empty means not said.`;
  const typed = await window.showInputBox({
    title,
    prompt: range,
    value: said === undefined ? '' : String(said),
    validateInput: (text) =>
      text.trim() === '' || typedNumber(text, low, high, whole) !== null ? undefined : range,
  });
  if (typed === undefined) return null;
  return { [field]: typedNumber(typed, low, high, whole) ?? undefined };
}

async function percent(
  title: string,
  field: 'uncertainty' | 'novelty',
  said: number | undefined,
): Promise<Change | null> {
  const change = await number(
    `${title} in Per Cent`,
    field,
    said === undefined ? undefined : Math.round(said * 100),
    0,
    100,
    false,
  );
  const value = change?.[field];
  return value === undefined ? change : { [field]: value / 100 };
}

async function special(more: TaskInput): Promise<Change | null> {
  const items = [
    {
      label: 'Creative',
      description: 'it needs ideas, not only work',
      picked: more.requiresCreativity === true,
    },
    {
      label: 'Architecture',
      description: 'it changes how parts fit together',
      picked: more.involvesArchitecture === true,
    },
  ];
  const chosen = await window.showQuickPick(items, { title: 'Kind of Task', canPickMany: true });
  if (chosen === undefined) return null;
  const has = (label: string) => chosen.some((item) => item.label === label) || undefined;
  return { requiresCreativity: has('Creative'), involvesArchitecture: has('Architecture') };
}

export const describeCommands: Commands = { 'contextBudget.moreAboutTask': moreAboutTask };
