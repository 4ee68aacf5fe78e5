import { isVendored } from './vendored.ts';

/** What a file is for; the strongest single signal of the ranking study. */
export type SourceKind = 'source' | 'test' | 'doc' | 'other';

/** Folders and base names of the ranking study's definition of "test". */
const TEST_FOLDER =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testing|testdata|fixtures|mocks|__mocks__|snapshots|__snapshots__|integration-tests|[^/]*\.Tests)\//i;
/** .NET and Swift projects: `src/UnitTests/`, `Tests/AppUITests/`. */
const TEST_PROJECT = /(?:^|\/)\w*[a-z]Tests\//;
const TEST_NAME =
  /^test_[^/]*$|_test\.[^./]+$|\.(?:test|spec)\.(?:[^./]+\.)?[^./]+$|Tests?\.(?:java|cs|kt)$|^conftest\.py$/;

const DOC_FOLDER = /(?:^|\/)(?:docs|examples|samples|demos|website|benchmarks)\//i;
const DOC_NAME = /\.(?:md|mdx|rst|txt|adoc)$/i;

/** Program and style extensions, lower case. */
const SOURCE_EXTENSIONS: ReadonlySet<string> = new Set(
  (
    'ts tsx mts cts js jsx mjs cjs vue svelte astro css scss sass less styl html htm hbs ejs pug py pyi pyx ipynb ' +
    'rb erb rake php java kt kts scala groovy gradle clj cljs cljc c h cc cpp cxx hpp hxx hh inl ipp m mm cs fs fsx ' +
    'vb razor cshtml xaml go rs swift dart zig nim d v odin cr ex exs erl hrl elm hs lhs ml mli re rei purs lean ' +
    'lua pl pm t r jl f f90 f95 f03 pas pp ada adb ads asm s lisp el scm rkt sh bash zsh fish ps1 psm1 bat cmd sql ' +
    'graphql gql proto thrift tf hcl nix cmake bzl star wgsl glsl vert frag hlsl cu cuh sol move vala tcl awk gd prisma ' +
    'coffee twig liquid haml slim jsonnet rego cue'
  ).split(' '),
);

/**
 * Kind of a file by its path (relative, with `/`): tests first (a document in a test folder serves the test),
 * then documents, then sources.
 */
export function sourceKind(path: string): SourceKind {
  const name = path.slice(path.lastIndexOf('/') + 1);
  // The pattern alone would read every folder from each of its letters on.
  const isTestProject = path.includes('Tests/') && TEST_PROJECT.test(path);
  if (TEST_FOLDER.test(path) || isTestProject || TEST_NAME.test(name)) return 'test';
  if (DOC_FOLDER.test(path) || DOC_NAME.test(name)) return 'doc';
  const dot = name.lastIndexOf('.');
  if (dot < 0 || !SOURCE_EXTENSIONS.has(name.slice(dot + 1).toLowerCase())) return 'other';
  return isVendored(path) ? 'other' : 'source';
}
