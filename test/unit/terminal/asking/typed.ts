import { runProgram } from '../../../../src/terminal/program.ts';
import type { FakeEngine } from './fake-engine.ts';

export interface Typed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the person at the keyboard was asked. */
  readonly questions: readonly string[];
}

export interface AtTheTerminal {
  readonly folder: string;
  readonly engine: FakeEngine;
  /** What the person types, question by question; null: nobody is there. */
  readonly answers?: readonly (string | null)[] | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Gets what Ctrl-C does. */
  readonly onInterrupt?: (stop: () => void) => void;
}

/** Types a command at a terminal whose engine is a fake. */
export async function type(at: AtTheTerminal, args: readonly string[]): Promise<Typed> {
  const { folder, engine, answers = null, env = {}, input = '' } = at;
  const [results, notes, questions]: [string[], string[], string[]] = [[], [], []];
  const left = [...(answers ?? [])];
  const status = await runProgram(args, '0', {
    cwd: folder,
    output: {
      result: (text) => void results.push(text),
      note: (text) => void notes.push(text),
      progress: () => undefined,
      endProgress: () => undefined,
    },
    readInput: () => Promise.resolve(input),
    askPerson:
      answers === null
        ? null
        : (question) => {
            questions.push(question.trim());
            return Promise.resolve(left.shift() ?? null);
          },
    startEngine: engine.start,
    cacheFolder: null,
    env: { XDG_DATA_HOME: folder, LOCALAPPDATA: folder, ...env },
    now: Date.now,
    onInterrupt: (stop) => {
      at.onInterrupt?.(stop);
      return () => undefined;
    },
  });
  return { status, stdout: results.join(''), stderr: notes.join('\n'), questions };
}

/** The failure that a command answers to `--json`. */
export function failureIn({ stdout }: Typed): { readonly code: string; readonly message: string } {
  return (JSON.parse(stdout) as { error: { code: string; message: string } }).error;
}
