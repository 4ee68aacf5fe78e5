/** What the marketplace page and the issue allow: the .vsix stays under 8 MB, grammars and all. */
export const MOST_BYTES = 8 * 1024 * 1024;

/** Without one of these the installed extension does not work. */
const NEEDED = [
  'package.json',
  'dist/extension.cjs',
  'dist/worker.js',
  'dist/providers.js',
  'dist/cli.js',
  'dist/models.json',
  'dist/webview/plan.js',
  'dist/webview/report.js',
  'dist/tokens/counter.wasm',
  'dist/tokens/o200k.bin',
  'dist/tokens/cl100k.bin',
  'dist/grammars/tree-sitter.cjs',
  'dist/grammars/tree-sitter.wasm',
  'dist/grammars/tree-sitter-typescript.wasm',
];

/** Whatever else is inside has no business there. vsce writes its own names for the readme, changelog and licence. */
const ALLOWED = [
  /^(package\.json|readme\.md|changelog\.md|LICENSE(\.txt)?)$/i,
  /^dist\/(extension\.cjs|(worker|providers|cli)\.js|models\.json)$/,
  /^dist\/webview\/[\w.-]+\.(js|css|ttf)$/,
  /^dist\/grammars\/tree-sitter(\.cjs|[a-z-]*\.wasm)$/,
  /^dist\/tokens\/[\w.-]+\.(wasm|bin)$/,
  /^media\/[\w./-]+\.(svg|png|css|md)$/,
  // what README links to
  /^docs\/[\w-]+\.md$/,
  // what .contextbudget.json may hold
  /^media\/contextbudget\.schema\.json$/,
  // colours of excerpts
  /^media\/excerpts\/[\w-]+\.json$/,
];

/** Files that a manifest names: icons, walkthrough pictures and texts. */
export function filesNamedIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return /^(\.\/)?(media|dist)\/[\w./-]+\.\w+$/.test(value) ? [value.replace(/^\.\//, '')] : [];
  }
  return value && typeof value === 'object' ? Object.values(value).flatMap(filesNamedIn) : [];
}

/**
 * What is wrong with a package, in sentences; empty when nothing is. `names` are the files of the extension,
 * relative to its root.
 */
export function faultsOf(names: readonly string[], manifest: unknown, bytes: number): string[] {
  const needed = [...new Set([...NEEDED, ...filesNamedIn(manifest)])];
  return [
    ...needed.filter((name) => !names.includes(name)).map((name) => `${name} is missing from the package.`),
    ...names
      .filter((name) => !ALLOWED.some((pattern) => pattern.test(name)))
      .map((name) => `${name} is packaged and should not be: see .vscodeignore.`),
    ...(bytes < MOST_BYTES ? [] : [`The package has ${bytes} bytes; ${MOST_BYTES} are too many.`]),
  ];
}
