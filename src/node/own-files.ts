import { resolve } from 'node:path';

/**
 * What we wrote ourselves is never a candidate: a saved prompt in the next prompt would repeat everything. Prompts
 * look like any text, so their paths are kept in a register; audits carry a mark.
 */

/** Whether a file is one of the paths we wrote or are about to write (`--out`, `--audit`, saved prompts). */
export function ownPaths(paths: Iterable<string>): (absolutePath: string) => boolean {
  const own = new Set(Array.from(paths, (path) => resolve(path)));
  return (absolutePath) => own.size > 0 && own.has(absolutePath);
}

/** Top-level keys that only our audit has (spec F5). */
const AUDIT_KEYS = ['packHash', 'candidatesConsidered', 'included', 'excluded'] as const;

/** Whether a text is an audit of ours, under whatever name it was saved. */
export function isOwnAudit(text: string): boolean {
  if (!/^\ufeff?\s*\{/.test(text) || !AUDIT_KEYS.every((key) => text.includes(`"${key}"`))) return false;
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return (
      typeof value === 'object' && value !== null && AUDIT_KEYS.every((key) => Object.hasOwn(value, key))
    );
  } catch {
    return false;
  }
}
