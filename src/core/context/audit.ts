import type { Encoding } from '../facts/model-profile.ts';
import type { Format, ItemOrder } from './fit-settings.ts';
import type { GroupBy, StrategyName } from './fit/choice.ts';
import type { GroupUse } from './fit/groups.ts';
import type { Level, LineRange } from './item.ts';
import type { DuplicateCluster } from './levels/duplicates.ts';
import type { ExcludedReason, IncludedReason } from './reason.ts';

/** A file by its path, anything else by its id: exactly one of the two. */
export type AuditName =
  | { readonly path: string; readonly id?: never }
  | { readonly id: string; readonly path?: never };

/** Tokens are those of the text shown, without framing; hashes are SHA-256 in hex. */
export type IncludedEntry = AuditName & {
  readonly level: Level;
  readonly ranges: readonly LineRange[];
  readonly tokens: number;
  readonly probability: number;
  readonly value: number;
  readonly reason: IncludedReason;
  /** Of the text shown. */
  readonly sha256: string;
  /** Of the file's bytes; null for what is no file or was shown with unsaved edits. */
  readonly fileSha256: string | null;
  /** Half-open ranges of code units of the content in full that `[masked]` stands for; absent: nothing is masked. */
  readonly masked?: readonly (readonly [from: number, to: number])[];
};

/** A secret that was found, and what became of it. What it is stands nowhere. */
export interface SecretRecord {
  /** A keyed hash of path, rule and found text. */
  readonly id: string;
  readonly path: string;
  readonly rule: string;
  /** 1-based. */
  readonly line: number;
  readonly action: 'excluded' | 'masked' | 'allowed';
}

/** Tokens and value are those of the fullest variant; null when never counted, never ranked. */
export type ExcludedEntry = AuditName & {
  readonly level: null;
  readonly ranges: null;
  readonly tokens: number | null;
  readonly probability: number | null;
  readonly value: number | null;
  readonly reason: ExcludedReason;
  readonly sha256: null;
  readonly fileSha256: null;
};

export interface AuditOptions {
  readonly minRelevance: number;
  readonly highRelevance: number;
  readonly floor: number;
  readonly levels: readonly Level[];
  readonly duplicates: boolean;
  readonly workLimit: number;
  readonly secrets: 'exclude' | 'mask';
  /** Balanced only. */
  readonly groupBy?: GroupBy;
  /** Balanced only; null: by probability mass. */
  readonly shares?: Readonly<Record<string, number>> | null;
  /** With a renderer only. */
  readonly tree?: boolean;
  readonly lineNumbers?: boolean;
}

/** The record of one fit (spec F5), in the order in which it is written as JSON. Units: tokens, ms. */
export interface Audit {
  readonly budget: number;
  readonly tokensUsed: number;
  readonly budgetRemaining: number;
  readonly budgetUtilization: number;
  readonly framingTokens: number;
  readonly encoding: Encoding;
  readonly exact: boolean;
  readonly model: string | null;
  readonly margin: number;
  readonly strategy: StrategyName;
  readonly value: number;
  readonly upperBound: number;
  readonly gap: number;
  readonly proven: boolean;
  readonly efficiency: number;
  readonly included: readonly IncludedEntry[];
  readonly excluded: readonly ExcludedEntry[];
  readonly candidatesConsidered: number;
  readonly includedCount: number;
  readonly excludedCount: number;
  readonly excludedByReason: Readonly<Partial<Record<ExcludedReason, number>>>;
  readonly avgRelevanceIncluded: number;
  readonly excludedHighRelevance: readonly string[];
  readonly excludedAboveWeakest: readonly string[];
  readonly options: AuditOptions;
  readonly groups?: Readonly<Record<string, GroupUse>>;
  readonly secrets: readonly SecretRecord[];
  readonly duplicates: readonly DuplicateCluster[];
  readonly saved: {
    readonly before: number;
    readonly after: number;
    readonly tokensSaved: number;
    readonly compressionRatio: number;
  };
  readonly packHash: string;
  readonly format: Format;
  readonly order: ItemOrder;
  readonly instructionsHash: string | null;
  readonly elapsedMs: number;
  readonly notes: readonly string[];
  /** Where the paths start, as seen from the folder of the saved audit; whoever saves it knows. */
  readonly root?: string;
}

/** The path or id that an entry stands for. */
export function nameOf(entry: AuditName): string {
  return entry.path ?? entry.id;
}

/** What became of the files of an audit (spec F11). */
export interface VerifiedPack {
  /** The included in the audit's order; `path` is the id of what is no file. */
  readonly items: readonly { readonly path: string; readonly status: 'same' | 'changed' | 'missing' }[];
  /** Whether what is there now gives the same pack; false too for an audit that was tampered with. */
  readonly packHashEqual: boolean;
}
