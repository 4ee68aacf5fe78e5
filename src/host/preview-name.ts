import type { Level } from '../core/context/item.ts';

const SUFFIX: Readonly<Record<Level, string>> = {
  full: 'in full',
  chunks: 'parts',
  outline: 'outline',
  path: 'path',
};

/** What the tab of a preview is called: `parser.ts (parts)`, under the file's folder so that namesakes differ. */
export function previewName(path: string, level: Level): string {
  return `Goes In/${path.replace(/^untitled:/, '')} (${SUFFIX[level]})`;
}
