import { lineCount, shownText } from '../core/context/render/shown-text.ts';
import type { Finding, ScanSecrets } from '../core/context/secrets/finding.ts';
import { masked, maskRanges } from '../core/context/secrets/mask.ts';
import { type EditedDocument, openEditedDocument, type TextEdit } from '../tokens/edited-document.ts';
import type { TokenCounter } from '../tokens/token-counter.ts';

/** Above this length (UTF-16 code units) recounting a whole document at every pause would be felt. */
const LARGE = 1_000_000;

/** The editor's text of one document, as far as a plan needs it. */
export interface LiveDocument {
  /** As shown: without BOM, with LF. */
  readonly tokens: number;
  readonly lines: number;
}

interface Held {
  text: string;
  /** In place of `text` for a large document, whose count follows the edits. */
  edited: EditedDocument | null;
  counted: LiveDocument | null;
  /** Null: to be looked for. */
  findings: readonly Finding[] | null;
  /** Tokens with every secret masked. */
  maskedTokens: number | null;
}

/**
 * Documents whose text in the editor differs from the disk. Counting waits until somebody asks, so that a burst of
 * keystrokes costs one count.
 */
export class LiveDocuments {
  readonly #held = new Map<string, Held>();
  readonly #counter: () => TokenCounter;

  /** @param counter the present one; the engine says when it is another (`recount`). */
  constructor(counter: () => TokenCounter) {
    this.#counter = counter;
  }

  ids(): Iterable<string> {
    return this.#held.keys();
  }

  get size(): number {
    return this.#held.size;
  }

  has(id: string): boolean {
    return this.#held.has(id);
  }

  set(id: string, text: string): void {
    this.#held.set(id, this.#hold(text));
  }

  /** Edits of a document that was never given, or beyond its end, drop it: false, and the door sends its text again. */
  edit(id: string, edits: readonly TextEdit[]): boolean {
    const held = this.#held.get(id);
    if (held === undefined) return false;
    held.counted = null;
    held.maskedTokens = null;
    // A large one is not searched at every keystroke; the fit searches what it shows in any case.
    if (held.edited === null) held.findings = null;
    try {
      if (held.edited === null) for (const each of edits) held.text = applied(held.text, each);
      else held.edited.edit(edits);
      // Blocks are counted as they are: with these in it the text is shown differently.
      if (held.edited !== null && edits.some(({ inserted }) => /[\r\uFEFF]/.test(inserted)))
        this.#held.set(id, this.#hold(held.edited.text()));
      return true;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#held.delete(id);
      return false;
    }
  }

  /** True when there was one. */
  release(id: string): boolean {
    return this.#held.delete(id);
  }

  clear(): void {
    this.#held.clear();
  }

  text(id: string): string | undefined {
    const held = this.#held.get(id);
    return held?.edited?.text() ?? held?.text;
  }

  live(id: string): LiveDocument | undefined {
    const held = this.#held.get(id);
    if (held === undefined) return undefined;
    held.counted ??= this.#count(held);
    return held.counted;
  }

  /** Looks for secrets in what has changed; to be called before `findings`. */
  scan(scanSecrets: ScanSecrets): void {
    for (const [id, held] of this.#held)
      held.findings ??= scanSecrets(id, shownText(held.edited?.text() ?? held.text));
  }

  /** Secrets found by the last `scan`. */
  findings(id: string): readonly Finding[] {
    return this.#held.get(id)?.findings ?? [];
  }

  /** Tokens with every secret masked; null for a large document, which is not counted whole. */
  maskedTokens(id: string): number | null {
    const held = this.#held.get(id);
    if (held === undefined || held.findings === null || held.edited !== null) return null;
    const shown = shownText(held.text);
    held.maskedTokens ??= this.#counter().count(masked(shown, maskRanges(shown, held.findings)));
    return held.maskedTokens;
  }

  /** Another encoding counts from now on. */
  recount(): void {
    for (const [id, held] of this.#held) this.#held.set(id, this.#hold(held.edited?.text() ?? held.text));
  }

  #hold(text: string): Held {
    // Blocks are counted as they are: a text with CR or a BOM is shown differently and counted whole.
    const follows = text.length > LARGE && shownText(text) === text;
    return {
      text: follows ? '' : text,
      edited: follows ? openEditedDocument(this.#counter(), text) : null,
      counted: null,
      findings: null,
      maskedTokens: null,
    };
  }

  #count({ text, edited }: Held): LiveDocument {
    if (edited !== null) return { tokens: edited.tokens(), lines: lineCount(edited.text()) };
    const shown = shownText(text);
    return { tokens: this.#counter().count(shown), lines: lineCount(shown) };
  }
}

function applied(text: string, { offset, deleted, inserted }: TextEdit): string {
  if (offset < 0 || deleted < 0 || offset + deleted > text.length)
    throw new RangeError(`No such place: ${offset}`);
  return text.slice(0, offset) + inserted + text.slice(offset + deleted);
}
