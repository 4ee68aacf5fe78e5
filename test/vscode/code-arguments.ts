/** The arguments of the desktop `code` binary that the stand-in understands. */
export interface CodeArguments {
  readonly extensionDevelopmentPaths: readonly string[];
  readonly extensionTestsPath: string | undefined;
  readonly userDataDir: string | undefined;
  /** Folder or workspace file to open. */
  readonly folder: string | undefined;
}

/** Reads `--name=value` and the first positional argument; flags without meaning on a server are passed over. */
export function parseCodeArguments(args: readonly string[]): CodeArguments {
  const all = (name: string): string[] =>
    args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => arg.slice(name.length + 3));
  return {
    extensionDevelopmentPaths: all('extensionDevelopmentPath'),
    extensionTestsPath: all('extensionTestsPath')[0],
    userDataDir: all('user-data-dir')[0],
    folder: args.find((arg) => !arg.startsWith('-')),
  };
}
