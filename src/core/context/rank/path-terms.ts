import { type SourceKind, sourceKind } from '../kind/source-kind.ts';
import { stem } from './stem.ts';
import { hashTerm } from './term-hash.ts';
import { termsOf } from './words.ts';

/** What a path says of its file. */
export interface PathTerms {
  readonly kind: SourceKind;
  /** Hashes of the terms of the whole path, in order. */
  readonly terms: readonly number[];
  /** The same, stemmed. */
  readonly stems: readonly number[];
  /** The name that a test and its source share; see `pairedName`. */
  readonly pairedName: string;
  /** Names of the folders above it. */
  readonly folders: readonly string[];
}

/** @param path relative to the root of the workspace, with `/`. */
export function pathTerms(path: string): PathTerms {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const terms = termsOf(path);
  const stemmed = (term: string): number => hashTerm(stem(term));
  return {
    kind: sourceKind(path),
    terms: terms.map((term) => hashTerm(term)),
    stems: terms.map(stemmed),
    pairedName: pairedName(name),
    folders: slash < 0 ? [] : path.slice(0, slash).split('/'),
  };
}

/**
 * The name that a test shares with the source it tests: without extensions, without `test`, `tests` or `spec` before
 * or after it, without case and separators. `lexer_test.go`, `TestLexer.java`, `lexer.spec.ts`, `Lexer.cs` → `lexer`.
 */
export function pairedName(name: string): string {
  const bare = name.replace(/(?:\.(?:test|tests|spec))?(?:\.d)?\.[^.]*$/i, '');
  const words = bare.replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').toLowerCase();
  const cut = words.replace(/^(?:tests?|spec)[\s_-]+(?=\S)/, '').replace(/[\s_.-]+(?:tests?|spec)$/, '');
  return cut.replaceAll(/[\s_.-]+/g, '');
}
