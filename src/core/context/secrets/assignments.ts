import type { Found } from './finding.ts';
import { isPlaceholder } from './placeholder.ts';
import { matchAt } from './places.ts';
import { looksLikeWords, looksRandom } from './randomness.ts';

/**
 * Where a name may hold a secret. Letter by letter in both cases: twice as fast as a search that ignores case, and
 * this one reads every text whole.
 */
const HINT =
  /[Pp][Aa][Ss][Ss][WwPp]|[Pp][Ww][Dd]|[Ss][Ee][Cc][Rr][Ee][Tt]|[Tt][Oo][Kk][Ee][Nn]|[Kk][Ee][Yy]|[Cc][Rr][Ee][Dd][Ee][Nn][Tt]|[Bb][Ee][Aa][Rr][Ee][Rr]|[Aa][Uu][Tt][Hh]/g;
const WORD = /pass(?:w(?:or)?d|phrase)|pwd|secret|token|key|credentials?|bearer|authorization|auth/iy;
/** A key is a secret only as one of these. */
const OF_KEY =
  /(?:api|access|private|secret|signing|encryption|auth|account|shared|master|app|service|license|session|cookie|hmac|webhook|deploy)[_-]?$/i;
/** A strong name's public key token is a hash for everybody to see (.NET). */
const PUBLIC = /public[_-]?(?:key[_-]?)?$/i;
const LONGEST_KIND = 12;

/** `tokenType`, `secretName`: what describes a secret is none. */
const DESCRIBING =
  /name|type|url|uri|path|file|field|header|prefix|suffix|label|class|selector|hint|error|message|expir|ttl|algorithm|param|endpoint|kind|format|count|length|size|regex|pattern|version|resource|arn$|(?:^|[_-])ids?$/i;
const ITS_ID = /Ids?$/;

/** From the name to its value; the value in its quotes is group 2. */
const QUOTED =
  /["'`]?[\])]{0,2}\s{0,4}(?::\s{0,2}[\w&.' |?[\]]{0,24}\s{0,2}=|:=|=>|={1,3}|!=|:|,|\()\s{0,4}(?:[bBrRfFuUL@]{1,2})?(["'`])((?:(?!\1)[^\n\\]|\\.){4,4096})\1/y;
const IN_ELEMENT = />\s{0,8}([^<>\s]{8,512})\s{0,8}</y;
const BARE =
  /["']?[ \t]{0,4}(?::=|[:=])(?!=)[ \t]{0,4}([A-Za-z0-9+/=_.~!@#$%^&*?-]{4,512})(?=[\s;,'"`#)\]}<\\]|$)/y;
/** `Authorization: Bearer …`, also as a call's two arguments. */
const SCHEME =
  /["'`]?\s{0,4}[:=,]\s{0,4}["'`]?(?:bearer|basic|token|apikey)\s{1,2}([A-Za-z0-9._~+/-]{16,4096}={0,2})/iy;
const AFTER_BEARER = /\s{1,2}([A-Za-z0-9._~+/-]{16,4096}={0,2})/y;
/** `.netrc` writes a password behind a space, and the machine before it. */
const NETRC_VALUE = /[ \t]+(\S{4,512})/y;
const NETRC_BEFORE = /\b(?:machine\s+\S+|default)(?:\s+(?:login|account)\s+(?!anonymous)\S+)+\s+$/;
/** A password of a connection string has a server beside it. */
const CONNECTION = /(?:server|data source|host|endpoint|user id|uid|user|username)\s*=[^"'\n]*;\s*$/i;
const LOOK_BACK = 200;

/** In an address the next parameter is not of the value. */
const NEXT_PARAMETER = /&[\w-]+=.*$/;
/** A bare value that could be a name of the program: only what is far from words counts. */
const NAME_LIKE = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;
const SHORT_NAME = 12;
const LONG_NAME = 20;
const DIGITS_OF_A_NAME = 4;
/** `DB_PASSWORD=…`, a setting of an environment: its value is no name. */
const SETTING = /(?:^|\n)[ \t]*(?:(?:export|set|ENV|-)[ \t]+)?[A-Z][A-Z0-9_]*$/;
const LONGEST_SETTING = 80;

/** A literal of these words (`AccessToken_With_AuthScheme`) tells what a secret is called. */
const OF_SECRETS = /pass(?:word|phrase)|token|secret|auth|credential|refresh/i;

/** Literals that look random and are assigned to a name that holds secrets. */
export function assignedSecrets(text: string): readonly Found[] {
  const found: Found[] = [];
  const hint = new RegExp(HINT);
  for (let hit = hint.exec(text); hit !== null; hit = hint.exec(text)) {
    const word = wordAt(text, hit.index);
    if (word === null) continue;
    const end = nameEnd(text, hit.index + word.length);
    const value = valueOf(text, hit.index, word, end);
    if (value !== null) found.push(value);
    // `tokenSecret` is one name: a text that repeats a word is walked once.
    if (word !== 'key' && word !== 'auth') hint.lastIndex = Math.max(end, hint.lastIndex);
  }
  return found;
}

/** The word of a secret's name that stands here, in small letters. */
function wordAt(text: string, at: number): string | null {
  const word = matchAt(WORD, text, at)?.[0].toLowerCase() ?? null;
  if (word === 'auth') return /[\w-]/.test(text[at - 1] ?? '') && text[at - 1] !== '_' ? null : word;
  if (word !== 'key' && word !== 'token') return word;
  const before = text.slice(Math.max(0, at - LONGEST_KIND), at);
  if (word === 'token') return PUBLIC.test(before) ? null : word;
  return OF_KEY.test(before) ? word : null;
}

/** Names go on for some words at most. */
const LONGEST_TAIL = 60;

function valueOf(text: string, start: number, word: string, end: number): Found | null {
  const tail = text.slice(start + word.length, Math.min(end, start + word.length + LONGEST_TAIL));
  if (word === 'bearer' || word === 'authorization') {
    const match = matchAt(word === 'bearer' ? AFTER_BEARER : SCHEME, text, end);
    return match !== null && isSecret(match[1] ?? '') ? at('authorization', match, match[1] ?? '') : null;
  }
  if (word === 'auth' && tail !== '') return null;
  if (DESCRIBING.test(tail) || ITS_ID.test(tail)) return null;
  const quoted = matchAt(QUOTED, text, end);
  if (quoted !== null) {
    const value = quoted[2] ?? '';
    return isSecret(value) || isLegacyPassword(word, value, text, start)
      ? at('assigned-secret', quoted, value)
      : null;
  }
  const element = matchAt(IN_ELEMENT, text, end);
  if (element !== null && isSecret(element[1] ?? '')) return at('assigned-secret', element, element[1] ?? '');
  const bare = matchAt(BARE, text, end);
  if (bare !== null) {
    const value = (bare[1] ?? '').replace(NEXT_PARAMETER, '');
    const isOwn = isSecret(value) && (!couldBeAName(value) || isSetting(text, end));
    return isOwn || isLegacyPassword(word, value, text, start) ? at('assigned-secret', bare, value) : null;
  }
  if (word !== 'password' || tail !== '') return null;
  const spaced = matchAt(NETRC_VALUE, text, end);
  if (spaced === null || isPlaceholder(spaced[1] ?? '')) return null;
  const before = text.slice(Math.max(0, start - LOOK_BACK), start);
  return NETRC_BEFORE.test(before) ? at('netrc-password', spaced, spaced[1] ?? '') : null;
}

function isSecret(value: string): boolean {
  if (/[\s(){}<>|]/.test(value) || isPlaceholder(value) || isAddressOrPath(value)) return false;
  return looksRandom(value) && !(NAME_LIKE.test(value) && OF_SECRETS.test(value));
}

/** `Server=…;Password=…;`: any value that is no placeholder, as nobody writes such a string for a name. */
function isLegacyPassword(word: string, value: string, text: string, from: number): boolean {
  if (word !== 'password' && word !== 'pwd') return false;
  const secret = value.replace(/;.*$/, '');
  if (secret.length < 6 || isPlaceholder(secret) || !/[0-9]/.test(secret) || /[{}()<>]/.test(secret))
    return false;
  return CONNECTION.test(text.slice(Math.max(0, from - LOOK_BACK), from));
}

function isAddressOrPath(value: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ||
    (/^(?:[.~]{0,2}\/|[A-Za-z]:\\)/.test(value) && looksLikeWords(value)) ||
    /\.(?:[jt]sx?|json|ya?ml|py|go|rs|cs|md|txt|html?|css|com|org|net|io|dev)$/i.test(value) ||
    (/^[\w-]+(?:[./][\w-]+){3,}$/.test(value) && !/[0-9][a-z]|[a-z][0-9]/i.test(value))
  );
}

/** `ed25519.PrivateKey` and `utf8ToBase64` are names. */
function couldBeAName(value: string): boolean {
  if (!NAME_LIKE.test(value)) return false;
  if (value.includes('.') || value.length < SHORT_NAME) return true;
  const digits = value.match(/[0-9]/g)?.length ?? 0;
  return looksLikeWords(value) && (value.length < LONG_NAME || digits < DIGITS_OF_A_NAME);
}

function isSetting(text: string, end: number): boolean {
  return text[end] === '=' && SETTING.test(text.slice(Math.max(0, end - LONGEST_SETTING), end));
}

function nameEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && isNameSign(text.charCodeAt(end))) end++;
  return end;
}

function isNameSign(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45
  );
}

/** @param value what was captured last, or its beginning. */
function at(rule: string, match: RegExpExecArray, value: string): Found {
  const from = match.index + match[0].lastIndexOf(match.at(-1) ?? value);
  return { rule, from, to: from + value.length };
}
