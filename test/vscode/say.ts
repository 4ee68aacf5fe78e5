/** Progress goes to stderr: stdout belongs to the URL, the test report and the last line of a run. */
export const say = (line: string): void => {
  process.stderr.write(`[vscode] ${line}\n`);
};

/**
 * Something that this machine or checkout lacks; the message is a sentence that says what to do or what was tried.
 * No stack trace is shown for it.
 */
export const missing = (sentence: string): Error => Object.assign(new Error(sentence), { missing: true });

export const isMissing = (error: unknown): error is Error =>
  error instanceof Error && 'missing' in error && error.missing === true;
