import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Finish } from '../../core/facts/model-response.ts';
import { type Fields, fieldsOf, listOf, textOrNull } from '../import/json-fields.ts';
import type { AdapterCall } from './adapter.ts';
import type { Line } from './line.ts';
import { numberIn, parsedAnswer, post } from './own-protocol.ts';
import { refusedInStream } from './refusal.ts';
import type { AnswerPart, Speaker } from './speaker.ts';

const PATH = '/api/v1/services/aigc/text-generation/generation';

/**
 * DashScope's own text generation, which alone offers Qwen's search; no package speaks it. A caller that listens gets
 * server-sent events (`X-DashScope-SSE`), each with what is new (`incremental_output`) and all of the usage so far.
 */
export const qwen: Speaker = { speak };

async function* speak(call: AdapterCall, line: Line): AsyncGenerator<AnswerPart> {
  const streams = call.onText !== undefined;
  const response = await post(
    line,
    PATH,
    requestOf(call, streams),
    streams ? { 'x-dashscope-sse': 'enable' } : {},
  );
  if (
    response.headers.get('content-type')?.includes('text/event-stream') !== true ||
    response.body === null
  ) {
    yield* partsOf(parsedAnswer(await response.text(), line), line, false);
    return;
  }
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const { data } of events) yield* partsOf(parsedAnswer(data, line), line, true);
}

function requestOf(
  { model, system, prompt, maxOutputTokens, temperature }: AdapterCall,
  streams: boolean,
): unknown {
  return {
    model: model.vendorId,
    input: {
      messages: [
        ...(system === null ? [] : [{ role: 'system', content: system }]),
        { role: 'user', content: prompt },
      ],
    },
    parameters: {
      result_format: 'message',
      enable_search: model.search,
      max_tokens: maxOutputTokens,
      ...(temperature !== null && { temperature }),
      ...(streams && { incremental_output: true }),
    },
  };
}

/** An answer, or an event of one. Trouble comes as `code` and `message`, also after a status of 200. */
function* partsOf(answer: Fields, line: Line, isEvent: boolean): Generator<AnswerPart> {
  if (textOrNull(answer['code']) !== null) {
    yield { type: 'failure', error: refusedInStream(line.provider, answer, line.secrets) };
    return;
  }
  const output = fieldsOf(answer['output']);
  const choice = fieldsOf(listOf(output['choices'])[0]);
  const message = fieldsOf(choice['message']);
  const thought = textOrNull(message['reasoning_content']);
  if (thought !== null) yield { type: 'reasoning', text: thought };
  const text = textOrNull(message['content']) ?? textOrNull(output['text']);
  if (text !== null) yield { type: 'text', text };
  yield* usageOf(answer);
  const finish = finishOf(textOrNull(choice['finish_reason']) ?? textOrNull(output['finish_reason']));
  // an event without a reason, which it spells "null", is followed by others; an answer is whole
  if (finish !== null) yield { type: 'finish', finish };
  else if (!isEvent && text !== null) yield { type: 'finish', finish: 'unknown' };
}

function* usageOf(answer: Fields): Generator<AnswerPart> {
  const usage = fieldsOf(answer['usage']);
  if (Object.keys(usage).length === 0) return;
  yield {
    type: 'usage',
    usage: {
      input: numberIn(usage, 'input_tokens'),
      output: numberIn(usage, 'output_tokens'),
      cachedInput: numberIn(fieldsOf(usage['prompt_tokens_details']), 'cached_tokens'),
      reasoning: numberIn(fieldsOf(usage['output_tokens_details']), 'reasoning_tokens'),
      total: numberIn(usage, 'total_tokens'),
    },
  };
}

function finishOf(reason: string | null): Finish | null {
  if (reason === null || reason === 'null') return null;
  if (reason === 'stop' || reason === 'length') return reason;
  return /filter|inspection/.test(reason) ? 'filtered' : 'unknown';
}
