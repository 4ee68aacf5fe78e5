/**
 * What must not reach a heading, a tag or a terminal as it stands: controls (line endings among them), line and
 * paragraph separators, the BOM, lone surrogates, and the marks that reorder text, by which a name can pretend
 * to be another ("Trojan Source", CVE-2021-42574). The backslash itself, so that two names never look the same.
 */
const ESCAPED =
  // oxlint-disable-next-line no-control-regex -- naming the control characters is this pattern's purpose
  /[\\\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]|\p{Surrogate}/gu;

/** A path (or id) as it is shown in every format: on one line, with nothing hidden in it; injective. */
export function shownPath(path: string): string {
  return path.replaceAll(ESCAPED, (character) =>
    character === '\\' ? '\\\\' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
