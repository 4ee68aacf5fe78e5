import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderOf, remove } from '../engine/running-engine.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CLI = join(ROOT, 'dist/cli.js');

const LOOK_MS = 20;

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningTerminal {
  /** Where commands are typed: a repository of its own. */
  readonly folder: string;
  /** Runs a command to its end. */
  run(args: readonly string[], input?: string): Ended;
  /** The same without waiting, for several at once; Ctrl-C is pressed as soon as `isTime` says so. */
  start(args: readonly string[], isTime?: () => boolean): Promise<Ended>;
  /** What a command that must go well answers to `--json`. */
  json(args: readonly string[], input?: string): unknown;
  /** The refusal of a command as `--json` tells it, with the exit code. */
  refusal(args: readonly string[], input?: string): { readonly code: string; readonly status: number | null };
  remove(): void;
}

export function buildTerminal(): void {
  execFileSync(process.execPath, ['esbuild.js'], { cwd: ROOT });
}

/** The built program in a folder with these files, with a home of its own. */
export function terminalIn(files: Readonly<Record<string, string>> = {}): RunningTerminal {
  const around = folderOf({});
  const folder = join(around, 'project');
  mkdirSync(join(folder, '.git'), { recursive: true });
  for (const [path, content] of Object.entries(files)) writeIn(folder, path, content);
  const home = join(around, 'home');
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    LOCALAPPDATA: join(home, 'data'),
    CLAUDE_CONFIG_DIR: join(home, 'claude'),
    CODEX_HOME: join(home, 'codex'),
  };
  delete env['CONTEXT_BUDGET_STORE'];
  const options = { cwd: folder, env };
  const run = (args: readonly string[], input = ''): Ended => {
    const ended = spawnSync(process.execPath, [CLI, ...args], { ...options, input, encoding: 'utf8' });
    return checked(ended);
  };
  return {
    folder,
    run,
    start: (args, isTime) =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [CLI, ...args], options);
        const [out, err]: [string[], string[]] = [[], []];
        child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
        child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
        const timer = setInterval(() => {
          if (isTime?.() !== true) return;
          clearInterval(timer);
          child.kill('SIGINT');
        }, LOOK_MS);
        child.on('close', (status) => {
          clearInterval(timer);
          resolve(checked({ status, stdout: out.join(''), stderr: err.join('') }));
        });
      }),
    json: (args, input) => {
      const { status, stdout, stderr } = run([...args, '--json'], input);
      assert.equal(status, 0, `${args.join(' ')}: ${stderr}${stdout}`);
      return JSON.parse(stdout) as unknown;
    },
    refusal: (args, input) => {
      const { status, stdout } = run([...args, '--json'], input);
      const { error } = JSON.parse(stdout) as { readonly error: { readonly code: string; message: string } };
      assert.match(error.message, /[.?)]$/, 'a sentence');
      return { code: error.code, status };
    },
    remove: () => remove(around),
  };
}

function writeIn(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function checked({ status, stdout, stderr }: Ended): Ended {
  assert.doesNotMatch(stderr, /^\s+at /m, 'a stack trace');
  return { status, stdout, stderr };
}
