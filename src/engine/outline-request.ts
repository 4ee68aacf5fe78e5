import { contentOf } from '../core/context/contents.ts';
import { languageOf } from '../core/context/kind/language.ts';
import { outlineRanges } from '../core/context/levels/outline.ts';
import { linesOf, shownAt } from '../core/context/render/shown-text.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import type { OutlinedFile } from '../protocol/outline.ts';
import type { Engine } from './engine.ts';
import { loadShown } from './load.ts';
import { useModel } from './use-model.ts';

/** Symbols of a file as it is now, the editor's text where it has one. Errors: `path_not_found`, `unreadable`. */
export async function outlineFile(engine: Engine, id: string): Promise<Result<OutlinedFile>> {
  const { opened } = engine.workspace;
  if (!opened.ok) return opened;
  const chosen = await useModel(engine);
  if (!chosen.ok) return chosen;
  const { allowSecrets } = engine.workspace.settings;
  const loaded = (await loadShown(engine, [id], { secrets: 'mask', allowSecrets })).get(id) ?? {
    reason: 'vanished',
  };
  if ('reason' in loaded) {
    return fail('unreadable', `There is no text to outline in ${JSON.stringify(id)} (${loaded.reason}).`, {
      path: id,
      reason: loaded.reason,
    });
  }
  const { text } = contentOf(loaded);
  const { count } = engine.counting.value;
  const outline = await engine.outlineOf(id, text);
  const lines = linesOf(text);
  const shown = shownAt(text, 'outline', outlineRanges(lines, outline));
  return ok({
    path: id,
    language: languageOf(id),
    by: outline.by,
    partial: outline.partial,
    lines: lines.length,
    tokens: count(text),
    outline: { text: shown.text, ranges: shown.ranges, tokens: count(shown.text) },
    symbols: outline.symbols.map(({ name, kind, range, signature, docLine, parent }) => ({
      name,
      kind,
      range,
      signature: lines
        .slice(signature[0] - 1, signature[1])
        .map((line) => line.trim())
        .join(' '),
      doc: docLine === null ? null : (lines[docLine - 1] ?? '').trim(),
      parent,
    })),
  });
}
