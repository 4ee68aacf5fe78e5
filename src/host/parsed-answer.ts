/**
 * The data that a model's answer holds (spec M2): fences stripped, first `[` to last `]`, else first `{` to last `}`.
 * Undefined: it is text. No vscode.
 */
export function parsedAnswer(content: string): unknown {
  for (const [open, close] of [
    ['[', ']'],
    ['{', '}'],
  ] as const) {
    const [from, to] = [content.indexOf(open), content.lastIndexOf(close)];
    if (from < 0 || to <= from) continue;
    try {
      return JSON.parse(content.slice(from, to + 1)) as unknown;
    } catch {
      // The next pair of brackets may hold it.
    }
  }
  return undefined;
}
