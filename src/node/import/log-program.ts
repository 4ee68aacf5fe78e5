import { claudeHeader, claudeReader, type LogReader } from './claude-session.ts';
import { codexHeader, codexReader } from './codex-session.ts';
import type { LogHeader } from './logged-session.ts';

/** A program whose session logs can be imported. */
export interface LogProgram {
  /** Name of the agent in records. */
  readonly agent: string;
  /** @param name of the file, without its ending */
  readonly headerOf: (line: unknown, name: string) => LogHeader | null;
  readonly reader: () => LogReader;
  /** Whether the keys of answers hold within one conversation and its forks only. */
  readonly keysPerConversation: boolean;
}

export const claudeCode: LogProgram = {
  agent: 'claude-code',
  headerOf: claudeHeader,
  reader: claudeReader,
  keysPerConversation: false,
};

export const codex: LogProgram = {
  agent: 'codex',
  headerOf: codexHeader,
  reader: codexReader,
  keysPerConversation: true,
};
