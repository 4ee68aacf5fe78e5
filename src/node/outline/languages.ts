import { C, CPP } from './languages/c-family.ts';
import { CSS, HTML, JSON_RULES } from './languages/markup-and-data.ts';
import { GO, RUST } from './languages/go-rust.ts';
import { C_SHARP, JAVA, KOTLIN, PHP, SWIFT } from './languages/java-like.ts';
import { BASH, PYTHON, RUBY } from './languages/scripting.ts';
import { TYPESCRIPT } from './languages/typescript.ts';
import type { LanguageRules } from './rules.ts';

const inTypeScript = (grammar: string): LanguageRules => ({ grammar, ...TYPESCRIPT });

/** By VS Code's language id. What is not here is read by the plain rules for headings. */
export const RULES: ReadonlyMap<string, LanguageRules> = new Map([
  ['typescript', inTypeScript('tree-sitter-typescript')],
  ['typescriptreact', inTypeScript('tree-sitter-tsx')],
  ['javascript', inTypeScript('tree-sitter-javascript')],
  ['javascriptreact', inTypeScript('tree-sitter-javascript')],
  ['python', PYTHON],
  ['go', GO],
  ['rust', RUST],
  ['java', JAVA],
  ['c', C],
  ['cpp', CPP],
  ['csharp', C_SHARP],
  ['ruby', RUBY],
  ['php', PHP],
  ['swift', SWIFT],
  ['kotlin', KOTLIN],
  ['shellscript', BASH],
  ['css', CSS],
  ['html', HTML],
  ['json', JSON_RULES],
  ['jsonc', JSON_RULES],
]);
