import { createHash } from 'node:crypto';
import type { VerifiedPack } from '../core/context/audit.ts';
import { parseAudit } from '../core/context/parse-audit.ts';
import { verifyPack } from '../core/context/verify.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import type { Engine } from './engine.ts';
import { load } from './load.ts';

/** Checks an audit, as JSON text, against the open workspace. Errors: `invalid_audit`, `path_not_found`. */
export async function verifyAuditText(engine: Engine, text: string): Promise<Result<VerifiedPack>> {
  const { opened } = engine.workspace;
  if (!opened.ok) return opened;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('invalid_audit', 'This is no audit of a fit: it is not valid JSON. Fit again to get one.');
  }
  const audit = parseAudit(value);
  if (!audit.ok) return audit;
  return ok(
    await verifyPack(
      audit.value,
      async (id) => {
        const now = (await load(engine, [id])).get(id);
        return now === undefined || 'reason' in now ? null : now;
      },
      (part) => createHash('sha256').update(part).digest('hex'),
    ),
  );
}
