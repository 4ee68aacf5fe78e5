import path from 'node:path';
import { COMMANDED_WORK_LIMIT } from '../../core/context/fit-options.ts';
import { ok } from '../../core/facts/result.ts';
import * as message from '../../protocol/engine.ts';
import { saveFile } from '../../node/save-file.ts';
import { EXIT } from '../exit-code.ts';
import { type FitFlags, fitSettingsFrom } from '../fit-options.ts';
import { askedPaths } from '../roots.ts';
import { isFolder, openPaths, refuse, type Surroundings, withEngine } from '../session.ts';
import { readOwnModels } from '../own-models.ts';
import { textOf } from '../text-option.ts';
import { type FileFlags, candidatesFrom } from '../file-options.ts';

export interface FitCommandFlags extends FitFlags, FileFlags {
  readonly task?: string;
  readonly taskFile?: string;
  readonly instructionsFile?: string;
  readonly pin?: readonly string[];
  readonly out?: string;
  readonly audit?: string;
  readonly explain?: boolean;
  readonly json?: boolean;
}

/** `fit [paths…]`: the prompt to stdout or `--out`, the audit to `--audit`, a summary to stderr. */
export async function fitCommand(
  around: Surroundings,
  paths: readonly string[],
  flags: FitCommandFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const prepared = await prepare(around, paths, flags);
  if (!prepared.ok) return refuse(around.output, prepared.error, json);
  const { settings, candidates, own } = prepared.value;
  return withEngine(
    around,
    json,
    async (engine, { token }) => {
      await openPaths(around, engine, candidates, settings, own);
      return engine.connection.sendRequest(
        message.fit,
        { workLimit: COMMANDED_WORK_LIMIT, verify: false },
        token,
      );
    },
    (fitted) => deliver(around, paths, flags, fitted),
  );
}

async function prepare(around: Surroundings, paths: readonly string[], flags: FitCommandFlags) {
  const task = await textOf(around, '--task-file', flags.task, flags.taskFile);
  if (!task.ok) return task;
  const instructions = await textOf(around, '--instructions-file', undefined, flags.instructionsFile);
  if (!instructions.ok) return instructions;
  const settings = fitSettingsFrom(flags, { task: task.value, instructions: instructions.value });
  if (!settings.ok) return settings;
  const written = [flags.out, flags.audit].filter((file) => file !== undefined);
  const ownFiles = written.map((file) => path.resolve(around.cwd, file));
  const candidates = candidatesFrom(paths, flags, flags.pin ?? [], ownFiles);
  if (!candidates.ok) return candidates;
  const own = await readOwnModels(around.cwd, flags.config);
  if (!own.ok) return own;
  return ok({ settings: settings.value, candidates: candidates.value, own: own.value });
}

async function deliver(
  around: Surroundings,
  paths: readonly string[],
  flags: FitCommandFlags,
  fitted: message.FittedPrompt,
): Promise<number> {
  const json = flags.json ?? false;
  const { output } = around;
  const audit = flags.audit === undefined ? undefined : path.resolve(around.cwd, flags.audit);
  if (audit !== undefined) {
    // Where the audit's paths start, as seen from the audit: both can move together.
    const { root } = askedPaths(paths, around.cwd, isFolder);
    const located = { ...fitted.audit, root: path.relative(path.dirname(audit), root.path) || '.' };
    const saved = await saveFile(audit, `${JSON.stringify(located, undefined, 1)}\n`);
    if (!saved.ok) return refuse(output, saved.error, json);
  }
  if (flags.out !== undefined) {
    const saved = await saveFile(path.resolve(around.cwd, flags.out), fitted.prompt);
    if (!saved.ok) return refuse(output, saved.error, json);
  }
  if (json) output.result(`${JSON.stringify({ prompt: fitted.prompt, audit: fitted.audit })}\n`);
  else if (flags.out === undefined) output.result(fitted.prompt);
  if (flags.explain === true) output.note(fitted.readable);
  else output.note(summary(fitted.audit));
  return EXIT.ok;
}

function summary(audit: message.FittedPrompt['audit']): string {
  const figure = (tokens: number): string => tokens.toLocaleString('en');
  const files = `${figure(audit.includedCount)} of ${figure(audit.candidatesConsidered)} files`;
  const counted = audit.exact ? audit.encoding : `estimated by ${audit.encoding}`;
  return [
    `${figure(audit.tokensUsed)} of ${figure(audit.budget)} tokens (${counted}), ${files}.`,
    ...audit.notes,
  ].join('\n');
}
