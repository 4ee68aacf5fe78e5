import path from 'node:path';
import { exactCount } from '../../core/facts/readable-number.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { type ImportSource, type ImportSummary, importUsage } from '../../protocol/ledger.ts';
import { EXIT } from '../exit-code.ts';
import { type LedgerFlags, withLedger } from '../ledger-session.ts';
import { filesText } from '../left-out.ts';
import { isFolder, refuse, type Surroundings } from '../session.ts';
import { jsonOf } from '../typed-json.ts';

export interface ImportFlags extends LedgerFlags {
  readonly from?: string;
  /** File that says where the fields of other JSON Lines lie. */
  readonly mapping?: string;
  readonly everything?: boolean;
}

export const IMPORT_SOURCES = ['claude-code', 'codex', 'all', 'jsonl', 'export'] as const;
type SourceName = (typeof IMPORT_SOURCES)[number];

/** `import [paths…]`: takes what was used elsewhere into the history; twice adds nothing. */
export async function importCommand(
  around: Surroundings,
  paths: readonly string[],
  flags: ImportFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const sources = await sourcesOf(around, paths, flags);
  if (!sources.ok) return refuse(around.output, sources.error, json);
  return withLedger(
    around,
    flags,
    async (connection, token) => {
      let summary = NOTHING;
      for (const source of sources.value) {
        const answer = await connection.sendRequest(importUsage, source, token);
        if (!answer.ok) return answer;
        summary = sumOf(summary, answer.value);
        if (token.isCancellationRequested) return INTERRUPTED;
      }
      return ok(summary);
    },
    (summary) => {
      around.output.result(json ? `${JSON.stringify(summary)}\n` : summaryText(summary));
      for (const note of summary.notes) around.output.note(note);
      return EXIT.ok;
    },
  );
}

async function sourcesOf(
  around: Surroundings,
  paths: readonly string[],
  flags: ImportFlags,
): Promise<Result<readonly ImportSource[]>> {
  const from = nameOf(around.cwd, paths, flags);
  if (!from.ok) return from;
  const files = paths.map((each) => path.resolve(around.cwd, each));
  const name = from.value;
  if (name !== 'jsonl' && name !== 'export') {
    if (flags.mapping !== undefined)
      return fail('invalid_option', '--mapping is for --from jsonl: session logs have a form of their own.');
    return ok([{ from: name, everything: flags.everything ?? false, folders: files }]);
  }
  if (files.length === 0)
    return fail('invalid_option', `Name the file: context-budget import --from ${name} FILE.`);
  if (flags.everything !== undefined)
    return fail('invalid_option', '--everything is for session logs: of a file everything is taken.');
  if (name === 'export') {
    if (flags.mapping !== undefined)
      return fail(
        'invalid_option',
        '--mapping is for --from jsonl: an export has the form it was written in.',
      );
    return ok(files.map((file) => ({ from: name, file })));
  }
  const mapping =
    flags.mapping === undefined
      ? ok(null)
      : await jsonOf(around, '--mapping', flags.mapping, 'invalid_mapping');
  return mapping.ok ? ok(files.map((file) => ({ from: name, file, mapping: mapping.value }))) : mapping;
}

function nameOf(cwd: string, paths: readonly string[], { from, mapping }: ImportFlags): Result<SourceName> {
  const known = IMPORT_SOURCES.find((each) => each === from);
  if (known !== undefined) return ok(known);
  const names = IMPORT_SOURCES.join(', ');
  if (from !== undefined)
    return fail('invalid_option', `There is no source ${JSON.stringify(from)}. Use one of: ${names}.`);
  if (mapping !== undefined) return ok('jsonl');
  const file = paths.find((each) => !isFolder(path.resolve(cwd, each)));
  if (file === undefined) return ok('all');
  return fail('invalid_option', `Say what ${JSON.stringify(file)} is, with --from: ${names}.`);
}

const INTERRUPTED = fail('cancelled', 'Interrupted. What was taken stays; the next import takes the rest.');

const NOTHING: ImportSummary = {
  files: 0,
  added: 0,
  known: 0,
  refused: 0,
  reasons: {},
  outputTokens: 0,
  totalTokens: 0,
  notes: [],
};

function sumOf(a: ImportSummary, b: ImportSummary): ImportSummary {
  const reasons = { ...a.reasons };
  for (const [reason, count] of Object.entries(b.reasons)) reasons[reason] = (reasons[reason] ?? 0) + count;
  return {
    files: a.files + b.files,
    added: a.added + b.added,
    known: a.known + b.known,
    refused: a.refused + b.refused,
    reasons,
    outputTokens: a.outputTokens + b.outputTokens,
    totalTokens: a.totalTokens + b.totalTokens,
    notes: [...a.notes, ...b.notes],
  };
}

function summaryText({
  files,
  added,
  known,
  refused,
  reasons,
  outputTokens,
  totalTokens,
}: ImportSummary): string {
  const tasks = `${exactCount(added)} ${added === 1 ? 'task' : 'tasks'} added`;
  const tokens =
    added === 0 ? '' : ` (${exactCount(outputTokens)} output tokens of ${exactCount(totalTokens)} in all)`;
  const why = Object.entries(reasons).map(([reason, count]) => `${exactCount(count)} ${reason}`);
  const aside =
    refused === 0
      ? ''
      : `, ${exactCount(refused)} set aside${why.length === 0 ? '' : ` (${why.join(', ')})`}`;
  return `${filesText(files)}: ${tasks}${tokens}, ${exactCount(known)} known already${aside}.\n`;
}
