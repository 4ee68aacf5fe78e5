/**
 * A name or text from outside as Markdown shows it: on one line, with nothing that means anything to Markdown or
 * HTML. It is data, never an instruction of ours.
 */
export function escapedText(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>()#+\-!|~&]/gu, String.raw`\$&`);
}
