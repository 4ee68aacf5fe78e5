import type { Heard, Reply } from './local-server.ts';
import { data, events, json } from './local-server.ts';

/** Alibaba's DashScope as its documentation describes it: what both of its ways refuse, and how. */
function refusal({ headers, body }: Heard): { readonly status: number; readonly code: string } | null {
  if (headers.authorization !== 'Bearer sk-dashscope') return { status: 401, code: 'InvalidApiKey' };
  if (typeof body['model'] !== 'string') return { status: 400, code: 'InvalidParameter' };
  return body['model'] === 'no-such-model' ? { status: 404, code: 'ModelNotFound' } : null;
}

const USAGE = {
  input_tokens: 40,
  output_tokens: 9,
  total_tokens: 49,
  prompt_tokens_details: { cached_tokens: 8 },
};

/** The native text generation: one JSON answer, or events when the header asks for them. Errors are flat. */
export function nativeGeneration(pieces: readonly string[], finish = 'stop'): Reply {
  return (response, heard) => {
    const refused = refusal(heard);
    const input = heard.body['input'] as { readonly messages?: unknown } | undefined;
    if (refused !== null || heard.path !== '/api/v1/services/aigc/text-generation/generation') {
      const { status, code } = refused ?? { status: 404, code: 'InvalidURL' };
      json(
        { code, message: `Refused: ${JSON.stringify(heard.headers)}`, request_id: 'r-1' },
        status,
      )(response);
    } else if (!Array.isArray(input?.messages)) {
      json({ code: 'InvalidParameter', message: 'messages', request_id: 'r-1' }, 400)(response);
    } else if (heard.headers['x-dashscope-sse'] === 'enable') {
      events(
        [...pieces, ''].map((piece, at) => event(at + 1, piece, at === pieces.length ? finish : 'null')),
      )(response, heard);
    } else {
      json({ output: output(pieces.join(''), finish), usage: USAGE, request_id: 'r-1' })(response);
    }
  };
}

function output(content: string, finish: string): object {
  return { choices: [{ finish_reason: finish, message: { role: 'assistant', content } }] };
}

/** As the wire has it: no space after a colon, the status as a comment. */
export function event(id: number, content: string, finish: string): string {
  const body = JSON.stringify({ output: output(content, finish), usage: USAGE, request_id: 'r-1' });
  return `id:${id}\nevent:result\n:HTTP_STATUS/200\ndata:${body}\n\n`;
}

export function errorEvent(status: number, code: string): string {
  const body = JSON.stringify({ code, message: 'Trouble.', request_id: 'r-1' });
  return `id:9\nevent:error\n:HTTP_STATUS/${status}\ndata:${body}\n\n`;
}

/** The compatible mode: OpenAI's chunks with `reasoning_content` before `content` when thinking was asked for. */
export function compatibleMode(
  thoughts: readonly string[],
  pieces: readonly string[],
  usage: object | null,
): Reply {
  return (response, heard) => {
    const refused = refusal(heard);
    if (refused !== null) {
      json(
        { error: { message: 'Refused.', type: 'invalid_request_error', code: refused.code } },
        refused.status,
      )(response);
      return;
    }
    if (heard.path !== '/compatible-mode/v1/chat/completions' || heard.body['stream'] !== true) {
      json({ error: { message: 'Only streams here.', type: 'invalid_request_error' } }, 400)(response);
      return;
    }
    const thinks = heard.body['enable_thinking'] === true;
    events([
      ...(thinks ? thoughts : []).map((text) => chunk({ content: null, reasoning_content: text })),
      ...pieces.map((text) => chunk({ content: text, reasoning_content: null })),
      chunk({ content: '', reasoning_content: null }, 'stop'),
      ...(usage === null ? [] : [data({ choices: [], object: 'chat.completion.chunk', usage })]),
      'data: [DONE]\n\n',
    ])(response, heard);
  };
}

function chunk(delta: object, finish: string | null = null): string {
  return data({
    choices: [{ delta, index: 0, finish_reason: finish, logprobs: null }],
    object: 'chat.completion.chunk',
    usage: null,
    id: 'chatcmpl-1',
  });
}
