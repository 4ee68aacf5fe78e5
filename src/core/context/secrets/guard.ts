import type { Load, Loaded } from '../contents.ts';
import type { SecretHandling } from '../fit-settings.ts';
import { shownText } from '../render/shown-text.ts';
import type { Finding, ScanSecrets, Span } from './finding.ts';
import { masked, maskRanges } from './mask.ts';

/** What the user decided about secrets in files (spec F2). */
export interface SecretPolicy {
  readonly secrets: SecretHandling;
  /** Ids of findings that may be shown. */
  readonly allowSecrets: readonly string[];
}

/** The findings that the user did not accept. */
export function notAllowed(
  findings: readonly Finding[],
  { allowSecrets }: Pick<SecretPolicy, 'allowSecrets'>,
): readonly Finding[] {
  if (findings.length === 0 || allowSecrets.length === 0) return findings;
  const allowed = new Set(allowSecrets);
  return findings.filter(({ id }) => !allowed.has(id));
}

/** Whether findings put their file out. */
export function isKeptOut(findings: readonly Finding[], policy: SecretPolicy): boolean {
  return policy.secrets === 'exclude' && notAllowed(findings, policy).length > 0;
}

/** A text as it may be shown, and the ranges of the given text that `[masked]` stands for. */
export function withoutSecrets(
  shown: string,
  findings: readonly Finding[],
  policy: Pick<SecretPolicy, 'allowSecrets'>,
): { readonly text: string; readonly masks: readonly Span[] } {
  const masks = maskRanges(shown, notAllowed(findings, policy));
  return { text: masked(shown, masks), masks };
}

export interface Guarded {
  readonly load: Load;
  /** What was found in the contents loaded so far, by source id. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

/**
 * Step 2 of spec F3 for whatever is loaded: a text with secrets comes back masked, or not at all. Everything that is
 * made of contents (variants, near duplicates, the prompt) takes them from here.
 */
export function guarded(load: Load, scan: ScanSecrets, policy: SecretPolicy): Guarded {
  const findings = new Map<string, readonly Finding[]>();
  const guard = (id: string, loaded: Loaded): Loaded => {
    if ('reason' in loaded) return loaded;
    const shown = shownText(loaded.text);
    const found = scan(id, shown);
    findings.set(id, found);
    if (found.length === 0) return loaded;
    if (isKeptOut(found, policy)) return { reason: 'secret', findings: notAllowed(found, policy) };
    const { text, masks } = withoutSecrets(shown, found, policy);
    return { text, fileSha256: loaded.fileSha256, masks };
  };
  return {
    findings,
    load: async (ids) => {
      const loaded = await load(ids);
      return new Map([...loaded].map(([id, entry]) => [id, guard(id, entry)]));
    },
  };
}
