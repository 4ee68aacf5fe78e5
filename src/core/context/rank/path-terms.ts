import { type SourceKind, sourceKind } from '../kind/source-kind.ts';
import { stem } from './stem.ts';
import { hashTerm } from './term-hash.ts';
import { termsOf } from './words.ts';

/** What a path says of its file. */
export interface PathTerms {
  readonly kind: SourceKind;
  /** Lower case, without the dot; empty without one. */
  readonly extension: string;
  /** Hashes of the terms of the whole path, in order. */
  readonly terms: readonly number[];
  /** The same, stemmed. */
  readonly stems: readonly number[];
  /** How many of the last stems are the file name's, without its extension. */
  readonly nameStems: readonly number[];
  /** The name that a test and its source share; see `pairedName`. */
  readonly pairedName: string;
  /** With `/`, empty at the top. */
  readonly folder: string;
}

/** @param path relative to the root of the workspace, with `/`. */
export function pathTerms(path: string): PathTerms {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const dot = name.lastIndexOf('.');
  const terms = termsOf(path);
  const stemmed = (term: string): number => hashTerm(stem(term));
  return {
    kind: sourceKind(path),
    extension: dot < 0 ? '' : name.slice(dot + 1).toLowerCase(),
    terms: terms.map((term) => hashTerm(term)),
    stems: terms.map(stemmed),
    nameStems: termsOf(dot > 0 ? name.slice(0, dot) : name).map(stemmed),
    pairedName: pairedName(name),
    folder: slash < 0 ? '' : path.slice(0, slash),
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
