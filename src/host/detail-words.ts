import type { TaskInput } from '../core/facts/characteristics.ts';

/** What the user added to a task, in a few words: `high priority · 5 points · 2 labels`; empty for nothing. No vscode. */
export function detailWords(more: TaskInput): string {
  const counted = (list: readonly unknown[] | undefined, one: string, many: string): string[] =>
    list === undefined || list.length === 0 ? [] : [list.length === 1 ? one : `${list.length} ${many}`];
  const { priority, storyPoints, labels, acceptanceCriteria, type, complexity, subtaskCount } = more;
  return [
    ...(type === undefined ? [] : [type]),
    ...(priority === undefined ? [] : [`${String(priority).toLowerCase()} priority`]),
    ...(complexity === undefined ? [] : [`complexity ${complexity}`]),
    ...(storyPoints === undefined ? [] : [storyPoints === 1 ? '1 point' : `${storyPoints} points`]),
    ...(subtaskCount === undefined ? [] : [subtaskCount === 1 ? '1 subtask' : `${subtaskCount} subtasks`]),
    ...counted(labels, labels?.[0] ?? '', 'labels'),
    ...counted(acceptanceCriteria, '1 criterion', 'criteria'),
    ...(more.requiresCreativity === true ? ['creative'] : []),
    ...(more.involvesArchitecture === true ? ['architecture'] : []),
  ].join(' · ');
}

/** Entries of a list as people type them: separated by commas, semicolons or lines; blanks go, doubles too. */
export function typedList(text: string): readonly string[] {
  return [...new Set(text.split(/[,;\n]/u).map((entry) => entry.trim()))].filter((entry) => entry !== '');
}

/** A number from `low` to `high`, `whole` or not; null for what is none. A comma may be the decimal mark. */
export function typedNumber(text: string, low: number, high: number, whole: boolean): number | null {
  const typed = text.trim().replace(',', '.');
  if (!/^\d+(?:\.\d+)?$/u.test(typed)) return null;
  const value = Number(typed);
  return value >= low && value <= high && (!whole || Number.isInteger(value)) ? value : null;
}
