/** What would move the cursor, colour the screen or overwrite a line: others wrote it, and a terminal may show it. */
const CONTROLS = /(?![\t\n\r])\p{Cc}|\r(?!\n)/gu;

/** Text of others for a terminal: lines and tabs stay, other controls become visible. */
export function visible(text: string): string {
  return text.replaceAll(CONTROLS, (control) => `\\u{${(control.codePointAt(0) ?? 0).toString(16)}}`);
}
