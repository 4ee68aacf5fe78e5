import type {
  AdapterError,
  AdapterErrorCode,
  Finish,
  ModelResponse,
} from '../../core/facts/model-response.ts';
import { costMicroUsd } from '../../core/models/price.ts';
import type { AdapterCall, CallLimits } from './adapter.ts';
import { type CallClock, type EndedBy, startClock } from './call-clock.ts';
import { failureIn, notUnderstood } from './call-failure.ts';
import { keyRedaction } from './key-redaction.ts';
import type { Line } from './line.ts';
import type { ProviderPorts } from './ports.ts';
import type { Speaker, SpeakerLoader, StatedUsage } from './speaker.ts';
import { usedTokens } from './used-tokens.ts';

/** What was heard of an answer so far. */
interface Heard {
  content: string;
  reasoning: string;
  finish: Finish | null;
  usage: StatedUsage | null;
}

const BROKEN = 'A file of the extension that asks this model cannot be read: install it again.';

/** Finds out where a call goes and with which key, or why it cannot go. */
export type LineFinder = (call: AdapterCall, signal: AbortSignal) => Promise<Line | AdapterError>;

/**
 * One attempt at one call: listens to the vendor until it ends, fails, takes too long or the caller has enough, and
 * tells what came of it. What came before a failure is kept in `content`.
 */
export async function attempt(
  loadSpeaker: SpeakerLoader,
  ports: ProviderPorts,
  findLine: LineFinder,
  call: AdapterCall,
  limits: CallLimits,
): Promise<ModelResponse> {
  const startedAt = ports.now();
  const clock = startClock(limits);
  const heard: Heard = { content: '', reasoning: '', finish: null, usage: null };
  let line: Line | null = null;
  const listenToLine = async () => {
    const found = clock.endedBy() ?? (await findLine(call, clock.signal));
    if (typeof found === 'string' || 'code' in found) return found;
    const speaker = await loadSpeaker().catch(() => null);
    if (speaker === null) return { code: 'adapter_unavailable', message: BROKEN } as const;
    line = found;
    return clock.endedBy() ?? (await listen(speaker, call, found, clock, heard));
  };
  try {
    const error = told(await Promise.race([clock.ended, listenToLine()]), call, limits);
    return await response(call, ports, { heard: { ...heard }, error, line, startedAt });
  } finally {
    clock.stop();
  }
}

/** @returns why it failed, or null when the answer came to its end and can be used */
async function listen(
  speaker: Speaker,
  call: AdapterCall,
  line: Line,
  clock: CallClock,
  heard: Heard,
): Promise<AdapterError | EndedBy | null> {
  const answer = keyRedaction(line.key);
  const thoughts = keyRedaction(line.key);
  const hear = (text: string) => {
    if (text === '') return;
    heard.content += text;
    call.onText?.(text);
  };
  const failure = await parts();
  if (clock.endedBy() !== null) return clock.endedBy();
  hear(answer.rest());
  heard.reasoning += thoughts.rest();
  return failure ?? verdict(heard, line);

  async function parts(): Promise<AdapterError | null> {
    const spoken = speaker.speak(call, line)[Symbol.asyncIterator]();
    for (;;) {
      // what the line throws says its reason; whatever else is thrown could not read the answer
      const next = await spoken
        .next()
        .catch((thrown: unknown) => failureIn(thrown) ?? notUnderstood(line.provider));
      // what comes after the end is nobody's
      if (clock.endedBy() !== null) return null;
      if ('code' in next) return next;
      if (next.done === true) return null;
      const part = next.value;
      if (part.type === 'failure') return part.error;
      if (part.type === 'text') hear(answer.take(part.text));
      else if (part.type === 'reasoning') heard.reasoning += thoughts.take(part.text);
      else if (part.type === 'usage') heard.usage = part.usage;
      else heard.finish = part.finish;
    }
  }
}

function verdict({ content, finish }: Heard, { provider, state }: Line): AdapterError | null {
  if (finish === null) {
    return state.endUnsure
      ? {
          code: 'adapter_network',
          message: `The connection to ${provider} broke off in the answer: try again.`,
        }
      : { code: 'adapter_invalid_response', message: `${provider} stopped without the end of its answer.` };
  }
  if (finish === 'length') {
    return {
      code: 'adapter_truncated',
      message: `${provider} reached the limit of its output: allow more, or ask for less.`,
    };
  }
  if (finish === 'filtered') {
    return { code: 'adapter_blocked', message: `${provider} held the answer back: its filter took offence.` };
  }
  return content.trim() === ''
    ? { code: 'adapter_invalid_response', message: `${provider} answered with nothing.` }
    : null;
}

function told(
  ending: AdapterError | EndedBy | null,
  call: AdapterCall,
  limits: CallLimits,
): AdapterError | null {
  if (typeof ending !== 'string') return ending;
  const messages: Readonly<Record<EndedBy, string>> = {
    adapter_timeout: `${call.model.name} did not answer within ${Math.round(limits.timeoutMs)} ms.`,
    adapter_cancelled: `The call of ${call.model.name} was cancelled.`,
  };
  return { code: ending satisfies AdapterErrorCode, message: messages[ending] };
}

async function response(
  { model, system, prompt, maxOutputTokens }: AdapterCall,
  ports: ProviderPorts,
  { heard, error, line, startedAt }: Came,
): Promise<ModelResponse> {
  const at = ports.now();
  const used = await usedTokens(
    {
      model,
      input: system === null ? prompt : `${system}\n${prompt}`,
      output: heard.reasoning + heard.content,
      usage: heard.usage,
      cap: maxOutputTokens,
      sent: line?.state.sent ?? false,
    },
    ports,
  );
  return Object.freeze({
    id: ports.newId(),
    model: model.id,
    content: heard.content,
    finish: heard.finish ?? 'unknown',
    responseMs: Math.max(0, Math.round(at - startedAt)),
    ...used,
    costMicroUsd: costMicroUsd(model.price, used.inputTokens, used.outputTokens, used.cachedInputTokens),
    at,
    success: error === null,
    ...(heard.reasoning !== '' && { reasoning: heard.reasoning }),
    ...(error !== null && { error }),
  });
}

interface Came {
  readonly heard: Heard;
  readonly error: AdapterError | null;
  readonly line: Line | null;
  readonly startedAt: number;
}
