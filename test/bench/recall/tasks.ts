import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A real change: the text of it, and the files that its author then modified. */
export interface RecallTask {
  readonly id: string;
  readonly repo: string;
  readonly base_commit: string;
  readonly query: string;
  readonly gold: readonly string[];
  readonly gold_tests: readonly string[];
  readonly hunks: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

export interface RecallPlaces {
  /** Folder with the tasks, one JSON object a line in `*.jsonl`. */
  readonly tasksFile: string;
  /** Folder of bare repositories, `<owner>+<name>/repo`. */
  readonly mirrors: string;
  /** Folder of work trees by task id, made as needed. */
  readonly snapshots: string;
}

export function recallTasks(file: string): readonly RecallTask[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as RecallTask);
}

/** `--name value` pairs. */
export function named(argv: readonly string[], name: string): string | undefined {
  const at = argv.indexOf(`--${name}`);
  return at < 0 ? undefined : argv[at + 1];
}

/** `--data DIR --mirrors DIR [--snapshots DIR]`. */
export function recallPlaces(argv: readonly string[]): RecallPlaces {
  const data = named(argv, 'data');
  const mirrors = named(argv, 'mirrors') ?? process.env['MIRROR'];
  if (data === undefined || mirrors === undefined)
    throw new Error(
      'Use --data DIR (with dev.jsonl) and --mirrors DIR (bare repositories), optionally --snapshots DIR.',
    );
  return {
    tasksFile: data.endsWith('.jsonl') ? resolve(data) : resolve(data, 'dev.jsonl'),
    mirrors: resolve(mirrors),
    snapshots: resolve(named(argv, 'snapshots') ?? '/tmp/snapshots'),
  };
}

/** The work tree of a task, its history ending at the base commit: git signals must not see the change itself. */
export function snapshotOf(task: RecallTask, { mirrors, snapshots }: RecallPlaces): string {
  const folder = join(snapshots, task.id);
  const done = `${folder}.task.txt`;
  if (existsSync(done)) return folder;
  const mirror = join(mirrors, task.repo.replace('/', '+'), 'repo');
  if (!existsSync(mirror)) throw new Error(`No mirror of ${task.repo} at ${mirror}.`);
  const git = (...words: string[]): string =>
    execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  git('init', '-q');
  mkdirSync(join(folder, '.git', 'objects', 'info'), { recursive: true });
  writeFileSync(join(folder, '.git', 'objects', 'info', 'alternates'), `${join(mirror, 'objects')}\n`);
  git('update-ref', 'refs/heads/base', task.base_commit);
  git('symbolic-ref', 'HEAD', 'refs/heads/base');
  git('reset', '-q', '--hard');
  writeFileSync(done, task.query);
  return folder;
}
