/** What an editor's selection looks like to a model: where it is from, and a fence that it cannot close. No vscode. */
export function selectedText(selection: {
  /** The path as the user knows it. */
  readonly path: string;
  /** The editor's name of the language: `typescript`. */
  readonly language: string;
  /** From 1. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly text: string;
}): string {
  const { path, language, firstLine, lastLine, text } = selection;
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(Math.max(3, longest + 1));
  const lines = firstLine === lastLine ? `line ${firstLine}` : `lines ${firstLine}–${lastLine}`;
  const word = /^[\w+#.-]+$/u.test(language) && language !== 'plaintext' ? language : '';
  return `## ${path.replaceAll(/[\r\n]+/g, ' ')} (${lines})\n${fence}${word}\n${text.replace(/\n?$/, '\n')}${fence}\n`;
}
