import { countOf, type Fields, fieldsOf, instantOf, listOf, textOrNull } from './json-fields.ts';
import {
  type ByWork,
  type LoggedEvent,
  type LoggedUse,
  type LogHeader,
  type Work,
} from './logged-session.ts';
import { wholeShares } from './whole-shares.ts';

/**
 * Session logs of Claude Code: JSON Lines, one content block a line. Traps (prediction study, section 4):
 * - `usage` is repeated on every block of a message: each `message.id` counts once, with the maximum;
 * - its `output_tokens` is often a placeholder that was written while the answer streamed;
 * - resumed and backgrounded sessions repeat lines, with their `uuid` and `message.id`;
 * - subagents (`isSidechain`) write prompts that no user gave, into this file or one of their own.
 */

/** Characters of visible output per token, where the log's own count is a placeholder (prediction study, section 4). */
export const CHARACTERS_PER_TOKEN = 3.7;

const WORK_OF_TOOL: Readonly<Record<string, Work>> = {
  Read: 'explore',
  Grep: 'explore',
  Glob: 'explore',
  LS: 'explore',
  NotebookRead: 'explore',
  WebFetch: 'explore',
  WebSearch: 'explore',
  Edit: 'edit',
  MultiEdit: 'edit',
  Write: 'edit',
  NotebookEdit: 'edit',
  Bash: 'run',
  BashOutput: 'run',
  KillShell: 'run',
};

/** Written by the program on errors; no model answered. */
const NO_MODEL = '<synthetic>';
const STOPPED = '[Request interrupted by user';
const COMMAND = /<command-name>\s*(\/?[^<\s]+)\s*<\/command-name>/;
const COMMAND_ARGUMENTS = /<command-args>([^]*?)<\/command-args>/;
/** What the program says in the user's name. */
const NOT_TYPED =
  /^\s*<(?:local-command-|bash-|user-memory-input|task-notification|system-reminder|ide_|command-(?:stdout|stderr|contents))/;

/**
 * Null: the line tells nothing about its file.
 * @param name of the file without its ending: that of the session, as the lines of a resumed one may name the old one.
 */
export function claudeHeader(value: unknown, name: string): LogHeader | null {
  const line = fieldsOf(value);
  const session = textOrNull(line['sessionId']);
  if (session === null) return null;
  const isHelper = line['isSidechain'] === true;
  return {
    session: name,
    parent: isHelper ? session : null,
    forkedFrom: null,
    folder: textOrNull(line['cwd']),
    start: instantOf(line['timestamp']) ?? 0,
  };
}

interface Message {
  readonly at: number;
  readonly model: string | null;
  output: number;
  input: number;
  characters: Partial<Record<Work, number>>;
  thinkingIsHidden: boolean;
}

/** Takes the lines of a file, in order; `events` gives what they told. */
export interface LogReader {
  take(line: unknown): void;
  events(): readonly LoggedEvent[];
}

export function claudeReader(): LogReader {
  const uuids = new Set<string>();
  const messages = new Map<string, Message>();
  const events: (LoggedEvent | string)[] = [];

  const answer = (line: Fields, at: number): void => {
    const message = fieldsOf(line['message']);
    const key = textOrNull(message['id']) ?? textOrNull(line['uuid']);
    const model = textOrNull(message['model']);
    if (key === null || model === NO_MODEL) return;
    let known = messages.get(key);
    if (known === undefined) {
      known = {
        at,
        model,
        output: 0,
        input: 0,
        characters: {},
        thinkingIsHidden: false,
      };
      messages.set(key, known);
      events.push(key);
    }
    const usage = fieldsOf(message['usage']);
    const input =
      countOf(usage['input_tokens']) +
      countOf(usage['cache_creation_input_tokens']) +
      countOf(usage['cache_read_input_tokens']);
    known.input = Math.max(known.input, input);
    known.output = Math.max(known.output, countOf(usage['output_tokens']));
    for (const block of listOf(message['content'])) addBlock(known, fieldsOf(block));
    if (message['stop_reason'] === 'end_turn' && line['isSidechain'] !== true)
      events.push({ type: 'end', at });
  };

  const request = (line: Fields, at: number): void => {
    if (line['isSidechain'] === true || line['isMeta'] === true || line['isCompactSummary'] === true) return;
    const { content } = fieldsOf(line['message']);
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content);
    const texts: string[] = [];
    let images = 0;
    let isAnswerOfTool = false;
    for (const block of blocks) {
      const { type, text } = fieldsOf(block);
      if (type === 'tool_result') isAnswerOfTool = true;
      if (type === 'image') images++;
      if (type !== 'text' || typeof text !== 'string') continue;
      if (text.startsWith(STOPPED)) {
        events.push({ type: 'stop', at });
        return;
      }
      if (!NOT_TYPED.test(text)) texts.push(typed(text));
    }
    const text = texts.join('\n').trim();
    if (!isAnswerOfTool && (text !== '' || images > 0)) events.push({ type: 'prompt', at, text, images });
  };

  return {
    take: (value) => {
      const line = fieldsOf(value);
      const at = instantOf(line['timestamp']);
      if (at === null) return;
      const uuid = textOrNull(line['uuid']);
      if (uuid !== null) {
        if (uuids.has(uuid)) return;
        uuids.add(uuid);
      }
      if (line['type'] === 'assistant') answer(line, at);
      else if (line['type'] === 'user') request(line, at);
    },
    events: () =>
      events.flatMap((event) => {
        if (typeof event !== 'string') return event;
        const message = messages.get(event);
        return message === undefined ? [] : useOf(event, message);
      }),
  };
}

/** A command is kept as it was typed: `/review the parser`. */
function typed(text: string): string {
  const name = COMMAND.exec(text)?.[1];
  if (name === undefined) return text;
  const args = COMMAND_ARGUMENTS.exec(text)?.[1]?.trim() ?? '';
  return `/${name.replace(/^\//, '')} ${args}`.trim();
}

function addBlock(message: Message, block: Fields): void {
  const { type } = block;
  const add = (work: Work, characters: number): void => {
    message.characters[work] = (message.characters[work] ?? 0) + characters;
  };
  if (type === 'text') add('text', lengthOf(block['text']));
  else if (type === 'thinking' || type === 'redacted_thinking') {
    const length = lengthOf(block['thinking']);
    // encrypted: the tokens were used, their text is not in the log
    if (length === 0) message.thinkingIsHidden = true;
    add('thinking', length);
  } else if (type === 'tool_use') {
    const name = textOrNull(block['name']) ?? '';
    const work = Object.hasOwn(WORK_OF_TOOL, name) ? WORK_OF_TOOL[name] : undefined;
    add(work ?? 'other', name.length + lengthOf(JSON.stringify(block['input'] ?? {})));
  }
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}

function useOf(key: string, message: Message): LoggedUse {
  const { at, model, characters, input, thinkingIsHidden } = message;
  const visible = Object.values(characters).reduce((sum, count) => sum + count, 0);
  const output = Math.max(message.output, Math.round(visible / CHARACTERS_PER_TOKEN));
  const work: ByWork = thinkingIsHidden ? estimated(characters) : wholeShares(output, characters);
  return { type: 'use', key, at, model, output, input, work, thinkingIsHidden };
}

/** What is seen of an answer whose thinking is hidden: less than all of it. */
function estimated(characters: Message['characters']): ByWork {
  const named = Object.entries(characters).map(([work, count]) => [
    work,
    Math.floor(count / CHARACTERS_PER_TOKEN),
  ]);
  return Object.fromEntries(named) as ByWork;
}
