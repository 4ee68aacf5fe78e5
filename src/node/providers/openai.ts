import { createOpenAI } from '@ai-sdk/openai';
import { speakBySdk } from './sdk-speaker.ts';
import type { Speaker } from './speaker.ts';

/** OpenAI's responses; nothing is kept there. */
export const openai: Speaker = {
  speak: (call, line) => {
    const provider = createOpenAI({ apiKey: line.key ?? '', baseURL: line.baseUrl, fetch: line.fetch });
    return speakBySdk(provider.responses(call.model.vendorId), call, line, {
      providerOptions: { openai: { store: false, ...(call.thinking && { reasoningEffort: 'high' }) } },
    });
  },
};
