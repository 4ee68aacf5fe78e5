/**
 * One row per language: VS Code's language id, the word after a fence where it differs, and the extensions or
 * whole file names (those without a dot in front are names). Fence words are those that highlighters know.
 */
const LANGUAGES: readonly (readonly [id: string, fence: string, names: string])[] = [
  ['typescript', 'ts', '.ts .mts .cts'],
  ['typescriptreact', 'tsx', '.tsx'],
  ['javascript', 'js', '.js .mjs .cjs'],
  ['javascriptreact', 'jsx', '.jsx'],
  ['json', 'json', '.json .webmanifest .geojson .map'],
  ['jsonc', 'jsonc', '.jsonc tsconfig.json jsconfig.json .code-workspace'],
  ['jsonl', 'jsonl', '.jsonl .ndjson'],
  ['python', 'python', '.py .pyi .pyw'],
  ['java', 'java', '.java'],
  ['kotlin', 'kotlin', '.kt .kts'],
  ['scala', 'scala', '.scala .sc'],
  ['groovy', 'groovy', '.groovy .gradle jenkinsfile'],
  ['c', 'c', '.c .h'],
  ['cpp', 'cpp', '.cc .cpp .cxx .hh .hpp .hxx .inl'],
  ['csharp', 'csharp', '.cs .csx'],
  ['fsharp', 'fsharp', '.fs .fsi .fsx'],
  ['vb', 'vbnet', '.vb'],
  ['go', 'go', '.go'],
  ['rust', 'rust', '.rs'],
  ['swift', 'swift', '.swift'],
  ['objective-c', 'objectivec', '.m'],
  ['objective-cpp', 'objectivec', '.mm'],
  ['dart', 'dart', '.dart'],
  ['ruby', 'ruby', '.rb .rake .gemspec gemfile rakefile'],
  ['php', 'php', '.php .phtml'],
  ['perl', 'perl', '.pl .pm'],
  ['lua', 'lua', '.lua'],
  ['r', 'r', '.r'],
  ['julia', 'julia', '.jl'],
  ['haskell', 'haskell', '.hs'],
  ['ocaml', 'ocaml', '.ml .mli'],
  ['elixir', 'elixir', '.ex .exs'],
  ['erlang', 'erlang', '.erl .hrl'],
  ['clojure', 'clojure', '.clj .cljs .cljc .edn'],
  ['zig', 'zig', '.zig'],
  ['nim', 'nim', '.nim'],
  ['shellscript', 'sh', '.sh .bash .zsh .ksh .bashrc .zshrc .profile'],
  ['powershell', 'powershell', '.ps1 .psm1 .psd1'],
  ['bat', 'bat', '.bat .cmd'],
  ['html', 'html', '.html .htm .xhtml'],
  ['css', 'css', '.css'],
  ['scss', 'scss', '.scss'],
  ['less', 'less', '.less'],
  ['vue', 'vue', '.vue'],
  ['svelte', 'svelte', '.svelte'],
  ['astro', 'astro', '.astro'],
  ['xml', 'xml', '.xml .xsd .xsl .svg .plist .csproj .fsproj .vbproj .props .targets'],
  ['yaml', 'yaml', '.yml .yaml'],
  ['toml', 'toml', '.toml'],
  ['ini', 'ini', '.ini .cfg .conf .editorconfig'],
  ['properties', 'properties', '.properties .env'],
  ['ignore', 'gitignore', '.gitignore .npmignore .dockerignore .vscodeignore .contextbudgetignore'],
  ['markdown', 'md', '.md .markdown .mdown'],
  ['mdx', 'mdx', '.mdx'],
  ['restructuredtext', 'rst', '.rst'],
  ['latex', 'latex', '.tex .sty'],
  ['plaintext', '', '.txt .text license'],
  ['csv', 'csv', '.csv'],
  ['sql', 'sql', '.sql'],
  ['graphql', 'graphql', '.graphql .gql'],
  ['proto3', 'protobuf', '.proto'],
  ['terraform', 'hcl', '.tf .tfvars .hcl'],
  ['dockerfile', 'dockerfile', '.dockerfile dockerfile containerfile'],
  ['makefile', 'makefile', '.mk makefile gnumakefile'],
  ['cmake', 'cmake', '.cmake cmakelists.txt'],
  ['diff', 'diff', '.diff .patch'],
  ['wat', 'wasm', '.wat'],
];

const BY_NAME: ReadonlyMap<string, { readonly id: string; readonly fence: string }> = new Map(
  LANGUAGES.flatMap(([id, fence, names]) => names.split(' ').map((name) => [name, { id, fence }] as const)),
);

/** VS Code's language id by file name or extension, case-insensitive; null when none is known. */
export function languageOf(path: string): string | null {
  return entryOf(path)?.id ?? null;
}

/** The word after a Markdown fence, letters only; empty when none is known. */
export function fenceLanguageOf(path: string): string {
  return entryOf(path)?.fence ?? '';
}

function entryOf(path: string): { readonly id: string; readonly fence: string } | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  return BY_NAME.get(name) ?? (dot < 0 ? undefined : BY_NAME.get(name.slice(dot)));
}
