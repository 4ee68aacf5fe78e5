import { readableCount, readableShare } from '../facts/readable-number.ts';
import type { Audit, AuditOptions, ExcludedEntry, IncludedEntry, SecretRecord } from './audit.ts';
import { nameOf } from './audit.ts';
import type { ExcludedReason } from './reason.ts';
import { shownPath } from './render/shown-path.ts';
import { secretsNoun } from './secrets/describe.ts';

/**
 * Why a file is in or out of a fit, with figures, and one action that would change it.
 *
 * @param name a path or id as the audit has it; a name that the audit lacks was no candidate.
 */
export function explain(audit: Audit, name: string): string {
  const inside = audit.included.find((entry) => nameOf(entry) === name);
  if (inside !== undefined) return whyIn(inside);
  const outside = audit.excluded.find((entry) => nameOf(entry) === name);
  if (outside !== undefined) return whyOut({ ...outside, secrets: secretsIn(audit, name) }, audit);
  return notACandidate(name);
}

/** The findings that put a file out. */
export function secretsIn(audit: Audit, name: string): readonly SecretRecord[] {
  return audit.secrets.filter(({ path, action }) => path === name && action === 'excluded');
}

export function notACandidate(name: string): string {
  return `Not a candidate: ${shownPath(name)} was neither ticked nor pinned, or is ignored. Tick it to offer it to the fit.`;
}

/** What a sentence about an entry needs: of an audit, or of a plan that is not rendered yet. */
export type WhyInFacts = Pick<IncludedEntry, 'reason' | 'level' | 'tokens' | 'probability'>;
export type WhyOutFacts = Pick<ExcludedEntry, 'reason' | 'tokens' | 'probability'> & {
  /** What put it out, for the reason `secret`. */
  readonly secrets?: readonly Pick<SecretRecord, 'rule' | 'line'>[];
};
export interface AuditFigures extends Pick<Audit, 'budget' | 'budgetRemaining' | 'margin'> {
  readonly options: Pick<AuditOptions, 'minRelevance' | 'floor'>;
}

/** "In: ticked …": reason and figures of an included entry. */
export function whyIn({ reason, level, tokens, probability }: WhyInFacts): string {
  const shown = `${SHOWN[level]} with ${readableCount(tokens)} tokens`;
  return reason === 'pinned'
    ? `In: pinned, ${shown}. Unpin it to let the fit decide.`
    : `In: chosen at ${readableShare(probability)}, ${shown}. Leave it out to free them for others.`;
}

/** "Left out: …": reason, figures and way in of an excluded entry. */
export function whyOut(entry: WhyOutFacts, audit: AuditFigures): string {
  const { why, wayIn } = OUT[entry.reason](entry, audit);
  return `Left out: ${why}. ${wayIn}`;
}

const SHOWN = {
  full: 'shown in full',
  chunks: 'shown in parts',
  outline: 'shown as an outline',
  path: 'shown by its path only',
} as const;

type WhyOut = (entry: WhyOutFacts, audit: AuditFigures) => { readonly why: string; readonly wayIn: string };

const PIN = 'Pin it to include it anyway.';

const OUT: Readonly<Record<ExcludedReason, WhyOut>> = {
  user_excluded: pinnable('by you'),
  lock_file: pinnable('a lock file'),
  minified: pinnable('minified'),
  generated: pinnable('generated'),
  vendored: pinnable("someone else's code, kept in this repository"),
  too_large: pinnable('larger than the size limit for files'),
  binary: () => ({ why: 'binary, there is no text to show', wayIn: 'Convert it to text to include it.' }),
  bad_encoding: () => ({ why: 'its bytes are not valid UTF-8', wayIn: 'Save it as UTF-8 to include it.' }),
  unreadable: () => ({
    why: 'it could not be read',
    wayIn: 'Check its permissions and, of a link, where it leads; then fit again.',
  }),
  vanished: () => ({ why: 'it was gone when it was read', wayIn: 'Restore it, then fit again.' }),
  secret: ({ secrets = [] }) => ({
    why: secrets.length === 0 ? 'a secret was found in it' : `it holds ${secretsNoun(secrets)}`,
    wayIn: 'Remove the secret, mask secrets, or allow the finding.',
  }),
  invalid_token_count: () => ({ why: 'its tokens could not be counted', wayIn: 'Save it and fit again.' }),
  below_min_relevance: ({ probability }, { options }) => ({
    why: `needed with ${readableShare(probability ?? 0)}, below the least asked for, ${readableShare(options.minRelevance)}`,
    wayIn: PIN,
  }),
  duplicate: (entry) => ({ why: `nearly the same as another file${sized(entry)}`, wayIn: PIN }),
  below_floor: (entry, { options }) => ({
    // Without a floor only what has no variant at all ends here: levels were chosen that it cannot be shown at.
    why:
      options.floor > 0
        ? `worth less than the floor of ${options.floor} a token at every allowed level${sized(entry)}`
        : `it has nothing to show at the allowed levels of detail${sized(entry)}`,
    wayIn: PIN,
  }),
  does_not_fit: ({ tokens }, audit) => ({
    why: `no room for its ${readableCount(tokens ?? 0)} tokens, ${readableCount(free(audit))} of ${readableCount(audit.budget)} are free`,
    wayIn: `Raise the budget by about ${readableCount(Math.max(1, (tokens ?? 0) - free(audit)))}, or pin it.`,
  }),
  not_chosen: ({ tokens, probability }, audit) => ({
    why: `other files use the room better than its ${readableCount(tokens ?? 0)} tokens at ${readableShare(probability ?? 0)}, ${readableCount(free(audit))} of ${readableCount(audit.budget)} are free`,
    wayIn: PIN,
  }),
};

function pinnable(why: string): WhyOut {
  return (entry) => ({ why: `${why}${sized(entry)}`, wayIn: PIN });
}

function sized({ tokens }: WhyOutFacts): string {
  return tokens === null ? '' : ` (${readableCount(tokens)} tokens)`;
}

function free({ budgetRemaining, margin }: AuditFigures): number {
  return Math.max(0, budgetRemaining - margin);
}
