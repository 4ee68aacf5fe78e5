import {
  InvalidResponseDataError,
  type LanguageModelV3,
  type LanguageModelV3CallOptions,
  type LanguageModelV3FinishReason,
  type LanguageModelV3StreamPart,
  type LanguageModelV3Usage,
} from '@ai-sdk/provider';
import type { Finish } from '../../core/facts/model-response.ts';
import type { AdapterCall } from './adapter.ts';
import { failureIn } from './call-failure.ts';
import type { Line } from './line.ts';
import { refusedInStream } from './refusal.ts';
import type { AnswerPart, StatedUsage } from './speaker.ts';

export interface SdkOptions {
  /** Always streams; else only for a caller that listens. */
  readonly streams?: boolean;
  /** By the name of the provider, as the package documents them. */
  readonly providerOptions?: LanguageModelV3CallOptions['providerOptions'];
  /** When it differs from the call's. */
  readonly maxOutputTokens?: number;
}

/**
 * Asks a model through a package of the `@ai-sdk` family: they speak the protocol; the rules of the connection are the
 * line's.
 */
export async function* speakBySdk(
  model: LanguageModelV3,
  call: AdapterCall,
  line: Line,
  options: SdkOptions = {},
): AsyncGenerator<AnswerPart> {
  const asked: LanguageModelV3CallOptions = {
    prompt: [
      ...(call.system === null ? [] : [{ role: 'system' as const, content: call.system }]),
      { role: 'user', content: [{ type: 'text', text: call.prompt }] },
    ],
    maxOutputTokens: options.maxOutputTokens ?? call.maxOutputTokens,
    ...(call.temperature !== null && { temperature: call.temperature }),
    ...(options.providerOptions !== undefined && { providerOptions: options.providerOptions }),
    abortSignal: line.signal,
  };
  if (options.streams === true || call.onText !== undefined) {
    const { stream } = await model.doStream(asked);
    for await (const part of stream) yield* streamed(part, line);
    return;
  }
  const { content, finishReason, usage } = await model.doGenerate(asked);
  for (const part of content) {
    if (part.type === 'text' || part.type === 'reasoning') yield { type: part.type, text: part.text };
  }
  yield { type: 'usage', usage: statedUsage(usage) };
  yield { type: 'finish', finish: finishOf(finishReason) };
}

function* streamed(part: LanguageModelV3StreamPart, line: Line): Generator<AnswerPart> {
  if (part.type === 'text-delta') yield { type: 'text', text: part.delta };
  else if (part.type === 'reasoning-delta') yield { type: 'reasoning', text: part.delta };
  else if (part.type === 'error') yield* streamError(part.error, line);
  else if (part.type === 'finish') {
    yield { type: 'usage', usage: statedUsage(part.usage) };
    // the packages begin with this reason and end with it when the stream ended before its time
    const { unified, raw } = part.finishReason;
    const isMissing = raw === undefined && (unified === 'other' || unified === 'error');
    if (!isMissing) yield { type: 'finish', finish: finishOf(part.finishReason) };
  }
}

/**
 * An error inside a stream: trouble of the connection, which the line has named; an object that the server sent; a
 * piece that the package could not read; or the end that it misses, which is what a missing `finish` says.
 */
function* streamError(error: unknown, line: Line): Generator<AnswerPart> {
  const known = failureIn(error);
  if (known !== null) yield { type: 'failure', error: known };
  else if (!(error instanceof Error)) {
    yield { type: 'failure', error: refusedInStream(line.provider, error, line.secrets) };
  } else if (!InvalidResponseDataError.isInstance(error)) {
    yield {
      type: 'failure',
      error: {
        code: 'adapter_invalid_response',
        message: `${line.provider} answers in a form that is not understood.`,
      },
    };
  }
}

function finishOf({ unified, raw }: LanguageModelV3FinishReason): Finish {
  if (unified === 'stop' || unified === 'length') return unified;
  if (unified === 'content-filter' || raw === 'content_filter') return 'filtered';
  return 'unknown';
}

function statedUsage({ inputTokens, outputTokens, raw }: LanguageModelV3Usage): StatedUsage {
  const total = raw?.['total_tokens'] ?? raw?.['totalTokenCount'];
  return {
    input: inputTokens.total,
    output: outputTokens.total,
    cachedInput: inputTokens.cacheRead,
    reasoning: outputTokens.reasoning,
    total: typeof total === 'number' ? total : undefined,
  };
}
