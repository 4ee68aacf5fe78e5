import { createAnthropic } from '@ai-sdk/anthropic';
import type { AdapterCall } from './adapter.ts';
import { type SdkOptions, speakBySdk } from './sdk-speaker.ts';
import type { Speaker } from './speaker.ts';

/** Models before 4.6 think within a budget that is stated; later ones decide it themselves (Anthropic, extended thinking). */
const BUDGETED = /^claude-(3|(opus|sonnet|haiku)-4(-[0-5]|-20\d{6})?(-|$))/;
/** Least budget that the vendor takes, tokens. */
const LEAST_THINKING = 1024;

/** Anthropic's messages. */
export const anthropic: Speaker = {
  speak: (call, line) => {
    const provider = createAnthropic({ apiKey: line.key ?? '', baseURL: line.baseUrl, fetch: line.fetch });
    return speakBySdk(provider(call.model.vendorId), call, line, call.thinking ? thinkingOf(call) : {});
  },
};

/** The package adds a budget to the cap of the answer; the cap of the call is both. */
function thinkingOf({ model, maxOutputTokens }: AdapterCall): SdkOptions {
  if (!BUDGETED.test(model.vendorId))
    return { providerOptions: { anthropic: { thinking: { type: 'adaptive' } } } };
  const budgetTokens = Math.floor(maxOutputTokens / 2);
  if (budgetTokens < LEAST_THINKING) return {};
  return {
    maxOutputTokens: maxOutputTokens - budgetTokens,
    providerOptions: { anthropic: { thinking: { type: 'enabled', budgetTokens } } },
  };
}
