import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isObject } from '../core/facts/json-value.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { withoutKeys } from './key-in-config.ts';

/** Looked for in the folder when `--config` names none. */
const CONFIG_FILE = '.contextbudget.json';

/** The configuration file, and how to name it in a refusal. */
export interface OwnConfig {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * The configuration file of a folder, or the one that `--config` names; empty without one. Its fields are checked by
 * who uses them.
 *
 * Errors: `unreadable`, `invalid_model_entry` when it is no JSON, `invalid_config` when there is a key in it.
 */
export async function readOwnConfig(folder: string, config: string | undefined): Promise<Result<OwnConfig>> {
  const name = config ?? CONFIG_FILE;
  let text: string;
  try {
    text = await readFile(path.resolve(folder, name), 'utf8');
  } catch {
    if (config === undefined) return ok({ name, fields: {} });
    return fail('unreadable', `--config ${JSON.stringify(config)} cannot be read. Check the path.`);
  }
  try {
    const parsed: unknown = JSON.parse(text);
    const checked = withoutKeys(parsed, name);
    return checked.ok ? ok({ name, fields: isObject(parsed) ? parsed : {} }) : checked;
  } catch {
    return fail('invalid_model_entry', `${name} is not valid JSON.`);
  }
}
