/** Why a candidate is in (spec F3). */
export type IncludedReason = 'pinned' | 'selected';

/** Why a candidate was left out while walking or reading, before any fit (spec F3, step 1). */
export const READING_REASONS = [
  'user_excluded',
  'lock_file',
  'minified',
  'generated',
  'vendored',
  'too_large',
  'binary',
  'bad_encoding',
  'unreadable',
  'vanished',
] as const;
export type ReadingReason = (typeof READING_REASONS)[number];

/** Why a candidate is out before any fit: what reading told, or a secret in its content (spec F3, steps 1 and 2). */
export type LeftOutReason = ReadingReason | 'secret';

/** Why a candidate is out: that of the first step that decides it (spec F3). */
export const EXCLUDED_REASONS = [
  ...READING_REASONS,
  'secret',
  'invalid_token_count',
  'below_min_relevance',
  'duplicate',
  'below_floor',
  'does_not_fit',
  'not_chosen',
] as const;
export type ExcludedReason = (typeof EXCLUDED_REASONS)[number];

/** A pin overrides these (the user's word wins); the other reading reasons make a pin an error. */
export const PIN_OVERRIDES: ReadonlySet<ExcludedReason> = new Set([
  'user_excluded',
  'lock_file',
  'minified',
  'generated',
  'vendored',
  'too_large',
  'below_min_relevance',
  'below_floor',
  'duplicate',
]);
