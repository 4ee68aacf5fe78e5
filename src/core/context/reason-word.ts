import type { ExcludedReason, IncludedReason } from './reason.ts';

/** A reason in the fewest words; `explain.ts` has the sentences. */
export const REASON_WORDS: Readonly<Record<IncludedReason | ExcludedReason, string>> = {
  pinned: 'pinned',
  selected: 'in',
  user_excluded: 'left out',
  lock_file: 'lock file',
  minified: 'minified',
  generated: 'generated',
  vendored: 'vendored',
  too_large: 'too large',
  binary: 'binary',
  bad_encoding: 'not UTF-8',
  unreadable: 'unreadable',
  vanished: 'gone',
  secret: 'holds a secret',
  invalid_token_count: 'not countable',
  below_min_relevance: 'unlikely',
  duplicate: 'duplicate',
  below_floor: 'little value',
  does_not_fit: 'no room',
  not_chosen: 'not chosen',
};
