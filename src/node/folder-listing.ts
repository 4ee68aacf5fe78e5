import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { byCodeUnit } from '../core/facts/text-order.ts';
import { readingTrouble, type ReadingTrouble } from './reading-trouble.ts';
import { escapedName } from './shown-name.ts';

export interface FolderListing {
  /** By name, in text order. */
  readonly entries: readonly Dirent[];
  /** Names that are no UTF-8, escaped: they cannot be opened by text. */
  readonly undecodable: readonly string[];
}

/** How Node shows bytes that are no UTF-8. */
const REPLACEMENT = '\ufffd';

/** What lies in a folder; links are not followed. */
export async function listFolder(absolutePath: string): Promise<FolderListing | ReadingTrouble> {
  try {
    const entries = await readdir(absolutePath, { withFileTypes: true });
    entries.sort((a, b) => byCodeUnit(a.name, b.name));
    if (!entries.some((entry) => entry.name.includes(REPLACEMENT))) return { entries, undecodable: [] };
    const broken = new Map<string, string>();
    for (const bytes of await readdir(absolutePath, { encoding: 'buffer' })) {
      const escaped = escapedName(bytes);
      if (escaped !== null) broken.set(escaped, bytes.toString('utf8'));
    }
    const unusable = new Set(broken.values());
    return {
      entries: entries.filter((entry) => !unusable.has(entry.name)),
      undecodable: [...broken.keys()].toSorted(byCodeUnit),
    };
  } catch (error) {
    return readingTrouble(error);
  }
}
