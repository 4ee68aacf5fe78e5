import type { IgnoreSettings } from '../../../src/node/ignore-rules.ts';
import { ignoreRules } from '../../../src/node/ignore-rules.ts';
import { namedRoots } from '../../../src/node/roots.ts';
import { walkWorkspace, type WalkOptions } from '../../../src/node/walk.ts';
import type { SkippedPath, WalkedFile, WalkTotals } from '../../../src/node/walk-state.ts';

export interface Walked {
  /** Ids in text order. */
  readonly ids: readonly string[];
  readonly files: readonly WalkedFile[];
  readonly skipped: readonly SkippedPath[];
  readonly totals: WalkTotals;
  readonly slices: number;
}

export const PLAIN: IgnoreSettings = { gitignore: true, editorExclude: [], include: [], exclude: [] };

/** Walks to the end and collects everything. */
export async function walked(
  roots: readonly string[],
  settings: Partial<IgnoreSettings> = {},
  options: WalkOptions = {},
): Promise<Walked> {
  const files: WalkedFile[] = [];
  const skipped: SkippedPath[] = [];
  let totals: WalkTotals = { files: 0, folders: 0, ignored: 0, own: 0, doubledLinks: 0 };
  let slices = 0;
  for await (const slice of walkWorkspace(
    namedRoots(roots),
    ignoreRules({ ...PLAIN, ...settings }),
    options,
  )) {
    files.push(...slice.files);
    skipped.push(...slice.skipped);
    totals = slice.totals;
    slices++;
  }
  return { ids: files.map((file) => file.id).toSorted(), files, skipped, totals, slices };
}
