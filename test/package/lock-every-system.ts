// npm run lock: writes into package-lock.json the binaries for other systems that npm left out of it.
//
// npm locks only what it could look up, and a registry may carry the binaries of its own system alone. `npm ci` then
// refuses the lock on every machine ("Missing: … from lock file"). What an entry needs stands in the package that
// names the binary: an exact version, and the system in its name. npm adds the hash when it can look it up.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../vscode/pinned.ts';

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Locked = Readonly<Record<string, LockedPackage>>;

const SYSTEM =
  /\b(android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-([a-z\d]+)(?:-(\w+))?$/;
const PROCESSORS: Readonly<Record<string, string>> = { armv7: 'arm' };
const LIBRARIES: Readonly<Record<string, string>> = { gnu: 'glibc', musl: 'musl' };

/** Binaries that a locked package names and the lock does not hold: package name → entry. */
export function missingBinaries(packages: Locked): ReadonlyMap<string, object> {
  const missing = new Map<string, object>();
  for (const [place, { optionalDependencies, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
      const held = packages[`node_modules/${name}`] ?? packages[`${place}/node_modules/${name}`];
      const system = SYSTEM.exec(name);
      if (held || !system) continue;
      const [, os = '', cpu = '', library = ''] = system;
      const libc = os === 'linux' ? LIBRARIES[library] : undefined;
      missing.set(`node_modules/${name}`, {
        version,
        cpu: [PROCESSORS[cpu] ?? cpu],
        ...(dev ? { dev } : {}),
        ...(libc ? { libc: [libc] } : {}),
        optional: true,
        os: [os],
      });
    }
  }
  return missing;
}

/** The text of a lock file with those binaries in it, in npm's order. */
export function completeLock(text: string): string {
  const lock = JSON.parse(text) as { packages: Locked };
  const all = [...Object.entries(lock.packages), ...missingBinaries(lock.packages)];
  const packages = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, 'en')));
  return `${JSON.stringify({ ...lock, packages }, null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const file = path.join(REPOSITORY, 'package-lock.json');
  const text = readFileSync(file, 'utf8');
  const complete = completeLock(text);
  if (complete !== text) writeFileSync(file, complete);
}
