/**
 * Files that a package manager writes to pin versions: long, never edited by hand, and what they say is in the
 * manifest beside them. From GitHub Linguist's `generated.rb` and the documentation of the package managers.
 * Ambiguous names (Julia's `Manifest.toml`) are left to the marker in their content.
 */
const LOCK_FILE_NAMES: ReadonlySet<string> = new Set([
  // JavaScript
  'package-lock.json',
  '.package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  // Rust, Go, Swift, Zig and other compiled languages
  'cargo.lock',
  'go.sum',
  'go.work.sum',
  'gopkg.lock',
  'glide.lock',
  'package.resolved',
  'cartfile.resolved',
  'podfile.lock',
  'conan.lock',
  'vcpkg-lock.json',
  'shard.lock',
  'dub.selections.json',
  'esy.lock',
  'rebar.lock',
  'mix.lock',
  'stack.yaml.lock',
  'cabal.project.freeze',
  'spago.lock',
  // Python
  'poetry.lock',
  'pdm.lock',
  'uv.lock',
  'pylock.toml',
  'pipfile.lock',
  'pixi.lock',
  'conda-lock.yml',
  // Ruby, PHP, Dart, Perl
  'gemfile.lock',
  'gems.locked',
  'berksfile.lock',
  'composer.lock',
  'symfony.lock',
  'pubspec.lock',
  'cpanfile.snapshot',
  // .NET and the JVM
  'packages.lock.json',
  'project.assets.json',
  'paket.lock',
  'gradle.lockfile',
  'buildscript-gradle.lockfile',
  // infrastructure
  'flake.lock',
  'devbox.lock',
  'mise.lock',
  'buf.lock',
  'dvc.lock',
  'chart.lock',
  '.terraform.lock.hcl',
  'module.bazel.lock',
  'jsonnetfile.lock.json',
]);

/** Whether the file pins package versions. `path`: relative, with `/`. */
export function isLockFile(path: string): boolean {
  return LOCK_FILE_NAMES.has(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
}
