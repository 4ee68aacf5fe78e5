import { chatModel } from './openai-compatible.ts';
import { speakBySdk } from './sdk-speaker.ts';
import type { Speaker } from './speaker.ts';

/**
 * DeepSeek at DashScope's compatible mode: chat completions with two switches of its own. Always streams, because
 * thinking is streamed there only.
 */
export const deepseek: Speaker = {
  speak: (call, line) =>
    speakBySdk(
      chatModel('deepseek', `${line.baseUrl}/compatible-mode/v1`, call.model.vendorId, line),
      call,
      line,
      {
        streams: true,
        providerOptions: {
          deepseek: { enable_thinking: call.thinking, ...(call.model.search && { enable_search: true }) },
        },
      },
    ),
};
