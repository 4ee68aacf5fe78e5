import { fail, ok, type Result } from '../core/facts/result.ts';

/** Where the user is. Error: `path_not_found` when that folder was deleted meanwhile. */
export function currentFolder(): Result<string> {
  try {
    return ok(process.cwd());
  } catch {
    return fail('path_not_found', 'The folder you are in does not exist any more. Go to another one.');
  }
}
