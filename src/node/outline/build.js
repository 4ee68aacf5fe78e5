// Collects what outlines need at run time into a folder:
//
//   node src/node/outline/build.js dist/grammars
//
//   tree-sitter.cjs, tree-sitter.wasm   the runtime that parses
//   tree-sitter-<language>.wasm         a grammar each

import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** The runtime and the grammars that VS Code itself uses. */
const VSCODE = dirname(require.resolve('@vscode/tree-sitter-wasm'));
const FROM_VSCODE = 'bash c-sharp cpp css go java javascript php python ruby rust tsx typescript'.split(' ');
/** What VS Code does not carry. */
const OTHERS = join(dirname(require.resolve('tree-sitter-wasms/package.json')), 'out');
const FROM_OTHERS = ['c', 'html', 'json', 'kotlin', 'swift'];

/** Copies what is not there yet, and removes what is not needed any more. */
export function buildGrammars(directory) {
  mkdirSync(directory, { recursive: true });
  const sources = new Map([
    ['tree-sitter.cjs', join(VSCODE, 'tree-sitter.js')],
    ['tree-sitter.wasm', join(VSCODE, 'tree-sitter.wasm')],
    ...FROM_VSCODE.map((name) => [`tree-sitter-${name}.wasm`, join(VSCODE, `tree-sitter-${name}.wasm`)]),
    ...FROM_OTHERS.map((name) => [`tree-sitter-${name}.wasm`, join(OTHERS, `tree-sitter-${name}.wasm`)]),
  ]);
  for (const [name, source] of sources) {
    const target = join(directory, name);
    const there = statSync(target, { throwIfNoEntry: false });
    const from = statSync(source);
    // A package that is installed anew has another time; its grammars are as old as the copy or newer.
    if (there?.size !== from.size || there.mtimeMs < from.mtimeMs) copyFileSync(source, target);
  }
  for (const name of readdirSync(directory)) if (!sources.has(name)) rmSync(join(directory, name));
}

if (argv[1] === fileURLToPath(import.meta.url)) buildGrammars(argv[2] ?? 'dist/grammars');
