import type { AskableModel } from '../../core/facts/askable-model.ts';
import type { ModelResponse } from '../../core/facts/model-response.ts';
import { answerSample } from '../../core/models/answer-sample.ts';
import type { ProviderPorts } from './ports.ts';
import type { StatedUsage } from './speaker.ts';

/** What a call took, as far as it came. */
export interface Spoken {
  readonly model: AskableModel;
  /** All that was sent. */
  readonly input: string;
  /** All that came: reasoning and answer. */
  readonly output: string;
  readonly usage: StatedUsage | null;
  /** The cap that was sent, tokens: no vendor bills more for an answer, whatever a server goes on sending. */
  readonly cap: number;
  /** Whether the server had the request, and may bill it. */
  readonly sent: boolean;
}

export type UsedTokens = Pick<
  ModelResponse,
  'inputTokens' | 'outputTokens' | 'cachedInputTokens' | 'reasoningTokens' | 'tokenCount' | 'estimated'
>;

const NOTHING: UsedTokens = {
  inputTokens: 0,
  outputTokens: 0,
  cachedInputTokens: 0,
  reasoningTokens: 0,
  tokenCount: 0,
  estimated: false,
};

/**
 * Tokens as the vendor states them; what it does not state is counted, and `estimated` says so. A call that broke off
 * counts what was sent and what came of it, because the vendor bills that; a refused one used nothing.
 */
export async function usedTokens(spoken: Spoken, ports: Pick<ProviderPorts, 'count'>): Promise<UsedTokens> {
  if (!spoken.sent) return NOTHING;
  const { model, usage } = spoken;
  const input = stated(usage?.input, spoken.input);
  const output = stated(usage?.output, spoken.output);
  const whole = stated(usage?.total, spoken.input);
  // a total that is less than its parts is none
  const total = whole !== null && whole >= (input ?? 1) + (output ?? 0) ? whole : null;
  const counted = async () => Math.min(await ports.count(model, spoken.input), total ?? Infinity);
  const inputTokens = input ?? (total !== null && output !== null ? total - output : await counted());
  const countedOutput = async (): Promise<number> => {
    const { part, times } = answerSample(spoken.output);
    return Math.min(Math.ceil((await ports.count(model, part)) * times), spoken.cap);
  };
  const outputTokens = output ?? (total === null ? await countedOutput() : total - inputTokens);
  return {
    inputTokens,
    outputTokens,
    cachedInputTokens: Math.min(stated(usage?.cachedInput, '') ?? 0, inputTokens),
    reasoningTokens: Math.min(stated(usage?.reasoning, '') ?? 0, outputTokens),
    tokenCount: total ?? inputTokens + outputTokens,
    // two of the three tell the third
    estimated: [input, output, total].filter((figure) => figure !== null).length < 2,
  };
}

/**
 * Null for what is no number of tokens, and for 0 tokens of a text: servers and packages write 0 where they do not know.
 */
function stated(tokens: number | undefined, text: string): number | null {
  if (!Number.isSafeInteger(tokens) || Number(tokens) < 0) return null;
  return tokens === 0 && text !== '' ? null : Number(tokens);
}
