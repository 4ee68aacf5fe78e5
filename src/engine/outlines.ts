import { createHash } from 'node:crypto';
import type { FileOutline } from '../core/context/levels/symbols.ts';
import type { OutlineOf } from '../node/outline/outliner.ts';

/** Twice as many as one fit looks into; a few kB each. */
const MOST_REMEMBERED = 400;

/** Outlines are made again only when the text has changed; the ones longest unused are forgotten. */
export function rememberOutlines(outlineOf: OutlineOf): OutlineOf {
  const remembered = new Map<string, Promise<FileOutline>>();
  return (path, text) => {
    const key = `${createHash('sha256').update(text).digest('base64')} ${path}`;
    const outline = remembered.get(key) ?? outlineOf(path, text);
    remembered.delete(key);
    remembered.set(key, outline);
    if (remembered.size > MOST_REMEMBERED) {
      const [oldest] = remembered.keys();
      if (oldest !== undefined) remembered.delete(oldest);
    }
    return outline;
  };
}
