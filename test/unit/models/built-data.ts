import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelData } from '../../../src/core/models/model-data.ts';
import { buildModelData } from '../../../src/node/model-data-build.js';

/** The data as the build makes it of the installed packages, and its size. */
export function builtData(): { readonly data: ModelData; readonly bytes: number; readonly models: number } {
  const folder = mkdtempSync(join(tmpdir(), 'context-budget-models-'));
  try {
    const file = join(folder, 'dist', 'models.json');
    const built = buildModelData(file);
    return { ...built, data: JSON.parse(readFileSync(file, 'utf8')) as ModelData };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
