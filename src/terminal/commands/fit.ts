import { COMMANDED_WORK_LIMIT } from '../../core/context/fit-options.ts';
import { ok } from '../../core/facts/result.ts';
import { fit } from '../../protocol/fit.ts';
import { candidatesFrom, type FileFlags } from '../file-options.ts';
import { type FitFlags, fitSettingsFrom } from '../fit-options.ts';
import { deliver, type ResultFlags, resultPlaces } from '../fit-results.ts';
import { readOwnModels } from '../own-models.ts';
import { askedPaths } from '../roots.ts';
import { isFolder, openPaths, refuse, type Surroundings, withEngine } from '../session.ts';
import { type TextFlags, typedTexts } from '../typed-text.ts';

export interface FitCommandFlags extends FitFlags, FileFlags, TextFlags, ResultFlags {
  readonly pin?: readonly string[];
  readonly json?: boolean;
}

/** `fit [paths…]`: the prompt to stdout or `--out`, the audit to `--audit`, a summary to stderr. */
export async function fitCommand(
  around: Surroundings,
  paths: readonly string[],
  flags: FitCommandFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const prepared = await prepare(around, paths, flags);
  if (!prepared.ok) return refuse(around.output, prepared.error, json);
  const { settings, candidates, own, places } = prepared.value;
  return withEngine(
    around,
    json,
    async (engine, { token }) => {
      await openPaths(around, engine, candidates, settings, own);
      const request = { workLimit: COMMANDED_WORK_LIMIT, verify: false };
      return engine.connection.sendRequest(fit, request, token);
    },
    (fitted) => deliver(around, places, flags, askedPaths(paths, around.cwd, isFolder).root.path, fitted),
  );
}

async function prepare(around: Surroundings, paths: readonly string[], flags: FitCommandFlags) {
  const places = resultPlaces(around.cwd, flags);
  if (!places.ok) return places;
  const texts = await typedTexts(around, flags);
  if (!texts.ok) return texts;
  const settings = fitSettingsFrom(flags, texts.value);
  if (!settings.ok) return settings;
  const ownFiles = [places.value.prompt, places.value.audit].filter((file) => file !== null);
  const candidates = candidatesFrom(paths, flags, flags.pin ?? [], ownFiles);
  if (!candidates.ok) return candidates;
  const own = await readOwnModels(around.cwd, flags.config);
  if (!own.ok) return own;
  return ok({
    settings: settings.value,
    candidates: candidates.value,
    own: own.value,
    places: places.value,
  });
}
