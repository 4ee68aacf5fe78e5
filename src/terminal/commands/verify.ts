import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_FIT } from '../../core/context/fit-settings.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import type { VerifiedPack } from '../../core/context/audit.ts';
import { exactCount } from '../../core/facts/readable-number.ts';
import { verifyAudit } from '../../protocol/fit.ts';
import { EXIT } from '../exit-code.ts';
import { candidatesFrom } from '../file-options.ts';
import { shownPath } from '../../core/context/render/shown-path.ts';
import { filesText } from '../left-out.ts';
import { openPaths, refuse, type Surroundings, withEngine } from '../session.ts';

export interface VerifyFlags {
  readonly root?: string;
  readonly json?: boolean;
}

/** `verify AUDIT`: 0 when every file and the pack are as audited, else 4 and what differs. */
export async function verifyCommand(
  around: Surroundings,
  auditFile: string,
  flags: VerifyFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const audit = await readAudit(path.resolve(around.cwd, auditFile));
  if (!audit.ok) return refuse(around.output, audit.error, json);
  const root =
    flags.root === undefined
      ? (rootOf(audit.value, path.dirname(path.resolve(around.cwd, auditFile))) ?? around.cwd)
      : path.resolve(around.cwd, flags.root);
  const candidates = candidatesFrom([root], {}, [], []);
  if (!candidates.ok) return refuse(around.output, candidates.error, json);
  return withEngine(
    { ...around, cwd: root },
    json,
    async (engine, { token }) => {
      await openPaths({ ...around, cwd: root }, engine, candidates.value, DEFAULT_FIT, []);
      return engine.connection.sendRequest(verifyAudit, { audit: audit.value }, token);
    },
    (verified) => {
      const wrong = verified.items.filter(({ status }) => status !== 'same');
      const accepted = verified.packHashEqual && wrong.length === 0;
      if (json) around.output.result(`${JSON.stringify(verified)}\n`);
      else {
        for (const { path: id, status } of wrong) around.output.result(`${status}: ${shownPath(id)}\n`);
        around.output.note(verdict(verified, wrong.length));
      }
      return accepted ? EXIT.ok : EXIT.mismatch;
    },
  );
}

function verdict({ items, packHashEqual }: VerifiedPack, wrong: number): string {
  if (wrong > 0) {
    return `Differs from the audit: ${exactCount(wrong)} of ${filesText(items.length)} changed or missing. Fit again.`;
  }
  return packHashEqual
    ? `Verified: ${filesText(items.length)} as audited.`
    : 'Every file is as audited, but they give another pack than the audit says: the audit was altered. Fit again.';
}

/** The folder that `fit --audit` noted; null for an audit that was saved elsewhere. */
function rootOf(audit: string, folder: string): string | null {
  try {
    const value: unknown = JSON.parse(audit);
    if (typeof value !== 'object' || value === null || !('root' in value)) return null;
    return typeof value.root === 'string' ? path.resolve(folder, value.root) : null;
  } catch {
    // The engine says what is wrong with it.
    return null;
  }
}

async function readAudit(file: string): Promise<Result<string>> {
  try {
    return ok(await readFile(file, 'utf8'));
  } catch {
    return fail(
      'unreadable',
      `The audit ${JSON.stringify(file)} cannot be read. Check the path and its permissions.`,
    );
  }
}
