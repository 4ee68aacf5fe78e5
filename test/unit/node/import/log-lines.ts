/** Lines as Claude Code and Codex write them, with what matters; made by hand. */
export const MINUTE = 60_000;
/** 2026-11-20, 09:00 UTC. */
export const NINE = Date.UTC(2026, 10, 20, 9);

type Line = Readonly<Record<string, unknown>>;

export function jsonl(lines: readonly (Line | string)[]): string {
  return lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
}

const time = (minute: number): string => new Date(NINE + minute * MINUTE).toISOString();

/** Claude Code. */
export function claudeLines(session: string, cwd = '/home/me/project') {
  const base = (type: string, uuid: string, minute: number, more: Line = {}): Line => ({
    type,
    uuid,
    sessionId: session,
    cwd,
    isSidechain: false,
    timestamp: time(minute),
    ...more,
  });
  return {
    prompt: (uuid: string, minute: number, content: unknown, more: Line = {}): Line =>
      base('user', uuid, minute, { message: { role: 'user', content }, ...more }),
    /** One block of an answer, with the usage of the whole message. */
    block: (
      uuid: string,
      minute: number,
      id: string,
      block: Line,
      usage: Line = {},
      more: { readonly stop?: string; readonly model?: string; readonly line?: Line } = {},
    ): Line =>
      base('assistant', uuid, minute, {
        message: {
          id,
          role: 'assistant',
          model: more.model ?? 'claude-sonnet-4-5',
          content: [block],
          stop_reason: more.stop ?? null,
          usage: {
            input_tokens: 10,
            cache_creation_input_tokens: 100,
            cache_read_input_tokens: 1_000,
            output_tokens: 1,
            ...usage,
          },
        },
        ...more.line,
      }),
    toolResult: (uuid: string, minute: number): Line =>
      base('user', uuid, minute, {
        message: {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 't', content: 'x'.repeat(900) }],
        },
      }),
  };
}

export const text = (characters: number): Line => ({ type: 'text', text: 'x'.repeat(characters) });
export const thinking = (characters: number): Line => ({
  type: 'thinking',
  thinking: 'x'.repeat(characters),
  signature: 's',
});
export const tool = (name: string, characters: number): Line => {
  // name and {"a":"…"} are what is counted
  const input = { a: 'x'.repeat(Math.max(0, characters - name.length - 8)) };
  return { type: 'tool_use', id: 't', name, input };
};

/** Codex. */
export function codexLines() {
  const line = (type: string, minute: number, payload: Line): Line => ({
    timestamp: time(minute),
    type,
    payload,
  });
  const event = (minute: number, payload: Line): Line => line('event_msg', minute, payload);
  return {
    meta: (id: string, minute: number, more: Line = {}): Line =>
      line('session_meta', minute, { id, timestamp: time(minute), cwd: '/home/me/project', ...more }),
    turn: (minute: number, turn: string, model = 'gpt-5-codex'): Line =>
      line('turn_context', minute, { turn_id: turn, model, cwd: '/home/me/project' }),
    started: (minute: number, turn: string): Line => event(minute, { type: 'task_started', turn_id: turn }),
    prompt: (minute: number, message: string, more: Line = {}): Line =>
      event(minute, { type: 'user_message', message, ...more }),
    /** [input, cached, output, reasoning] */
    tokens: (
      minute: number,
      total: readonly [number, number, number, number] | null,
      last: readonly [number, number, number, number] | null = null,
    ): Line =>
      event(minute, {
        type: 'token_count',
        info:
          total === null
            ? null
            : {
                total_token_usage: usage(total),
                ...(last === null ? {} : { last_token_usage: usage(last) }),
              },
        rate_limits: {},
      }),
    item: (minute: number, payload: Line): Line => line('response_item', minute, payload),
    complete: (minute: number): Line => event(minute, { type: 'task_complete' }),
    aborted: (minute: number): Line => event(minute, { type: 'turn_aborted', reason: 'interrupted' }),
  };
}

function usage([input, cached, output, reasoning]: readonly [number, number, number, number]): Line {
  return {
    input_tokens: input,
    cached_input_tokens: cached,
    output_tokens: output,
    reasoning_output_tokens: reasoning,
    total_tokens: input + output,
  };
}
