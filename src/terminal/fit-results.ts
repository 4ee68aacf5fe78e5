import path from 'node:path';
import { type Audit, nameOf } from '../core/context/audit.ts';
import { exactCount } from '../core/facts/readable-number.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { saveFile } from '../node/save-file.ts';
import type { FittedPrompt } from '../protocol/fit.ts';
import { EXIT } from './exit-code.ts';
import { filesText, leftOutLine } from './left-out.ts';
import { NO_FILE } from './no-file.ts';
import { refuse, type Surroundings } from './session.ts';
import { STANDARD } from './typed-text.ts';

export interface ResultFlags {
  readonly out?: string;
  readonly audit?: string;
  readonly explain?: boolean;
  readonly json?: boolean;
}

/** Where the results of a fit go. Files are absolute paths; a prompt without one goes to stdout. */
export interface ResultPlaces {
  readonly prompt: string | null;
  readonly audit: string | null;
  readonly auditOnStdout: boolean;
}

/** Error: `invalid_option` when two results would go to the same place. */
export function resultPlaces(cwd: string, { out, audit, json }: ResultFlags): Result<ResultPlaces> {
  const prompt = out === undefined || out === STANDARD ? null : path.resolve(cwd, out);
  if (audit === STANDARD && (prompt === null || json === true)) {
    return fail('invalid_option', '--audit - needs --out FILE: without it the prompt goes to stdout.');
  }
  const saved = audit === undefined || audit === STANDARD ? null : path.resolve(cwd, audit);
  if (saved !== null && saved === prompt) {
    return fail('invalid_option', '--out and --audit name the same file. Give each its own.');
  }
  return ok({ prompt, audit: saved, auditOnStdout: audit === STANDARD });
}

/**
 * Writes the prompt and the audit to their places and a summary to stderr.
 * @param root absolute path of the folder that the audit's paths start from.
 */
export async function deliver(
  { output, cwd }: Pick<Surroundings, 'output' | 'cwd'>,
  places: ResultPlaces,
  flags: ResultFlags,
  root: string,
  { prompt, audit, witness, readable }: FittedPrompt,
): Promise<number> {
  const json = flags.json ?? false;
  if (places.prompt !== null) {
    const saved = await saveFile(places.prompt, prompt);
    if (!saved.ok) return refuse(output, saved.error, json);
  }
  if (places.audit !== null) {
    const saved = await saveFile(places.audit, auditJson(audit, root, path.dirname(places.audit)));
    if (!saved.ok) return refuse(output, saved.error, json);
  }
  if (places.auditOnStdout) output.result(auditJson(audit, root, cwd));
  if (json) output.result(`${JSON.stringify({ prompt, audit, witness })}\n`);
  else if (places.prompt === null) output.result(prompt);
  output.note(flags.explain === true ? readable : summary(audit));
  return EXIT.ok;
}

/** The paths' start is noted as seen from the audit's own folder: both can move together. */
function auditJson(audit: Audit, root: string, folder: string): string {
  return `${JSON.stringify({ ...audit, root: path.relative(folder, root) || '.' }, undefined, 1)}\n`;
}

function summary(audit: Audit): string {
  if (audit.candidatesConsidered === 0) return NO_FILE;
  const counted = audit.exact
    ? audit.encoding
    : `estimated from ${audit.encoding}, ${exactCount(audit.margin)} more kept free as the margin of error`;
  const leftOut = leftOutLine(audit.excluded.map((entry) => ({ path: nameOf(entry), reason: entry.reason })));
  return [
    `${exactCount(audit.tokensUsed)} of ${exactCount(audit.budget)} tokens (${counted}), ${exactCount(audit.includedCount)} of ${filesText(audit.candidatesConsidered)}.`,
    ...(leftOut === null ? [] : [`${leftOut} --explain says more.`]),
    ...audit.notes,
  ].join('\n');
}
