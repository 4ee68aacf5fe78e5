import { secretScanner } from '../core/context/secrets/scan.ts';
import { isObject } from '../core/facts/json-value.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';

/** Fields that hold a key; `keyName` holds its name, `merge.keys` lists of fields. */
const HOLDS_A_KEY =
  /^(?:.*[._-])?(?:(?:api|access|secret|private|auth|bearer|account)[._-]?(?:key|token)|key|token|secret|password|passphrase|credentials?|authorization|bearer)$/i;

/** `validation.token` are the rules of token prices, by the name of a preset or as data. */
const RULES = /^ask\.validation\b/;

/** The scanner asks for as many; nobody sees them. */
const ID_DIGITS = 16;

/**
 * Refuses a configuration that holds a key, by the name of the field and without the key: such files are committed and
 * sent around (spec M13). It is one where a field that is named so has a text, and wherever a text looks like one.
 *
 * Error: `invalid_config`.
 *
 * @param name how the file is named in the refusal
 */
export function withoutKeys(config: unknown, name: string): Result<null> {
  const scan = secretScanner({ keyedHash: () => '0'.repeat(ID_DIGITS), others: () => [] });
  const field = firstKey(config, '', (text) => scan('', text).length > 0);
  if (field === null) return ok(null);
  const message = `"${field}" in ${name} looks like a key. Keys never stand in a file: take it out, put it into the environment as MY_API_KEY or the like, and give that name as "keyName".`;
  return fail('invalid_config', message, { field });
}

/** The path of the first field that holds a key: `models[0].apiKey`. */
function firstKey(value: unknown, path: string, holdsSecret: (text: string) => boolean): string | null {
  if (typeof value === 'string') return holdsSecret(JSON.stringify(value)) ? path : null;
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) {
      const found = firstKey(inner, `${path}[${index}]`, holdsSecret);
      if (found !== null) return found;
    }
    return null;
  }
  if (!isObject(value)) return null;
  for (const [name, inner] of Object.entries(value)) {
    const field = path === '' ? name : `${path}.${name}`;
    if (typeof inner === 'string' && inner.trim() !== '' && isKeyField(name, field)) return field;
    if (typeof inner === 'string' && holdsSecret(JSON.stringify({ [name]: inner }))) return field;
    const found = firstKey(inner, field, holdsSecret);
    if (found !== null) return found;
  }
  return null;
}

function isKeyField(name: string, field: string): boolean {
  // `apiKey` as `api-Key`, so that one expression knows both
  return HOLDS_A_KEY.test(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')) && !RULES.test(field);
}
