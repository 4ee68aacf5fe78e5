import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTokenAssets } from '../../../src/tokens/assets/build.js';
import type { ReadAsset } from '../../../src/tokens/token-counter.ts';

const DIRECTORY = fileURLToPath(new URL('../../../dist/tokens/', import.meta.url));

/** Builds what the counters read, where that is missing or old, and says how to read it. */
export async function builtTokenAssets(): Promise<ReadAsset> {
  await buildTokenAssets(DIRECTORY);
  return (name) => readFileSync(join(DIRECTORY, name));
}
