import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { speakBySdk } from './sdk-speaker.ts';
import type { Speaker } from './speaker.ts';

/** Google's Gemini API. Its models decide themselves how long they think; asked to, they tell their thoughts. */
export const google: Speaker = {
  speak: (call, line) => {
    const provider = createGoogleGenerativeAI({
      apiKey: line.key ?? '',
      baseURL: line.baseUrl,
      fetch: line.fetch,
    });
    return speakBySdk(provider(call.model.vendorId), call, line, {
      ...(call.thinking && { providerOptions: { google: { thinkingConfig: { includeThoughts: true } } } }),
    });
  },
};
