import { languageOf } from '../../core/context/kind/language.ts';
import { headingsOf } from '../../core/context/levels/headings.ts';
import type { FileOutline } from '../../core/context/levels/symbols.ts';
import { collectSymbols } from './collect.ts';
import { componentOf, COMPONENTS, withScriptSymbols } from './components.ts';
import { RULES } from './languages.ts';
import { treesFrom } from './parse.ts';
import type { LanguageRules } from './rules.ts';

/** Larger texts are read by the plain rules alone (spec F8), in UTF-16 code units. */
const LARGEST_PARSED = 400_000;

/** The symbols of a text as shown; the path tells its language. Never fails: there is always a plain outline. */
export type OutlineOf = (path: string, text: string) => Promise<FileOutline>;

/**
 * @param folder where `buildGrammars` put runtime and grammars.
 * @param warn a grammar that cannot be loaded is told once, then its files are read by the plain rules.
 */
export function createOutliner(folder: string, warn: (text: string) => void): OutlineOf {
  const withTree = treesFrom(folder);
  const broken = new Set<string>();
  const withRules = async (path: string, text: string): Promise<FileOutline> => {
    const rules = rulesFor(path, text);
    if (rules === null || text.length > LARGEST_PARSED || broken.has(rules.grammar)) {
      return headingsOf(path, text);
    }
    try {
      const outline = await withTree(rules.grammar, text, (root) => {
        const { symbols, partial } = collectSymbols(root, rules, text);
        return { symbols, by: 'grammar' as const, partial: partial || root.hasError };
      });
      return outline ?? { ...headingsOf(path, text), partial: true };
    } catch (error) {
      broken.add(rules.grammar);
      warn(`${rules.grammar} does not work, its files have plain outlines: ${String(error)}`);
      return headingsOf(path, text);
    }
  };

  return async (path, text) => {
    if (!COMPONENTS.has(languageOf(path) ?? '')) return withRules(path, text);
    const { blocks, script } = componentOf(text);
    if (blocks.length === 0) return headingsOf(path, text);
    const scripts = await withRules(SCRIPT_NAME, script);
    if (scripts.by !== 'grammar') return headingsOf(path, text);
    return { ...scripts, symbols: withScriptSymbols(blocks, scripts.symbols) };
  };
}

/** Tells the language of what is inside of a component, which has no file of its own; TypeScript reads JavaScript. */
const SCRIPT_NAME = 'script.ts';

function rulesFor(path: string, text: string): LanguageRules | null {
  const language = languageOf(path);
  if (language === 'c' && path.toLowerCase().endsWith('.h') && IS_CPP.test(text))
    return RULES.get('cpp') ?? null;
  return language === null ? null : (RULES.get(language) ?? null);
}

/** Headers of C and C++ have one extension. */
const IS_CPP = /^\s*(?:class|namespace|template|using|public:|private:|protected:)\b/m;
