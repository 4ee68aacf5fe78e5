import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../core/facts/result.ts';
import type { Surroundings } from './session.ts';

/** The name that stands for stdin, or for stdout where something is written. */
export const STANDARD = '-';

export interface TypedTexts {
  readonly task: string;
  readonly instructions: string;
}

export interface TextFlags {
  readonly task?: string;
  readonly taskFile?: string;
  readonly instructionsFile?: string;
}

/** The user's own words for the prompt: typed, from files, or one of them from stdin. */
export async function typedTexts(
  around: Pick<Surroundings, 'cwd' | 'readInput'>,
  { task, taskFile, instructionsFile }: TextFlags,
): Promise<Result<TypedTexts>> {
  if (task !== undefined && taskFile !== undefined) {
    return fail('invalid_option', 'Give --task or --task-file, not both.');
  }
  if (taskFile === STANDARD && instructionsFile === STANDARD) {
    return fail('invalid_option', 'Only one of --task-file and --instructions-file can come from stdin.');
  }
  const typedTask = taskFile === undefined ? ok(task ?? '') : await textOf(around, '--task-file', taskFile);
  if (!typedTask.ok) return typedTask;
  const instructions =
    instructionsFile === undefined ? ok('') : await textOf(around, '--instructions-file', instructionsFile);
  if (!instructions.ok) return instructions;
  return ok({ task: typedTask.value, instructions: instructions.value });
}

/** The text of a file that a flag names, `-` for stdin. Error: `unreadable`. */
export async function textOf(
  { cwd, readInput }: Pick<Surroundings, 'cwd' | 'readInput'>,
  flag: string,
  file: string,
): Promise<Result<string>> {
  try {
    return ok(file === STANDARD ? await readInput() : await readFile(path.resolve(cwd, file), 'utf8'));
  } catch {
    return fail(
      'unreadable',
      `${flag} ${JSON.stringify(file)} cannot be read. Check the path and its permissions.`,
    );
  }
}
