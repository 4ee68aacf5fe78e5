import type { ModelProfile } from '../facts/model-profile.ts';
import type { Failure } from '../facts/result.ts';
import { byCodeUnit } from '../facts/text-order.ts';
import { withoutDate } from './counting.ts';
import { profileFromPackages } from './merge-packages.ts';
import type { ModelData } from './model-data.ts';
import { type OfferedModel, profileFromEditor } from './offered-model.ts';
import { checkOwnEntry, type OwnEntry, profileFromEntry } from './own-entry.ts';

/** All models that a name can mean. */
export interface Registry {
  /** By id, in code-unit order. */
  readonly models: readonly ModelProfile[];
  /** Further names, lower case → id. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Models that the editor offers: id → what it calls them. */
  readonly offered: ReadonlyMap<string, OfferedModel>;
  /** The user's entries that count: id → the last entry of that id. */
  readonly entries: ReadonlyMap<string, OwnEntry>;
  /** The user's entries that were left out, with the field that is wrong. */
  readonly refused: readonly Failure[];
}

export interface RegistrySources {
  readonly data: ModelData;
  /** ISO date that prices are chosen for. */
  readonly date: string;
  /** Models of the editor's language-model API. */
  readonly editor?: readonly OfferedModel[];
  /** The user's own entries as they stand in the settings. */
  readonly own?: readonly unknown[];
}

/**
 * Merges what is known of every model, in order of trust: the user's entries, the editor's models, the packages.
 * A name that more than one has is one model, whose stated figures are those of the most trusted.
 *
 * @example buildRegistry({ data, date: '2026-11-21' }).models.length
 */
export function buildRegistry({ data, date, editor = [], own = [] }: RegistrySources): Registry {
  const models = new Map<string, ModelProfile>();
  const aliases = new Map<string, string>();
  for (const datum of data.models) {
    models.set(datum.id, profileFromPackages(datum, data.sources, date));
    for (const alias of datum.aliases ?? []) aliases.set(alias, datum.id);
  }
  const packaged = new Map(models);
  const offered = addOffered(editor, models, aliases);
  const { entries, refused } = addOwn(own, { models, packaged, aliases });
  return {
    models: [...models.values()].sort((a, b) => byCodeUnit(a.id, b.id)),
    aliases,
    offered,
    entries,
    refused,
  };
}

/** The first offer of a name has it; a second vendor's is `vendor/id`. */
function addOffered(
  editor: readonly OfferedModel[],
  models: Map<string, ModelProfile>,
  aliases: Map<string, string>,
): ReadonlyMap<string, OfferedModel> {
  const offered = new Map<string, OfferedModel>();
  for (const model of editor) {
    const plain = model.id.trim().toLowerCase();
    const full = `${model.vendor.trim().toLowerCase()}/${plain}`;
    const id = offered.has(plain) ? full : plain;
    const known = models.get(plain) ?? models.get(aliases.get(plain) ?? '');
    models.set(id, profileFromEditor(model, id, known));
    // What the user reads in the editor as `claude-sonnet-4.5` is that offer, not the package's model of that name.
    aliases.delete(id);
    if (id !== full) aliases.set(full, id);
    offered.set(id, model);
  }
  return offered;
}

function addOwn(
  own: readonly unknown[],
  {
    models,
    packaged,
    aliases,
  }: Readonly<Record<'models' | 'packaged', Map<string, ModelProfile>>> & {
    readonly aliases: Map<string, string>;
  },
): Pick<Registry, 'entries' | 'refused'> {
  const entries = new Map<string, OwnEntry>();
  const refused: Failure[] = [];
  for (const [at, value] of own.entries()) {
    const entry = checkOwnEntry(value, at);
    if (!entry.ok) {
      refused.push(entry.error);
      continue;
    }
    const id = entry.value.id.trim().toLowerCase();
    const known = [id, aliases.get(id), withoutDate(id), aliases.get(withoutDate(id))]
      // asked otherwise than through the editor it has not the editor's limits and price
      .map((name) => (isOfEditor(entry.value) ? models : packaged).get(name ?? ''))
      .find((model) => model !== undefined);
    models.set(id, profileFromEntry(entry.value, id, known));
    aliases.delete(id);
    entries.set(id, entry.value);
  }
  return { entries, refused };
}

function isOfEditor({ adapter }: OwnEntry): boolean {
  return adapter === undefined || adapter === 'vscode';
}
