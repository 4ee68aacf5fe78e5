import type { Result } from '../facts/result.ts';
import { fail, ok } from '../facts/result.ts';
import type { Audit } from './audit.ts';
import { buildAudit } from './build-audit.ts';
import { checkCandidates, checkPins, type LostPin, pinnedRefused, sortOut } from './offers.ts';
import type { Content } from './contents.ts';
import { contentOf, withFraming } from './contents.ts';
import type { CheckedOptions, FitOptions, LeftOut } from './fit-options.ts';
import { checkOptions } from './fit-options.ts';
import type { ContextItem } from './item.ts';
import { fixedFraming } from './render/pack.ts';
import { shownText } from './render/shown-text.ts';
import { mergeDuplicates } from './merge-duplicates.ts';
import { planBudget } from './room.ts';
import type { SettlePorts } from './settle.ts';
import { settle } from './settle.ts';
import type { Finding, ScanSecrets } from './secrets/finding.ts';
import { guarded } from './secrets/guard.ts';
import { secretRecords, secretsInWords } from './secrets/records.ts';

/** Everything from outside that a fit needs. */
export interface FitPorts extends SettlePorts {
  /** SHA-256 of the text's UTF-8, hex. */
  readonly sha256: (text: string) => string;
  /** Epoch ms. */
  readonly now: () => number;
  /** The store's salt, for the hash of the instructions. */
  readonly salt: string;
  /** Default: nothing is found. */
  readonly scanSecrets?: ScanSecrets | undefined;
}

export interface BudgetAllocation {
  readonly audit: Audit;
  /** The prompt, never over the budget by `count`; null without a renderer. */
  readonly text: string | null;
  /** Ids of the chosen variants, for the next fit's `previous`. */
  readonly chosenVariants: readonly string[];
}

/**
 * The best set of items that fits the budget, as a prompt, with the record of every decision (spec F2, F3).
 * The order of items never matters; every candidate ends in the audit exactly once, with one reason.
 *
 * Errors: `invalid_budget`, `budget_exceeds_window`, `no_room`, `invalid_option`, `invalid_min_relevance`,
 * `pinned_unreadable`, `pinned_secret`, `pinned_invalid_token_count`, `pinned_exceed_budget`, `cancelled`, and those of `choose`
 * on items (`duplicate_source_id`, `invalid_probability`, `invalid_score`, …) and options (`unknown_strategy`,
 * `invalid_floor`, `invalid_levels`, `invalid_shares`, `invalid_work_limit`).
 *
 * @example
 * const fitted = await fitContext(items, { budget: 8000, renderer: { format: 'xml' } }, ports);
 * if (fitted.ok) write(fitted.value.text);
 */
export async function fitContext(
  items: readonly ContextItem[],
  options: FitOptions,
  outside: FitPorts,
): Promise<Result<BudgetAllocation>> {
  const startedAt = outside.now();
  const checked = checkOptions(options);
  if (!checked.ok) return checked;
  const { renderer, leftOut, words } = checked.value;
  const { scanSecrets = () => [] } = outside;
  const guard = guarded(outside.load, scanSecrets, checked.value);
  const ports = { ...outside, load: guard.load };
  const planned = planBudget(options);
  if (!planned.ok) return planned;
  const listed = checkCandidates(items, leftOut);
  if (!listed.ok) return listed;
  const pins = checkPins(leftOut);
  if (!pins.ok) return pins;
  if (ports.isCancelled?.() === true) return fail('cancelled', 'The fit was cancelled.');

  const forced = await readForced(pins.value.forced, ports);
  if (!forced.ok) return forced;
  const candidates = [...listed.value, ...forced.value.items];
  const sorted = sortOut(candidates, checked.value.minRelevance);
  if (!sorted.ok) return sorted;

  const shownWords = {
    instructions: words.instructions === undefined ? undefined : shownText(words.instructions),
    task: words.task === undefined ? undefined : shownText(words.task),
  };
  const { limit, budget } = planned.value;
  const fixed = renderer === null ? 0 : ports.count(fixedFraming(shownWords, renderer));
  if (limit - fixed <= 0) {
    return fail(
      'no_room',
      `A budget of ${budget} tokens leaves no room for files: ${planned.value.margin} are kept free as the margin and ${fixed} go to instructions, task and tree. Raise the budget.`,
      { budget, margin: planned.value.margin, fixed },
    );
  }

  const merged = checked.value.duplicates
    ? await mergeDuplicates(sorted.value.offers.values(), forced.value.contents, ports.load)
    : { contents: forced.value.contents, clusters: [], duplicates: new Set<string>() };
  if (ports.isCancelled?.() === true) return fail('cancelled', 'The fit was cancelled.');
  const reasons = new Map(sorted.value.reasons);
  for (const id of merged.duplicates) reasons.set(id, 'duplicate');

  const { strategy, floor, levels, groupBy, workLimit, shares, previous } = checked.value;
  const offers = [...sorted.value.offers]
    .filter(([id]) => !merged.duplicates.has(id))
    .map(([id, item]) => [id, withFraming(item, renderer, ports.count)] as const);
  const settled = await settle(
    {
      offers: new Map(offers),
      contents: merged.contents,
      planned: planned.value,
      room: limit - fixed,
      choice: {
        strategy,
        floor,
        levels,
        groupBy,
        workLimit,
        ...(shares === null ? {} : { shares }),
        ...(previous === null ? {} : { previous }),
      },
      words: shownWords,
      renderer,
    },
    ports,
  );
  if (!settled.ok) return settled;

  const audit = buildAudit(
    {
      settled: settled.value,
      items: candidates,
      reasons,
      duplicates: merged.clusters,
      stayOut: pins.value.stayOut,
      options: { ...checked.value, words: shownWords },
      planned: planned.value,
      secrets: secretRecords(findingsOf(checked.value, candidates, guard.findings), checked.value),
      wordNotes: secretsInWords(shownWords, scanSecrets),
      model: options.model?.id ?? null,
      elapsedMs: Math.max(0, ports.now() - startedAt),
      salt: ports.salt,
    },
    ports.sha256,
  );
  const chosenVariants = settled.value.included.map(({ variant }) => variant.id);
  return ok({ audit, text: settled.value.text, chosenVariants });
}

/** The user's word goes before every reading reason that leaves a text: such a file is counted here. */
async function readForced(
  forced: readonly LeftOut[],
  { load, count }: FitPorts,
): Promise<Result<{ items: readonly ContextItem[]; contents: ReadonlyMap<string, Content> }>> {
  const loaded = forced.length === 0 ? new Map<string, never>() : await load(forced.map(({ path }) => path));
  const lost: LostPin[] = [];
  const items: ContextItem[] = [];
  const contents = new Map<string, Content>();
  for (const { path, isFile = true } of forced) {
    const entry = loaded.get(path) ?? { reason: 'vanished' };
    if ('text' in entry) {
      const content = contentOf(entry);
      contents.set(path, content);
      const tokenCount = count(content.text);
      const metadata = isFile ? { path } : {};
      items.push({ sourceId: path, probability: 1, tokenCount, pinned: true, metadata });
    } else {
      lost.push({ path, ...entry });
    }
  }
  return lost.length > 0 ? pinnedRefused(lost) : ok({ items, contents });
}

/** What was found in the candidates: in this fit's reading, else before. */
function findingsOf(
  { leftOut, findings: before }: CheckedOptions,
  items: readonly ContextItem[],
  read: ReadonlyMap<string, readonly Finding[]>,
): ReadonlyMap<string, readonly Finding[]> {
  const findings = new Map<string, readonly Finding[]>();
  for (const { path, reason, findings: found = [] } of leftOut)
    if (reason === 'secret') findings.set(path, found);
  for (const { sourceId } of items) {
    const found = read.get(sourceId) ?? before.get(sourceId) ?? [];
    if (found.length > 0) findings.set(sourceId, found);
  }
  return findings;
}
