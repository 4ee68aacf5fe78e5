import type { ReadingReason } from '../reason.ts';
import { isGeneratedName, looksGenerated } from './generated.ts';
import { isLockFile } from './lock-files.ts';
import { isMinifiedName, looksMinified } from './minified.ts';
import { isVendored } from './vendored.ts';

/** Kinds of file that are left out by default; a pin overrides each of them (spec F3, step 1). */
export type LeftOutKind = Extract<ReadingReason, 'lock_file' | 'minified' | 'generated' | 'vendored'>;

/**
 * Why a file is left out by default, as far as its name tells; null for an ordinary file. `path`: relative to the
 * root of the workspace, with `/`. Example: `leftOutByPath('web/jquery.min.js')` → `'minified'`.
 */
export function leftOutByPath(path: string): LeftOutKind | null {
  if (isLockFile(path)) return 'lock_file';
  if (isMinifiedName(path)) return 'minified';
  if (isGeneratedName(path)) return 'generated';
  if (isVendored(path)) return 'vendored';
  return null;
}

/**
 * Why a file is left out by default, as far as its text tells; null for an ordinary file. Asked after
 * `leftOutByPath`, with the whole decoded text (a bounded part of its head and tail is looked at).
 */
export function leftOutByContent(path: string, text: string): LeftOutKind | null {
  if (looksMinified(path, text)) return 'minified';
  if (looksGenerated(path, text)) return 'generated';
  return null;
}
