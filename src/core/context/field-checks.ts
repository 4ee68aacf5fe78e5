/**
 * Small checks for data from outside: each gives null when the value is as it should be, else what is wrong
 * with it, beginning with where ("included[3].tokens is not …").
 */
export type FieldCheck = (value: unknown, where: string) => string | null;

export const isText: FieldCheck = (value, where) =>
  typeof value === 'string' ? null : `${where} is no text`;

export const isTruth: FieldCheck = (value, where) =>
  typeof value === 'boolean' ? null : `${where} is neither true nor false`;

export const isNumber: FieldCheck = (value, where) =>
  Number.isFinite(value) ? null : `${where} is no finite number`;

/** A whole number ≥ 0. */
export const isCount: FieldCheck = (value, where) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? null : `${where} is no whole number of 0 or more`;

/** A number in [0, 1]. */
export const isShare: FieldCheck = (value, where) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? null : `${where} is no number from 0 to 1`;

export const isNull: FieldCheck = (value, where) => (value === null ? null : `${where} is not null`);

/** SHA-256 in hex. */
export const isHash: FieldCheck = (value, where) =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? null : `${where} is no SHA-256 in hex`;

export function isOneOf(words: readonly string[]): FieldCheck {
  return (value, where) =>
    words.some((word) => word === value) ? null : `${where} is none of ${words.join(', ')}`;
}

export function isNullOr(check: FieldCheck): FieldCheck {
  return (value, where) => (value === null ? null : check(value, where));
}

export function isList(check: FieldCheck): FieldCheck {
  return (value, where) => {
    if (!Array.isArray(value)) return `${where} is no list`;
    return firstWrong(value.map((entry: unknown, index) => [check, entry, `${where}[${index}]`]));
  };
}

/** An object with any names, its values checked. */
export function isRecord(check: FieldCheck): FieldCheck {
  return (value, where) =>
    isObject(value)
      ? firstWrong(Object.entries(value).map(([name, entry]) => [check, entry, `${where}.${name}`]))
      : `${where} is no object`;
}

/** An object with these fields and no other. */
export function isShape(
  required: Readonly<Record<string, FieldCheck>>,
  optional: Readonly<Record<string, FieldCheck>> = {},
): FieldCheck {
  const known = new Map(Object.entries({ ...optional, ...required }));
  return (value, where) => {
    if (!isObject(value)) return `${where} is no object`;
    const missing = Object.keys(required).find((name) => !Object.hasOwn(value, name));
    if (missing !== undefined) return `${where} has no ${missing}`;
    for (const [name, entry] of Object.entries(value)) {
      const check = known.get(name);
      if (check === undefined) return `${where} has ${JSON.stringify(name)}, which is unknown`;
      const wrong = check(entry, `${where}.${name}`);
      if (wrong !== null) return wrong;
    }
    return null;
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstWrong(checks: readonly (readonly [FieldCheck, unknown, string])[]): string | null {
  for (const [check, value, where] of checks) {
    const wrong = check(value, where);
    if (wrong !== null) return wrong;
  }
  return null;
}
