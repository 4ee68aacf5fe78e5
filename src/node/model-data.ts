import { readFile } from 'node:fs/promises';
import type { ModelData } from '../core/models/model-data.ts';

/**
 * Reads the model data that the build wrote beside the bundle.
 *
 * @param file path of `models.json`
 * @throws when the file is missing or of another version: the installation is broken, nothing a user did
 */
export async function readModelData(file: string): Promise<ModelData> {
  const data = JSON.parse(await readFile(file, 'utf8')) as ModelData;
  if (data.version !== 1) throw new Error(`${file} is not model data of version 1: build again`);
  return data;
}
