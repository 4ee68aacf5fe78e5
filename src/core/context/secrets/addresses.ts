import type { Found } from './finding.ts';
import { isPlaceholder } from './placeholder.ts';
import { matchAt, places } from './places.ts';
import { looksRandom } from './randomness.ts';

/** `://user:password@host`; a colon in a password is allowed, a slash has to be written %2F (RFC 3986, 3.2.1). */
const CREDENTIALS =
  /:\/\/([^\s/:@"'`<>\\?#,]{0,100}):([^\s@"'`<>\\/]{1,200})@(\[[0-9a-fA-F:]{2,40}\]|[\w.${}%-]{1,200})/y;
const WEBHOOK =
  /:\/\/(?:hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/|(?:[a-z]+\.)?discord(?:app)?\.com\/api\/(?:v[0-9]+\/)?webhooks\/|[\w-]{1,60}\.webhook\.office\.com\/webhookb2\/)([\w/@-]{20,300})/y;
/** Shared access signature of Azure. */
const SIGNATURE = /sig=([A-Za-z0-9%+/_-]{30,200}={0,2})/y;
const TELEGRAM = /:(AA[A-Za-z0-9_-]{30,40})(?![A-Za-z0-9_-])/y;
const BOT_ID = /(?:^|[^0-9A-Za-z])[0-9]{8,10}$/;
const LONGEST_BOT_ID = 11;

/** Passwords that people write where they mean "some password" (on their own machine or in examples). */
const NO_SECRET =
  /^(?:pass(?:w(?:or)?d)?|passwd|pwd|pw|secret|token|key|user(?:name)?|test(?:ing)?|guest|root|admin|postgres|mysql|redis|rabbit(?:mq)?|mongo(?:db)?|foo|bar|baz|quux?|abc|xyz|[a-z]|p|s3cr3t|1234*5*6*7*8*|x-oauth-basic|x-token-auth|oauth2?)$/i;
/** `aws_secret`, `my-password`: words that say what would stand there. */
const NAMED = /^[a-z_-]*(?:secret|pass|pwd|token|key)[a-z_-]*$/i;
const OF_EXAMPLES =
  /(?:^|\.)(?:example|test|invalid|local|localhost)(?:\.(?:com|org|net|edu))?$|^(?:127\.|0\.0\.0\.0|\[)|^[^.]*host[^.]*$/i;
const SHORTEST_PASSWORD = 4;
const SHORTEST_LOCAL_PASSWORD = 8;

/** Secrets that stand in addresses: of databases and sites, webhooks, signed links, Telegram's bots. */
export function secretsInAddresses(text: string): readonly Found[] {
  const found: Found[] = [];
  const take = (rule: string, match: RegExpExecArray, secret: string): void => {
    const from = match.index + match[0].lastIndexOf(secret);
    found.push({ rule, from, to: from + secret.length });
  };
  for (const at of places(text, '://')) {
    const hook = matchAt(WEBHOOK, text, at);
    if (hook !== null && !isPlaceholder(hook[1] ?? '')) take('webhook', hook, hook[1] ?? '');
    const match = matchAt(CREDENTIALS, text, at);
    if (match === null) continue;
    const [, user = '', password = '', host = ''] = match;
    if (!isSecretPassword(user, password, host)) continue;
    const from = at + '://'.length + user.length + 1;
    found.push({ rule: 'password-in-address', from, to: from + password.length });
  }
  for (const at of places(text, 'sig=')) {
    const match = /[?&;]/.test(text[at - 1] ?? '') ? matchAt(SIGNATURE, text, at) : null;
    if (match !== null && looksRandom(match[1] ?? '')) take('azure-signature', match, match[1] ?? '');
  }
  for (const at of places(text, ':AA')) {
    const match = matchAt(TELEGRAM, text, at);
    if (match === null || !BOT_ID.test(text.slice(Math.max(0, at - LONGEST_BOT_ID), at))) continue;
    if (!isPlaceholder(match[1] ?? '')) take('telegram-token', match, match[1] ?? '');
  }
  return found;
}

function isSecretPassword(user: string, password: string, host: string): boolean {
  if (
    password.length < SHORTEST_PASSWORD ||
    NO_SECRET.test(password) ||
    NAMED.test(password) ||
    password === user
  )
    return false;
  if (/[${}%]/.test(host) || /^[:$%{[(*]|[{}]/.test(password) || isPlaceholder(password)) return false;
  if (looksRandom(password)) return true;
  if (!OF_EXAMPLES.test(host)) return true;
  return (
    password.length >= SHORTEST_LOCAL_PASSWORD &&
    /[0-9]/.test(password) &&
    !/pass|secret|test/i.test(password)
  );
}
