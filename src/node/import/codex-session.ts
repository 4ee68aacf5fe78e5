import type { LogReader } from './claude-session.ts';
import { countOf, type Fields, fieldsOf, instantOf, listOf, textOrNull } from './json-fields.ts';
import type { LoggedEvent, LogHeader, Work } from './logged-session.ts';
import { wholeShares } from './whole-shares.ts';

/**
 * Session logs (rollouts) of Codex: JSON Lines of `{timestamp, type, payload}`. Traps:
 * - `token_count` tells running totals, and the same ones again with every news about rate limits;
 * - forked sessions and subagents repeat the history of their parent with new times: the same totals of the same
 *   conversation are the same answer (the reader's key; the importer adds the conversation);
 * - such a file, and one that was resumed, may also begin in the middle of the running totals;
 * - totals begin anew after some compactions;
 * - sessions imported from other programs have turns that Codex never answered.
 */

const IMPORTED_TURN = 'external-import-turn-';
const WORK_OF_TOOL: Readonly<Record<string, Work>> = {
  apply_patch: 'edit',
  shell: 'run',
  local_shell: 'run',
  exec_command: 'run',
  write_stdin: 'run',
  read_file: 'explore',
  list_dir: 'explore',
  grep_files: 'explore',
  view_image: 'explore',
  web_search: 'explore',
};
/** What an editor adds around the request. */
const REQUEST_HEADING = /^[^]*?\n## My request for Codex:\s*/;

interface Totals {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
}

/** Null: the line tells nothing about its file. */
export function codexHeader(value: unknown): LogHeader | null {
  const line = fieldsOf(value);
  if (line['type'] !== 'session_meta') return null;
  const meta = fieldsOf(line['payload']);
  const session = textOrNull(meta['id']);
  if (session === null) return null;
  const spawn = fieldsOf(fieldsOf(fieldsOf(meta['source'])['subagent'])['thread_spawn']);
  return {
    session,
    parent: textOrNull(spawn['parent_thread_id']) ?? textOrNull(meta['parent_thread_id']),
    forkedFrom: textOrNull(meta['forked_from_id']),
    folder: textOrNull(meta['cwd']),
    start: instantOf(meta['timestamp']) ?? instantOf(line['timestamp']) ?? 0,
  };
}

export function codexReader(): LogReader {
  const events: LoggedEvent[] = [];
  let model: string | null = null;
  let before: Totals | null = null;
  let isImported = false;
  /** Since the last count. */
  let characters: Partial<Record<Work, number>> = {};

  const counted = (info: Fields, at: number): void => {
    const total = totalsOf(info['total_token_usage']);
    if (total === null || (before !== null && isSame(total, before))) return;
    const last = totalsOf(info['last_token_usage']);
    const used = before !== null && isGrown(total, before) ? minus(total, before) : (last ?? total);
    before = total;
    const { reasoning, output } = used;
    const thinking = Math.min(reasoning, output);
    const work = { ...wholeShares(output - thinking, characters), ...(thinking > 0 ? { thinking } : {}) };
    characters = {};
    if (isImported) return;
    events.push({
      type: 'use',
      key: `${total.input} ${total.cached} ${total.output} ${total.reasoning}`,
      at,
      model,
      output,
      // cached input is a part of the input, unlike in other logs
      input: used.input,
      work,
      thinkingIsHidden: false,
    });
  };

  const told = (message: Fields, at: number): void => {
    const { type } = message;
    if (type === 'token_count') counted(fieldsOf(message['info']), at);
    else if (type === 'user_message') {
      const text = (textOrNull(message['message']) ?? '').replace(REQUEST_HEADING, '').trim();
      const images = listOf(message['images']).length + listOf(message['local_images']).length;
      if (text !== '' || images > 0) events.push({ type: 'prompt', at, text, images });
    } else if (type === 'task_complete' || type === 'turn_complete') events.push({ type: 'end', at });
    else if (type === 'turn_aborted') events.push({ type: 'stop', at });
    if (type === 'task_started' || type === 'turn_started') noteTurn(message);
  };

  const noteTurn = (payload: Fields): void => {
    const turn = textOrNull(payload['turn_id']);
    if (turn !== null) isImported = turn.startsWith(IMPORTED_TURN);
  };

  const answered = (item: Fields): void => {
    const add = (work: Work, value: unknown): void => {
      const length = typeof value === 'string' ? value.length : JSON.stringify(value ?? '').length;
      characters[work] = (characters[work] ?? 0) + length;
    };
    const name = textOrNull(item['name']) ?? '';
    switch (item['type']) {
      case 'message':
        if (item['role'] === 'assistant')
          for (const block of listOf(item['content'])) add('text', fieldsOf(block)['text']);
        break;
      case 'function_call':
        add(workOf(name, item['arguments']), item['arguments']);
        break;
      case 'custom_tool_call':
        add(workOf(name, item['input']), item['input']);
        break;
      case 'local_shell_call':
        add(workOf('local_shell', item['action']), item['action']);
        break;
      case 'web_search_call':
        add('explore', item['action']);
        break;
      default:
    }
  };

  return {
    take: (value) => {
      const line = fieldsOf(value);
      const at = instantOf(line['timestamp']);
      if (at === null) return;
      const payload = fieldsOf(line['payload']);
      if (line['type'] === 'event_msg') told(payload, at);
      else if (line['type'] === 'response_item') answered(payload);
      else if (line['type'] === 'turn_context') {
        model = textOrNull(payload['model']) ?? model;
        noteTurn(payload);
      }
    },
    events: () => events,
  };
}

/** Patches also come as commands of the shell. */
function workOf(name: string, input: unknown): Work {
  const text = typeof input === 'string' ? input : JSON.stringify(input ?? '');
  if (text.includes('*** Begin Patch')) return 'edit';
  return Object.hasOwn(WORK_OF_TOOL, name) ? (WORK_OF_TOOL[name] ?? 'other') : 'other';
}

function totalsOf(value: unknown): Totals | null {
  const usage = fieldsOf(value);
  if (typeof usage['output_tokens'] !== 'number') return null;
  return {
    input: countOf(usage['input_tokens']),
    cached: countOf(usage['cached_input_tokens']),
    output: countOf(usage['output_tokens']),
    reasoning: countOf(usage['reasoning_output_tokens']),
  };
}

function isSame(one: Totals, other: Totals): boolean {
  return (
    one.input === other.input &&
    one.cached === other.cached &&
    one.output === other.output &&
    one.reasoning === other.reasoning
  );
}

function isGrown(total: Totals, before: Totals): boolean {
  return total.input >= before.input && total.output >= before.output && total.reasoning >= before.reasoning;
}

function minus(total: Totals, before: Totals): Totals {
  return {
    input: total.input - before.input,
    cached: total.cached - before.cached,
    output: total.output - before.output,
    reasoning: total.reasoning - before.reasoning,
  };
}
