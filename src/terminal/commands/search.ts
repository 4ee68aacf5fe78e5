import { DEFAULT_FIT } from '../../core/context/fit-settings.ts';
import { linesText } from '../../core/context/render/format.ts';
import { shownPath } from '../../core/context/render/shown-path.ts';
import { exactCount } from '../../core/facts/readable-number.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { type FoundNodes, searchNodes } from '../../protocol/search.ts';
import { EXIT } from '../exit-code.ts';
import { candidatesFrom, type FileFlags } from '../file-options.ts';
import { filesText } from '../left-out.ts';
import { NO_FILE } from '../no-file.ts';
import { readOwnModels } from '../own-models.ts';
import { openPaths, refuse, type Surroundings, withEngine } from '../session.ts';

export interface SearchFlags extends FileFlags {
  readonly kind?: string;
  readonly top?: string;
  readonly json?: boolean;
}

/** What can be found, widest first. */
export const FOUND_KINDS = ['file', 'section', 'block', 'line'] as const;
type FoundKind = (typeof FOUND_KINDS)[number];
const DEFAULT_KIND: FoundKind = 'block';
/** What a screen shows. */
export const DEFAULT_TOP = 20;

/** `search QUERY [paths…]`: the parts of files that have words of the query, best first. */
export async function searchCommand(
  around: Surroundings,
  query: string,
  paths: readonly string[],
  flags: SearchFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const prepared = await prepare(around, query, paths, flags);
  if (!prepared.ok) return refuse(around.output, prepared.error, json);
  const { candidates, own, asked } = prepared.value;
  return withEngine(
    around,
    json,
    async (engine, { token }) => {
      // Files are read for ranking where there is a task.
      await openPaths(around, engine, candidates, { ...DEFAULT_FIT, task: query }, own);
      return engine.connection.sendRequest(searchNodes, asked, token);
    },
    (found) => {
      around.output.result(json ? `${JSON.stringify(found)}\n` : table(found));
      if (!json) around.output.note(summary(found));
      for (const note of found.notes) around.output.note(note);
      return EXIT.ok;
    },
  );
}

async function prepare(around: Surroundings, query: string, paths: readonly string[], flags: SearchFlags) {
  const kind = kindOf(flags.kind);
  if (!kind.ok) return kind;
  const top = topOf(flags.top);
  if (!top.ok) return top;
  if (query.trim() === '')
    return fail('invalid_query', 'There is nothing to search for: type some words in quotes.');
  const candidates = candidatesFrom(paths, flags, [], []);
  if (!candidates.ok) return candidates;
  const own = await readOwnModels(around.cwd, flags.config);
  if (!own.ok) return own;
  const asked = { query, nodeKind: kind.value, top: top.value };
  return ok({ candidates: candidates.value, own: own.value, asked });
}

function kindOf(typed: string = DEFAULT_KIND): Result<FoundKind> {
  const kind = FOUND_KINDS.find((each) => each === typed);
  if (kind !== undefined) return ok(kind);
  const message = `There is no kind ${JSON.stringify(typed)}. Use one of: ${FOUND_KINDS.join(', ')}.`;
  return fail('invalid_option', message);
}

function topOf(typed: string = String(DEFAULT_TOP)): Result<number> {
  const top = Number(typed);
  if (Number.isSafeInteger(top) && top > 0) return ok(top);
  return fail('invalid_option', `--top ${JSON.stringify(typed)} is not a whole number above 0.`);
}

function table({ nodes }: FoundNodes): string {
  return nodes
    .map(({ path, range, score, title, summary }) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const inside = title === name ? '' : ` · ${shownPath(title)}`;
      return `${score.toFixed(2)}  ${shownPath(path)}, ${linesText([range])}${inside}\n      ${shownPath(summary)}\n`;
    })
    .join('');
}

function summary({ nodes, searched, total }: FoundNodes): string {
  if (total === 0) return NO_FILE;
  const hits = nodes.length === 1 ? '1 hit' : `${exactCount(nodes.length)} hits`;
  const files =
    searched < total
      ? `the ${exactCount(searched)} files of ${exactCount(total)} that rank best`
      : filesText(total);
  return `${hits} in ${files}.`;
}
