import { DEFAULT_FIT } from '../../core/context/fit-settings.ts';
import { shownPath } from '../../core/context/render/shown-path.ts';
import { exactCount, readableShare } from '../../core/facts/readable-number.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { type RankedFiles, rankFiles } from '../../protocol/ranking.ts';
import { EXIT } from '../exit-code.ts';
import { type FileFlags, candidatesFrom } from '../file-options.ts';
import { parseEncoding } from '../fit-options.ts';
import { filesText } from '../left-out.ts';
import { NO_FILE } from '../no-file.ts';
import { readOwnModels } from '../own-models.ts';
import { openPaths, refuse, type Surroundings, withEngine } from '../session.ts';
import { type TextFlags, typedTexts } from '../typed-text.ts';

export interface RankFlags extends FileFlags, Pick<TextFlags, 'task' | 'taskFile'> {
  readonly top?: string;
  readonly encoding?: string;
  readonly model?: string;
  readonly json?: boolean;
}

/** What a screen shows; programs get all. */
const DEFAULT_TOP = 20;

/** `rank [paths…]`: files by how likely the task needs them, best first. */
export async function rankCommand(
  around: Surroundings,
  paths: readonly string[],
  flags: RankFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const prepared = await prepare(around, paths, flags);
  if (!prepared.ok) return refuse(around.output, prepared.error, json);
  const { settings, candidates, own, top } = prepared.value;
  return withEngine(
    around,
    json,
    async (engine, { token }) => {
      await openPaths(around, engine, candidates, settings, own);
      return engine.connection.sendRequest(rankFiles, { top }, token);
    },
    (ranked) => {
      around.output.result(json ? `${JSON.stringify({ files: ranked.files })}\n` : table(ranked));
      for (const note of ranked.total === 0 ? [NO_FILE] : ranked.notes) around.output.note(note);
      return EXIT.ok;
    },
  );
}

async function prepare(around: Surroundings, paths: readonly string[], flags: RankFlags) {
  const texts = await typedTexts(around, flags);
  if (!texts.ok) return texts;
  const { task } = texts.value;
  if (task.trim() === '')
    return fail('invalid_option', 'Say what the files are for, with --task or --task-file.');
  const top = topOf(flags);
  if (!top.ok) return top;
  if (flags.encoding !== undefined && flags.model !== undefined)
    return fail('invalid_option', 'Give --model or --encoding, not both: a model brings its own encoding.');
  const encoding = flags.encoding === undefined ? ok(null) : parseEncoding(flags.encoding);
  if (!encoding.ok) return encoding;
  const candidates = candidatesFrom(paths, flags, [], []);
  if (!candidates.ok) return candidates;
  const own = await readOwnModels(around.cwd, flags.config);
  if (!own.ok) return own;
  const counting = { model: flags.model ?? null, encoding: encoding.value };
  const settings = { ...DEFAULT_FIT, ...counting, task };
  return ok({ settings, candidates: candidates.value, own: own.value, top: top.value });
}

function topOf({ top, json }: RankFlags): Result<number> {
  if (top === undefined) return ok(json === true ? Number.MAX_SAFE_INTEGER : DEFAULT_TOP);
  const count = Number(top);
  if (Number.isSafeInteger(count) && count > 0) return ok(count);
  return fail('invalid_option', `--top ${JSON.stringify(top)} is not a whole number above 0.`);
}

function table({ files, total }: RankedFiles): string {
  if (total === 0) return '';
  const width = Math.max(0, ...files.map(({ tokens }) => tokens.toLocaleString('en').length));
  const rows = files.map(({ path, probability, tokens, reasons }) => {
    const share = readableShare(probability).padStart(5);
    const why = reasons.length === 0 ? '' : `\n${' '.repeat(width + 9)}${reasons.map(shownPath).join('; ')}`;
    return `${share}  ${tokens.toLocaleString('en').padStart(width)}  ${shownPath(path)}${why}\n`;
  });
  // The order weighs size and counts tests less: a smaller share may stand above a larger one.
  return `${rows.join('')}${exactCount(files.length)} of ${filesText(total)}, best first: how likely the task needs each, against its size; tests count less.\n`;
}
