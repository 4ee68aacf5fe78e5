import type { Finish } from '../../core/facts/model-response.ts';
import { type Fields, fieldsOf, listOf, textOrNull } from '../import/json-fields.ts';
import type { AdapterCall } from './adapter.ts';
import type { Line } from './line.ts';
import { numberIn, parsedAnswer, post } from './own-protocol.ts';
import { refusedInStream } from './refusal.ts';
import type { AnswerPart, Speaker } from './speaker.ts';

const PATH = '/api/v3/responses';

/**
 * Volcano Ark's responses with its web search, in one piece (spec M2: no stream). OpenAI's package does not take its
 * answers: it wants fields that Ark leaves out, and texts of the type `text` are none to it.
 */
export const doubao: Speaker = { speak };

async function* speak(call: AdapterCall, line: Line): AsyncGenerator<AnswerPart> {
  const response = await post(line, PATH, requestOf(call));
  const answer = parsedAnswer(await response.text(), line);
  if (answer['status'] === 'failed' || textOrNull(fieldsOf(answer['error'])['code']) !== null) {
    yield { type: 'failure', error: refusedInStream(line.provider, answer, line.secrets) };
    return;
  }
  if (!Array.isArray(answer['output'])) return;
  for (const item of listOf(answer['output']).map(fieldsOf)) yield* partsOf(item);
  yield usageOf(fieldsOf(answer['usage']));
  yield { type: 'finish', finish: finishOf(answer) };
}

function requestOf({ model, system, prompt, maxOutputTokens, temperature }: AdapterCall): unknown {
  return {
    model: model.vendorId,
    stream: false,
    // else Ark keeps prompt and answer for later calls
    store: false,
    max_output_tokens: maxOutputTokens,
    ...(temperature !== null && { temperature }),
    ...(model.search && { tools: [{ type: 'web_search' }] }),
    ...(system !== null && { instructions: system }),
    input: [{ role: 'user', content: [{ type: 'input_text', text: prompt }] }],
  };
}

/** Messages and thoughts; calls of the search lie between them. */
function* partsOf(item: Fields): Generator<AnswerPart> {
  if (item['type'] === 'reasoning') {
    for (const piece of listOf(item['summary']).map(fieldsOf)) {
      const text = textOrNull(piece['text']);
      if (text !== null) yield { type: 'reasoning', text };
    }
  } else if (item['type'] === 'message') {
    for (const piece of listOf(item['content']).map(fieldsOf)) {
      const text = textOrNull(piece['text']);
      const isText = piece['type'] === 'text' || piece['type'] === 'output_text';
      if (isText && text !== null) yield { type: 'text', text };
    }
  }
}

function usageOf(usage: Fields): AnswerPart {
  return {
    type: 'usage',
    usage: {
      input: numberIn(usage, 'input_tokens'),
      output: numberIn(usage, 'output_tokens'),
      cachedInput: numberIn(fieldsOf(usage['input_tokens_details']), 'cached_tokens'),
      reasoning: numberIn(fieldsOf(usage['output_tokens_details']), 'reasoning_tokens'),
      total: numberIn(usage, 'total_tokens'),
    },
  };
}

/** Ark calls its cap `length`, OpenAI `max_output_tokens`. */
function finishOf(answer: Fields): Finish {
  const reason = textOrNull(fieldsOf(answer['incomplete_details'])['reason']);
  if (reason === null) return answer['status'] === 'incomplete' ? 'unknown' : 'stop';
  if (reason === 'length' || reason === 'max_output_tokens') return 'length';
  return reason.includes('filter') ? 'filtered' : 'unknown';
}
