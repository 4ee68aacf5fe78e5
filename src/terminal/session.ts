import { statSync } from 'node:fs';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { FitSettings } from '../core/context/fit-settings.ts';
import { exactCount } from '../core/facts/readable-number.ts';
import { fail, type Failure, type Result } from '../core/facts/result.ts';
import type { Environment } from '../node/data-folder.ts';
import { engineLog, shutDown } from '../protocol/engine-thread.ts';
import { fitSettingsChanged } from '../protocol/fit.ts';
import { modelsChanged } from '../protocol/models-offered.ts';
import { selectionChanged } from '../protocol/selection.ts';
import { openWorkspace, progress } from '../protocol/workspace.ts';
import type { RunningEngine } from './engine.ts';
import { exitCodeOf } from './exit-code.ts';
import { failureText, type Output } from './output.ts';
import { askedPaths } from './roots.ts';

/** What every command shares: where it runs, where it writes, who sits there, and the engine. */
export interface Surroundings {
  readonly cwd: string;
  readonly output: Output;
  /** All of stdin. */
  readonly readInput: () => Promise<string>;
  /**
   * Puts a question to the person at the keyboard; null: nobody is there. The answer is null when the input ended or the
   * signal came first.
   */
  readonly askPerson: ((question: string, signal: AbortSignal) => Promise<string | null>) | null;
  /** A crash of the engine is a bug: it ends the process with its message. */
  readonly startEngine: (onCrash: (error: Error) => void) => RunningEngine;
  readonly cacheFolder: string | null;
  readonly env: Environment;
  /** Epoch ms. */
  readonly now: () => number;
  /** Calls back once on Ctrl-C; the result undoes it. */
  readonly onInterrupt: (stop: () => void) => () => void;
}

export interface Candidates {
  readonly paths: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly pin: readonly string[];
  readonly gitignore: boolean;
  readonly maxFileBytes: number;
  readonly ownFiles: readonly string[];
}

/** After Ctrl-C an engine deep in work is given this long to stop by itself and to keep what it learnt. */
const GRACE_MS = 1_000;

/** Runs one request on an engine of its own; a failure is written and becomes the exit code. */
export async function withEngine<T>(
  around: Surroundings,
  json: boolean,
  ask: (engine: RunningEngine, token: CancellationTokenSource) => Promise<Result<T>>,
  show: (value: T) => number | Promise<number>,
): Promise<number> {
  const cancellation = new CancellationTokenSource();
  let graceTimer: NodeJS.Timeout | undefined;
  let forget = (): void => undefined;
  const graceOver = new Promise<Result<never>>((resolve) => {
    forget = around.onInterrupt(() => {
      cancellation.cancel();
      graceTimer = setTimeout(() => resolve(fail('cancelled', 'Interrupted.')), GRACE_MS);
    });
  });
  let crashed: (error: Error) => void = () => undefined;
  const crash = new Promise<never>((_, reject) => {
    crashed = reject;
  });
  const engine = around.startEngine(crashed);
  engine.connection.onNotification(progress, ({ found, counted, done }) => {
    if (done) around.output.endProgress();
    else around.output.progress(`Counting ${exactCount(counted)} of ${exactCount(found)} files`);
  });
  engine.connection.onNotification(engineLog, ({ level, text }) => {
    if (level !== 'info') around.output.note(`context-budget: ${text}`);
  });
  try {
    const answer = await Promise.race([ask(engine, cancellation), crash, graceOver]);
    if (!answer.ok) return refuse(around.output, answer.error, json);
    return await show(answer.value);
  } finally {
    await Promise.race([
      engine.connection.sendRequest(shutDown).catch(() => null),
      crash.catch(() => null),
      graceOver,
    ]);
    clearTimeout(graceTimer);
    forget();
    await engine.stop();
  }
}

/** Writes a failure where a program (`--json`: stdout) or a person (stderr) looks for it. */
export function refuse(output: Output, failure: Failure, json: boolean): number {
  if (json) output.result(failureText(failure, true));
  else output.note(failureText(failure, false));
  return exitCodeOf(failure.code);
}

/** Opens the asked paths as the engine's workspace, everything below them ticked. */
export async function openPaths(
  around: Surroundings,
  { connection }: Pick<RunningEngine, 'connection'>,
  candidates: Candidates,
  settings: FitSettings,
  ownModels: readonly unknown[],
): Promise<void> {
  const { root, only } = askedPaths(candidates.paths, around.cwd, isFolder);
  await connection.sendNotification(modelsChanged, { editor: [], own: ownModels });
  await connection.sendNotification(fitSettingsChanged, settings);
  await connection.sendNotification(selectionChanged, {
    marks: { '': true },
    pinned: [],
    leftOut: [],
    levels: {},
  });
  await connection.sendNotification(openWorkspace, {
    roots: [root],
    only,
    pin: candidates.pin,
    cacheFolder: around.cacheFolder,
    live: false,
    // Whoever types a command in a folder trusts it; without a task nothing is ranked.
    ...(settings.task.trim() === '' ? {} : { ranking: { history: true } }),
    files: {
      gitignore: candidates.gitignore,
      editorExclude: [],
      include: candidates.include,
      exclude: candidates.exclude,
      maxFileBytes: candidates.maxFileBytes,
      ownFiles: candidates.ownFiles,
    },
  });
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
