import { fail, ok, type Result } from '../core/facts/result.ts';
import { type OwnConfig, readOwnConfig } from './own-config.ts';

/** The `models` of the configuration file; the engine checks the entries. */
export async function readOwnModels(
  folder: string,
  config: string | undefined,
): Promise<Result<readonly unknown[]>> {
  const read = await readOwnConfig(folder, config);
  return read.ok ? ownModelsOf(read.value) : read;
}

export function ownModelsOf({ name, fields }: OwnConfig): Result<readonly unknown[]> {
  const { models = [] } = fields;
  if (Array.isArray(models)) return ok(models);
  return fail('invalid_model_entry', `"models" in ${name} must be a list.`);
}
