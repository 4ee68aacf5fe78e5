import { leftOutByContent, leftOutByPath } from '../core/context/kind/left-out.ts';
import type { ReadingReason } from '../core/context/reason.ts';
import { shownText } from '../core/context/render/shown-text.ts';
import type { ScanSecrets } from '../core/context/secrets/finding.ts';
import { masked, maskRanges } from '../core/context/secrets/mask.ts';
import { isOwnAudit } from '../node/own-files.ts';
import { LARGEST_READABLE_BYTES, type ReadText } from '../node/read.ts';
import type { WalkedFile } from '../node/walk-state.ts';
import type { CountedForm } from '../tokens/count-cache.ts';
import type { ModelCounter } from '../tokens/model-counter.ts';
import type { FileFacts, KnownFile } from './known-file.ts';
import type { Memory } from './memory.ts';

export type Examined = Pick<KnownFile, 'facts' | 'tokens' | 'maskedTokens'>;

export interface ExaminePorts {
  readonly read: ReadText;
  readonly memory: Memory;
  /** Counts by the present encoding, without a model's factor. */
  readonly counter: ModelCounter;
  /** Larger files are left out, in bytes. */
  readonly maxFileBytes: number;
  /** Null: files are not read for ranking. */
  readonly terms: Terms | null;
  readonly scanSecrets: ScanSecrets;
}

export interface Terms {
  readonly has: (sha256: string) => boolean;
  /** Takes the text as shown of a file that can be shown. */
  readonly keep: (sha256: string, shown: string) => void;
}

/** What the user said of a file. */
export interface Wish {
  /** Named by itself: neither its kind nor our own mark puts it out. */
  readonly named: boolean;
  /** It is read and counted although it is excluded or too large; it keeps that reason for when it is unpinned. */
  readonly pinned: boolean;
}

/** Everything that is to be known of a file: from memory when it did not change, else by reading it once. */
export async function examine(
  file: WalkedFile,
  { named, pinned }: Wish,
  ports: ExaminePorts,
): Promise<Examined | 'ours'> {
  const unwanted = file.userExcluded ? 'user_excluded' : file.size > ports.maxFileBytes ? 'too_large' : null;
  if (unwanted !== null && !pinned) return unread(unwanted);
  const byName = unwanted ?? (named ? null : leftOutByPath(file.path));
  const recalled = ports.memory.files.recall(file);
  if (recalled !== undefined) {
    const facts = judged(recalled, byName, named);
    const amounts = recalledAmounts(facts, ports);
    if (amounts !== null && isIndexed(facts, ports.terms)) return { facts, ...amounts };
  }
  const maxBytes = pinned ? LARGEST_READABLE_BYTES : ports.maxFileBytes;
  const read = await ports.read(file.absolutePath, { maxBytes });
  if ('reason' in read) {
    const examined = unread(read.reason);
    if (STAYS_SO.has(read.reason)) ports.memory.files.remember(file, examined.facts);
    return examined;
  }
  const isOurs = isOwnAudit(read.text);
  if (isOurs && !named) return 'ours';
  const shown = shownText(read.text);
  const { sha256, lines, hadBom, hadCr } = read;
  const facts: FileFacts = {
    reason: leftOutByContent(file.path, shown),
    sha256,
    lines,
    shownDiffers: hadBom || hadCr,
    secrets: ports.scanSecrets(file.id, shown),
  };
  // Memory would not know it as ours when it is not named any more.
  if (!isOurs) ports.memory.files.remember(file, facts);
  const seen = judged(facts, byName, named);
  const withMasks = facts.secrets.length === 0 ? null : masked(shown, maskRanges(shown, facts.secrets));
  // Nobody looks for a file by a secret: its terms are not even kept as hashes.
  if (seen.reason === null) ports.terms?.keep(sha256, withMasks ?? shown);
  return {
    facts: seen,
    tokens: countOnce(shown, sha256, 'shown', ports),
    maskedTokens: withMasks === null ? null : countOnce(withMasks, sha256, 'masked', ports),
  };
}

/** What cannot be shown is not ranked. */
function isIndexed({ reason, sha256 }: FileFacts, terms: Terms | null): boolean {
  return terms === null || reason !== null || sha256 === null || terms.has(sha256);
}

/** What only a change of the file itself can mend. */
const STAYS_SO: ReadonlySet<string> = new Set(['binary', 'bad_encoding']);

type CountPorts = Pick<ExaminePorts, 'memory' | 'counter'>;

/** Null: not all is known. */
function recalledAmounts(
  { sha256, secrets }: FileFacts,
  { memory, counter }: CountPorts,
): Pick<Examined, 'tokens' | 'maskedTokens'> | null {
  if (sha256 === null) return { tokens: null, maskedTokens: null };
  const tokens = memory.counts.get(sha256, counter.encoding, 'shown');
  const maskedTokens = secrets.length === 0 ? null : memory.counts.get(sha256, counter.encoding, 'masked');
  return tokens === undefined || maskedTokens === undefined ? null : { tokens, maskedTokens };
}

/** Counted at most once for a content. */
function countOnce(text: string, sha256: string, form: CountedForm, { memory, counter }: CountPorts): number {
  const known = memory.counts.get(sha256, counter.encoding, form);
  if (known !== undefined) return known;
  const tokens = counter.count(text);
  // An estimate from the words alone is not worth keeping: a later session may have its tokenizer back.
  if (counter.failure === null) memory.counts.set(sha256, counter.encoding, form, tokens);
  return tokens;
}

/**
 * What is known without the text goes first; a file that the user named is shown whatever kind it is of. Neither
 * makes text of a file that has none.
 */
function judged(facts: FileFacts, byName: ReadingReason | null, named: boolean): FileFacts {
  if (facts.sha256 === null) return facts;
  return { ...facts, reason: byName ?? (named ? null : facts.reason) };
}

function unread(reason: NonNullable<FileFacts['reason']>): {
  readonly facts: FileFacts;
  readonly tokens: null;
  readonly maskedTokens: null;
} {
  return {
    facts: { reason, sha256: null, lines: 0, shownDiffers: false, secrets: [] },
    tokens: null,
    maskedTokens: null,
  };
}
