import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Writes files under a folder, making folders on the way. */
export function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** A workspace with one file of each kind that people meet: sources, a text, and what is left out by default. */
export const SMALL_PROJECT: Files = {
  'README.md': '# Calculator\n\nReads a sum and prints its value.\n',
  '.gitignore': 'build/\n',
  'src/lexer.ts':
    'export const words = (text: string): string[] => text.split(/\\s+/).filter((word) => word.length > 0);\n',
  'src/parser.ts': [
    "import { words } from './lexer.ts';",
    '',
    '/** The value of a sum like `1 + 2`; NaN when it is none. */',
    'export function value(text: string): number {',
    "  return words(text).filter((word) => word !== '+').reduce((sum, word) => sum + Number(word), 0);",
    '}',
    '',
  ].join('\n'),
  'src/cli.ts': [
    "import { value } from './parser.ts';",
    '',
    "console.log(value(process.argv.slice(2).join(' ')));",
    '',
  ].join('\n'),
  'docs/large.md': Array.from({ length: 400 }, (_, line) => `Line ${line} of a text that is long.\n`).join(
    '',
  ),
  'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }\n',
  'build/out.js': 'console.log(1);\n',
  'logo.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]),
};
