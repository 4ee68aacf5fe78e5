import { DEFAULT_FIT } from '../../core/context/fit-settings.ts';
import { exactCount } from '../../core/facts/readable-number.ts';
import { fail, ok } from '../../core/facts/result.ts';
import { type CountedFiles, countFiles } from '../../protocol/tokens.ts';
import { EXIT } from '../exit-code.ts';
import { type FileFlags, candidatesFrom } from '../file-options.ts';
import { parseEncoding } from '../fit-options.ts';
import { filesText, leftOutLine } from '../left-out.ts';
import { NO_FILE } from '../no-file.ts';
import { shownPath } from '../../core/context/render/shown-path.ts';
import { readOwnModels } from '../own-models.ts';
import { openPaths, refuse, type Surroundings, withEngine } from '../session.ts';

export interface CountFlags extends FileFlags {
  readonly encoding?: string;
  readonly model?: string;
  readonly json?: boolean;
}

/** `count [paths…]`: tokens per file as it is on disk, largest last, and the total; what was left out to stderr. */
export async function countCommand(
  around: Surroundings,
  paths: readonly string[],
  flags: CountFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const prepared = await prepare(around, paths, flags);
  if (!prepared.ok) return refuse(around.output, prepared.error, json);
  const { settings, candidates, own } = prepared.value;
  return withEngine(
    around,
    json,
    async (engine, { token }) => {
      await openPaths(around, engine, candidates, settings, own);
      return engine.connection.sendRequest(countFiles, token);
    },
    (counted) => {
      around.output.result(json ? `${JSON.stringify(counted)}\n` : table(counted));
      const leftOut = leftOutLine(counted.skipped);
      if (leftOut !== null) around.output.note(leftOut);
      else if (counted.files.length === 0) around.output.note(NO_FILE);
      return EXIT.ok;
    },
  );
}

async function prepare(around: Surroundings, paths: readonly string[], flags: CountFlags) {
  if (flags.encoding !== undefined && flags.model !== undefined) {
    return fail('invalid_option', 'Give --model or --encoding, not both: a model brings its own encoding.');
  }
  const encoding = flags.encoding === undefined ? ok(null) : parseEncoding(flags.encoding);
  if (!encoding.ok) return encoding;
  const candidates = candidatesFrom(paths, flags, [], []);
  if (!candidates.ok) return candidates;
  const own = await readOwnModels(around.cwd, flags.config);
  if (!own.ok) return own;
  const settings = { ...DEFAULT_FIT, model: flags.model ?? null, encoding: encoding.value };
  return ok({ settings, candidates: candidates.value, own: own.value });
}

function table(counted: CountedFiles): string {
  const rows = counted.files.toSorted((a, b) => a.tokens - b.tokens);
  const width = exactCount(counted.total).length;
  const line = (tokens: number, text: string): string => `${exactCount(tokens).padStart(width)}  ${text}\n`;
  const kind = counted.exact ? counted.encoding : `estimated from ${counted.encoding}`;
  const skipped = counted.skipped.length > 0 ? `, ${exactCount(counted.skipped.length)} left out` : '';
  return (
    rows.map(({ path, tokens }) => line(tokens, shownPath(path))).join('') +
    line(counted.total, `total (${filesText(counted.files.length)}${skipped}; ${kind})`)
  );
}
