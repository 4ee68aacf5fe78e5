import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../core/facts/result.ts';

/** Looked for in the current folder when `--config` names none. */
const CONFIG_FILE = '.contextbudget.json';

/** The `models` of the configuration file; the engine checks the entries. */
export async function readOwnModels(
  cwd: string,
  config: string | undefined,
): Promise<Result<readonly unknown[]>> {
  const file = path.resolve(cwd, config ?? CONFIG_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    if (config === undefined) return ok([]);
    return fail('unreadable', `--config ${JSON.stringify(config)} cannot be read. Check the path.`);
  }
  try {
    const parsed: unknown = JSON.parse(text);
    const models: unknown =
      typeof parsed === 'object' && parsed !== null && 'models' in parsed ? parsed.models : [];
    if (Array.isArray(models)) return ok(models);
  } catch {
    return fail('invalid_model_entry', `${config ?? CONFIG_FILE} is not valid JSON.`);
  }
  return fail('invalid_model_entry', `"models" in ${config ?? CONFIG_FILE} must be a list.`);
}
