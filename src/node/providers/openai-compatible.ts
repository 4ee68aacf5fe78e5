import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV3 } from '@ai-sdk/provider';
import { speakBySdk } from './sdk-speaker.ts';
import type { Line } from './line.ts';
import type { Speaker } from './speaker.ts';

/** Chat completions as OpenAI defined them and everybody serves them: Ollama, vLLM, LM Studio, OpenRouter. */
export const openaiCompatible: Speaker = {
  speak: (call, line) =>
    speakBySdk(chatModel('openai-compatible', line.baseUrl, call.model.vendorId, line), call, line),
};

/** @param baseUrl what `/chat/completions` follows */
export function chatModel(name: string, baseUrl: string, vendorId: string, line: Line): LanguageModelV3 {
  return createOpenAICompatible({
    name,
    baseURL: baseUrl,
    ...(line.key !== null && { apiKey: line.key }),
    fetch: line.fetch,
    includeUsage: true,
    // the package's own reads a figure that is missing as 0
    convertUsage: (usage) => ({
      inputTokens: {
        total: usage?.prompt_tokens ?? undefined,
        noCache: undefined,
        cacheRead: usage?.prompt_tokens_details?.cached_tokens ?? undefined,
        cacheWrite: undefined,
      },
      outputTokens: {
        total: usage?.completion_tokens ?? undefined,
        text: undefined,
        reasoning: usage?.completion_tokens_details?.reasoning_tokens ?? undefined,
      },
      ...(usage !== null && usage !== undefined && { raw: { total_tokens: usage.total_tokens ?? null } }),
    }),
  })(vendorId);
}
