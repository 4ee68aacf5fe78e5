/** Hosts of the machine itself, where plain http leaves nothing to read on the way. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Scheme, host, port, path: no user, no password, no query, no fragment, which could carry a key into a setting. */
const URL_PARTS = /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?(\/[^\s?#\\@]*)?$/i;

/**
 * Whether a model may be reached there (spec M2): https, or http on the machine itself.
 *
 * @example isAllowedBaseUrl('http://localhost:11434/v1') // true
 * @example isAllowedBaseUrl('http://models.example') // false
 */
export function isAllowedBaseUrl(url: string): boolean {
  const [, scheme, host] = URL_PARTS.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return false;
  return scheme.toLowerCase() === 'https' || LOOPBACK.test(host.toLowerCase());
}

/**
 * The host that an address leads to; null for one on this machine. Whoever agrees to a request is told of it: an address
 * may have come with a checkout.
 *
 * @example hostElsewhere('https://models.example/v1') // 'models.example'
 */
export function hostElsewhere(url: string): string | null {
  const host = URL_PARTS.exec(url)?.[2]?.toLowerCase();
  return host === undefined || LOOPBACK.test(host) ? null : host;
}

/** Vendors' own keys, and the domains that they are for. A key of any other name goes wherever its entry says. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  DASHSCOPE_API_KEY: ['aliyuncs.com'],
  VOLC_API_KEY: ['volces.com'],
  OPENAI_API_KEY: ['openai.com'],
  ANTHROPIC_API_KEY: ['anthropic.com'],
  GEMINI_API_KEY: ['googleapis.com'],
};

/**
 * Whether a key may be sent there. A configuration comes with a checkout: without this, a line of it could have a
 * vendor's key sent to anybody. A gateway of one's own takes a key of a name of its own.
 */
export function mayCarry(keyName: string, url: string): boolean {
  const homes = Object.hasOwn(HOMES, keyName) ? HOMES[keyName] : undefined;
  if (homes === undefined) return true;
  const host = URL_PARTS.exec(url)?.[2]?.toLowerCase();
  return (
    host !== undefined &&
    (LOOPBACK.test(host) || homes.some((home) => host === home || host.endsWith(`.${home}`)))
  );
}
