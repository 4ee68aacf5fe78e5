/** A server that asks for longer is not believed: the model would be out for good. */
const LONGEST_PAUSE_MS = 24 * 60 * 60 * 1000;

/**
 * What the server asks to wait: `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3), or `retry-after-ms`,
 * which OpenAI and Azure send beside it and which is finer.
 *
 * @param now epoch ms
 * @returns ms in [0, 24 h]; undefined when it asks for nothing, or in no form that is known
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const fine = headers.get('retry-after-ms')?.trim();
  if (fine !== undefined && isNumber(fine)) return bounded(Number(fine));
  const stated = headers.get('retry-after')?.trim();
  if (stated === undefined) return undefined;
  if (isNumber(stated)) return bounded(Number(stated) * 1000);
  // every form of an HTTP date begins with the name of a day; Date.parse takes much more
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(stated) ? Date.parse(stated) : Number.NaN;
  return Number.isNaN(at) ? undefined : bounded(at - now);
}

function isNumber(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

function bounded(ms: number): number {
  return Math.min(LONGEST_PAUSE_MS, Math.max(0, Math.ceil(ms)));
}
