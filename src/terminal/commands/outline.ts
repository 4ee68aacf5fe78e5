import path from 'node:path';
import { DEFAULT_FIT } from '../../core/context/fit-settings.ts';
import { shownPath } from '../../core/context/render/shown-path.ts';
import { withLineNumbers } from '../../core/context/render/shown-text.ts';
import { fail } from '../../core/facts/result.ts';
import { type OutlinedFile, outlineFile } from '../../protocol/outline.ts';
import { EXIT } from '../exit-code.ts';
import { candidatesFrom } from '../file-options.ts';
import { askedPaths } from '../roots.ts';
import { isFolder, openPaths, refuse, type Surroundings, withEngine } from '../session.ts';

export interface OutlineFlags {
  readonly json?: boolean;
}

/** `outline FILE`: the lines that an outline shows with their numbers, or all symbols as JSON. */
export async function outlineCommand(
  around: Surroundings,
  file: string,
  flags: OutlineFlags,
): Promise<number> {
  const json = flags.json ?? false;
  if (isFolder(path.resolve(around.cwd, file))) {
    const failure = fail('invalid_option', `${JSON.stringify(file)} is a folder. Name one file to outline.`);
    return refuse(around.output, failure.error, json);
  }
  const candidates = candidatesFrom([file], {}, [], []);
  if (!candidates.ok) return refuse(around.output, candidates.error, json);
  const { root } = askedPaths([file], around.cwd, isFolder);
  const id = path.relative(root.path, path.resolve(around.cwd, file)).split(path.sep).join('/');
  return withEngine(
    around,
    json,
    async (engine, { token }) => {
      await openPaths(around, engine, candidates.value, DEFAULT_FIT, []);
      return engine.connection.sendRequest(outlineFile, { path: id }, token);
    },
    (outlined) => {
      around.output.result(json ? `${JSON.stringify(outlined)}\n` : readable(outlined));
      if (!json) around.output.note(summary(outlined));
      return EXIT.ok;
    },
  );
}

function readable({ outline }: OutlinedFile): string {
  return withLineNumbers(outline.text, outline.ranges);
}

function summary({ path: id, symbols, by, partial, tokens, outline }: OutlinedFile): string {
  const figure = (amount: number): string => amount.toLocaleString('en');
  const noun = by === 'grammar' ? 'symbol' : 'heading';
  const how = symbols.length === 1 ? noun : `${noun}s`;
  const part = partial ? ' Some of it could not be read as code.' : '';
  return `${shownPath(id)}: ${figure(symbols.length)} ${how}, ${figure(outline.tokens)} of ${figure(tokens)} tokens.${part}`;
}
