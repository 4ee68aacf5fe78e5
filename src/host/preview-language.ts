import type { Level } from '../core/context/item.ts';

/**
 * Languages of excerpts that package.json contributes, by the editor's names of languages. The editor checks these
 * wherever their text stands, and would call every elision mark a syntax error; under a name of their own they keep
 * their colours, and nobody checks them.
 */
export const EXCERPT_LANGUAGES: Readonly<Record<string, string>> = {
  typescript: 'context-budget-typescript',
  javascript: 'context-budget-typescript',
  typescriptreact: 'context-budget-tsx',
  javascriptreact: 'context-budget-tsx',
  css: 'context-budget-css',
  scss: 'context-budget-css',
  less: 'context-budget-css',
  json: 'context-budget-json',
  jsonc: 'context-budget-json',
  html: 'context-budget-html',
};

/** In which language a preview is shown. `language`: the editor's name of the file's. */
export function previewLanguage(language: string, level: Level): string {
  if (level === 'full') return language;
  return level === 'path' ? 'plaintext' : (EXCERPT_LANGUAGES[language] ?? language);
}
