/** Where an item has a field, and what it says there. */
export interface FoundField {
  /** The name as the item spells it. */
  readonly name: string;
  readonly value: unknown;
}

/**
 * A field of an item by its name in camel case, or spelled in snake case (spec M11); the former counts when the item
 * has both. A null is a missing value.
 */
export function fieldOf(item: Readonly<Record<string, unknown>>, field: string): FoundField | null {
  for (const name of new Set([field, snakeCase(field)])) {
    const value = Object.hasOwn(item, name) ? item[name] : null;
    if (value !== null && value !== undefined) return { name, value };
  }
  return null;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}
