import {
  APICallError,
  InvalidResponseDataError,
  TypeValidationError,
  type LanguageModelV3,
  type LanguageModelV3CallOptions,
  type LanguageModelV3FinishReason,
  type LanguageModelV3StreamPart,
  type LanguageModelV3Usage,
} from '@ai-sdk/provider';
import type { AdapterError, Finish } from '../../core/facts/model-response.ts';
import type { AdapterCall } from './adapter.ts';
import { failureIn, notUnderstood } from './call-failure.ts';
import { fieldsOf } from '../import/json-fields.ts';
import type { Line } from './line.ts';
import { jsonOrNull, refusalWord, refusedBy, refusedInStream } from './refusal.ts';
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
  try {
    yield* options.streams === true || call.onText !== undefined
      ? stream(model, asked, line)
      : whole(model, asked);
  } catch (thrown) {
    yield* troubleOf(thrown, line);
  }
}

async function* stream(
  model: LanguageModelV3,
  asked: LanguageModelV3CallOptions,
  line: Line,
): AsyncGenerator<AnswerPart> {
  const { stream: parts } = await model.doStream(asked);
  for await (const part of parts) yield* streamed(part, line);
}

async function* whole(model: LanguageModelV3, asked: LanguageModelV3CallOptions): AsyncGenerator<AnswerPart> {
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
  else if (part.type === 'error') yield* troubleOf(part.error, line);
  else if (part.type === 'finish') {
    yield { type: 'usage', usage: statedUsage(part.usage) };
    // the packages begin with this reason and end with it when the stream ended before its time
    const { unified, raw } = part.finishReason;
    const isMissing = raw === undefined && (unified === 'other' || unified === 'error');
    if (!isMissing) yield { type: 'finish', finish: finishOf(part.finishReason) };
  }
}

/**
 * Trouble inside a stream or before its first word: of the connection, which the line has named; of the server, as the
 * object that it sent or what a package made of it; a piece that could not be read. The end that a package misses is
 * no trouble of its own: it is what a missing `finish` says.
 */
function* troubleOf(error: unknown, line: Line): Generator<AnswerPart> {
  const known = failureIn(error);
  if (known !== null) yield { type: 'failure', error: known };
  else if (InvalidResponseDataError.isInstance(error)) return;
  else yield { type: 'failure', error: serverTrouble(error, line) ?? notUnderstood(line.provider) };
}

/** What the server told of its trouble; null when the trouble is in reading it. */
function serverTrouble(error: unknown, { provider, secrets }: Line): AdapterError | null {
  if (!(error instanceof Error)) return refusedInStream(provider, error, secrets);
  if (APICallError.isInstance(error) && (error.statusCode ?? 0) >= 400) {
    return refusedBy(provider, {
      status: error.statusCode ?? 500,
      word: refusalWord(error.data ?? jsonOrNull(error.responseBody ?? ''), secrets),
    });
  }
  // Google's package knows no errors among its pieces
  if (TypeValidationError.isInstance(error) && typeof fieldsOf(error.value)['error'] === 'object') {
    return refusedInStream(provider, error.value, secrets);
  }
  return null;
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
