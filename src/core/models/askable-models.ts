import type { AskableModel } from '../facts/askable-model.ts';
import type { ModelProfile } from '../facts/model-profile.ts';
import { byCodeUnit } from '../facts/text-order.ts';
import { adapterProfile } from './adapter-profiles.ts';
import { countingOf } from './counting.ts';
import { findModel } from './find-model.ts';
import type { OwnEntry } from './own-entry.ts';
import type { Registry } from './registry.ts';
import { SHIPPED_MODELS, type ShippedModel } from './shipped-models.ts';

export interface AskableSources {
  readonly registry: Registry;
  /** Names of the keys that exist now, in secret storage or the environment. */
  readonly keys: ReadonlySet<string>;
  /** Mean time to an answer by model id, ms, where records tell. */
  readonly measuredMs?: ReadonlyMap<string, number>;
}

/** What stands in for a time that nobody measured or stated: this share of the time limit. Only orders such models. */
const UNMEASURED_SHARE = 0.25;

/** For a model of an adapter that is not one of the shipped. Spec M2, `openai-compatible`. */
const OTHER_TIMEOUT_MS = 30_000;

/**
 * The models that can be asked, in order of their ids: those that the editor offers, the shipped ones and the user's
 * entries that name an adapter; an entry of an id that is one of the others changes it. A shipped model is enabled
 * once its key exists, any other at once, unless its entry says otherwise.
 *
 * @example askableModels({ registry, keys: new Set(['DASHSCOPE_API_KEY']) })
 */
export function askableModels(sources: AskableSources): readonly AskableModel[] {
  const { registry } = sources;
  const shipped = new Map(SHIPPED_MODELS.map((model) => [model.id, model]));
  const ids = new Set([...registry.offered.keys(), ...registry.entries.keys(), ...shipped.keys()]);
  return [...ids]
    .toSorted(byCodeUnit)
    .flatMap((id) => askableModel(id, registry.entries.get(id), shipped.get(id), sources) ?? []);
}

/** Null for an entry that only corrects what is known of a model. */
function askableModel(
  id: string,
  entry: OwnEntry | undefined,
  shipped: ShippedModel | undefined,
  { registry, keys, measuredMs }: AskableSources,
): AskableModel | null {
  const offer = registry.offered.get(id);
  const adapter = entry?.adapter ?? (offer === undefined ? shipped?.adapter : 'vscode');
  if (adapter === undefined) return null;
  const way = adapterProfile(adapter);
  const keyName = entry?.keyName === undefined ? (way?.keyName ?? null) : entry.keyName;
  const limit = entry?.timeoutMs ?? way?.timeoutMs ?? OTHER_TIMEOUT_MS;
  const isShipped = offer === undefined && adapter === shipped?.adapter;
  return Object.freeze({
    ...profileOf(id, registry, isShipped ? shipped : undefined, entry),
    avgResponseMs: measuredMs?.get(id) ?? entry?.avgResponseMs ?? limit * UNMEASURED_SHARE,
    enabled: entry?.enabled ?? (!isShipped || keyName === null || keys.has(keyName)),
    adapter,
    vendorId: entry?.model ?? (adapter === 'vscode' ? offer?.id : undefined) ?? entry?.id.trim() ?? id,
    timeoutMs: entry?.timeoutMs ?? null,
    baseUrl: entry?.baseUrl ?? null,
    search: entry?.search ?? way?.search ?? false,
    keyName,
  });
}

/** By the id alone, else what is known of the model that a dated id is a snapshot of. */
function profileOf(
  id: string,
  registry: Registry,
  shipped: ShippedModel | undefined,
  entry: OwnEntry | undefined,
): ModelProfile {
  const found = findModel(registry, id);
  const profile = found.ok
    ? { ...found.value, id, name: found.value.id === id ? found.value.name : id }
    : unknownProfile(id, shipped);
  const isOthersPrice = profile.price.kind === 'perToken' && entry?.inputUsdPerMillion === undefined;
  if (shipped?.note === undefined || !isOthersPrice) return profile;
  return { ...profile, notes: [...(profile.notes ?? []), shipped.note] };
}

function unknownProfile(id: string, shipped: ShippedModel | undefined): ModelProfile {
  return {
    id,
    name: id,
    provider: adapterProfile(shipped?.adapter ?? '')?.provider ?? 'unknown',
    counting: countingOf(id),
    contextWindow: null,
    maxInputTokens: null,
    maxOutputTokens: null,
    price: { kind: 'unknown' },
    sources: [],
    disagreements: [],
  };
}
