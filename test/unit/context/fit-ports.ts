import { createHash } from 'node:crypto';
import type { Loaded } from '../../../src/core/context/contents.ts';
import { choose } from '../../../src/core/context/fit/choose.ts';
import type { FitPorts } from '../../../src/core/context/fit-context.ts';
import type { ContextItem } from '../../../src/core/context/item.ts';
import { shownText } from '../../../src/core/context/render/shown-text.ts';

/** Words and signs, line endings among them: a counter whose counts of parts nearly add up. */
export function count(text: string): number {
  return text.match(/\w+|[^\w ]/g)?.length ?? 0;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Files in memory: path → text, or the reason why there is none. */
export type Files = Readonly<Record<string, string | Exclude<Loaded, { text: string }>>>;

/** Ports over files in memory, with a clock that stands still. */
export function ports(files: Files, more: Partial<FitPorts> = {}): FitPorts {
  return {
    choose,
    count,
    sha256,
    salt: 'salt',
    now: () => 0,
    load: (ids) => Promise.resolve(new Map(ids.flatMap((id) => loadedFrom(files, id)))),
    ...more,
  };
}

/** The file as an item, counted as it is in `files`. */
export function item(files: Files, path: string, more: Partial<ContextItem> = {}): ContextItem {
  const text = files[path];
  const tokenCount = typeof text === 'string' ? count(shownText(text)) : 1;
  return { sourceId: path, probability: 0.5, tokenCount, metadata: { path }, ...more };
}

function loadedFrom(files: Files, id: string): [string, Loaded][] {
  const file = files[id];
  if (file === undefined) return [];
  return [[id, typeof file === 'string' ? { text: file, fileSha256: sha256(file) } : file]];
}
