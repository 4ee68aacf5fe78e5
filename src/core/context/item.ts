/** Levels of detail, fullest first (spec F1, F10). */
export const LEVELS = ['full', 'chunks', 'outline', 'path'] as const;
export type Level = (typeof LEVELS)[number];

/** Tokens up to which an item offers one variant: less of it would hardly save anything (spec F10). */
export const SMALL_ITEM = 10;

/** Granularity of a node (spec F8). */
export type NodeKind = 'workspace' | 'file' | 'section' | 'block' | 'line';

/** 1-based, inclusive lines. */
export type LineRange = readonly [from: number, to: number];

/** One way of showing an item; at most one of an item's variants gets in. */
export interface Variant {
  /** Unique in one fit. */
  readonly id: string;
  readonly level: Level;
  readonly ranges: readonly LineRange[];
  /** Integer ≥ 0, tokens of the text shown, without framing. */
  readonly tokens: number;
  /** probability · u(level), finite ≥ 0. */
  readonly value: number;
  /** Integer ≥ 0, default 0: what the renderer adds around it (heading, fence, its line of the tree). */
  readonly framing?: number;
}

/** Spec F1. Contents live with whoever renders: choosing sees ids, tokens and values only. */
export interface ContextItem {
  /** File path, symbol or node id; not blank, unique in one fit. */
  readonly sourceId: string;
  /** In [0, 1]: that the item is needed. */
  readonly probability: number;
  /** Rank and nothing else; any finite number, default `probability`. */
  readonly score?: number;
  /** Integer ≥ 0, tokens of the content in full. */
  readonly tokenCount: number;
  readonly nodeKind?: NodeKind;
  readonly pinned?: boolean;
  readonly metadata?: ItemMetadata;
  /** Default: one variant, `full`, of `tokenCount` tokens. */
  readonly variants?: readonly Variant[];
}

export interface ItemMetadata {
  readonly path?: string;
  readonly language?: string;
  /** Kind of file, for `groupBy: kind`. */
  readonly kind?: 'source' | 'test' | 'doc' | 'other';
  readonly title?: string;
  /** What it means as a vector, by whatever model; compared with others of its length only. */
  readonly embedding?: readonly number[];
}
