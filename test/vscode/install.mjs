// What must work before anything is installed: plain Node, no dependencies.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const OLDEST_NODE = [20, 19];

/** A sentence when this Node is older than the project needs, else undefined. */
export function nodeIsTooOld(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const old = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  return old
    ? `This is Node ${version}; Context Budget needs Node ${OLDEST_NODE.join('.')} or newer.`
    : undefined;
}

const packagesIn = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
};

/**
 * Whether node_modules lacks a package of the lock file or has another version of it. The contents are compared,
 * not the times: a checkout touches the lock without changing it. Packages for other systems may be absent.
 */
export function installIsStale(repository = REPOSITORY) {
  const wanted = packagesIn(path.join(repository, 'package-lock.json'));
  const installed = packagesIn(path.join(repository, 'node_modules/.package-lock.json'));
  if (!wanted || !installed) return true;
  return Object.entries(wanted).some(([place, { version, optional, peer }]) => {
    if (place === '') return false;
    const found = installed[place];
    return found ? found.version !== version : !(optional || peer);
  });
}

/**
 * Runs `npm ci --ignore-scripts` when node_modules is missing or stale; true when the dependencies are there. The
 * log level is its own: a silent `npm test` around it must not swallow why it fails.
 */
export function install() {
  if (!installIsStale()) return true;
  process.stderr.write('Installing the dependencies (npm ci)…\n');
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: REPOSITORY,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  return npm.status === 0;
}
