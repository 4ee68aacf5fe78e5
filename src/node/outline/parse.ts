import type * as TreeSitter from '@vscode/tree-sitter-wasm';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Reads the tree of a text and frees it afterwards; null: it took too much work. */
export type WithTree = <T>(
  grammar: string,
  text: string,
  use: (root: TreeSitter.Node) => T,
) => Promise<T | null>;

type Runtime = typeof TreeSitter;

/**
 * Work on one text, in the runtime's own steps, so that a text gives the same outline on every machine and under any
 * load. 400 kB of code take about 3,200, of brackets without an end up to 17,000.
 */
const MOST_STEPS = 20_000;
/** Some grammars take seconds for a thousand steps of what is no code at all; code never comes near this. */
const MOST_MS = 5_000;

/**
 * Grammars from a folder, each loaded on its first use and kept. The runtime is loaded with the first of them, from the
 * same folder: it is a script of its own, so that a start without outlines does not read it.
 */
export function treesFrom(folder: string): WithTree {
  const loaded = new Map<string, Promise<TreeSitter.Language>>();
  let starting: Promise<Runtime> | null = null;

  return async (grammar, text, use) => {
    starting ??= start(folder);
    const runtime = await starting;
    let language = loaded.get(grammar);
    if (language === undefined) {
      language = readFile(join(folder, `${grammar}.wasm`)).then((bytes) => runtime.Language.load(bytes));
      loaded.set(grammar, language);
    }
    const ready = await language;
    // One of its own each: nothing is left over from a text that broke it.
    const parser = new runtime.Parser();
    const startedAt = performance.now();
    let steps = 0;
    let tree: TreeSitter.Tree | null = null;
    const isTooMuch = (): boolean => ++steps > MOST_STEPS || performance.now() - startedAt > MOST_MS;
    try {
      parser.setLanguage(ready);
      // The runtime's types say void; true stops it.
      tree = parser.parse(text, null, { progressCallback: isTooMuch });
      return tree === null ? null : use(tree.rootNode);
    } finally {
      tree?.delete();
      parser.delete();
    }
  };
}

async function start(folder: string): Promise<Runtime> {
  const runtimeFile = join(folder, 'tree-sitter.cjs');
  const runtime = createRequire(runtimeFile)(runtimeFile) as Runtime;
  await runtime.Parser.init({ locateFile: (file) => join(folder, file) });
  return runtime;
}
