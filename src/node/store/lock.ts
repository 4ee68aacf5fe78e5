import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fail, ok, type Result } from '../../core/facts/result.ts';
import { systemCode } from '../reading-trouble.ts';
import { type Owner, ownerState, readOwner } from './owner.ts';

/**
 * A lock file, held by the process that made it. Node has no system lock (flock) without a native module, and the
 * known library for lock files (proper-lockfile) waits at least 2 s for the lock of a killed process and has been
 * without a release since 2021; here the process id tells at once.
 */

/** A holder shows this often that it goes on; one that does not for `LEASE_MS`, as seen by who waits, has lost it. */
const BEAT_MS = 1_000;
const LEASE_MS = 5_000;
/** An empty file: its maker is between making and writing it, or was killed there. */
const EMPTY_LEASE_MS = 1_000;
/** Longer than the lease: a thread that ended within a running process leaves a lock whose process still runs. */
const LONGEST_WAIT_MS = 8_000;
/** Between attempts; by chance, so that two do not meet again. */
const SHORTEST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 20;

export interface Lock {
  /** False once somebody took it over: to be asked before what was done is made visible. */
  holds(): boolean;
  release(): void;
}

export interface LockOptions {
  readonly owner: Owner;
  /** Default 8,000. */
  readonly waitMs?: number;
  /** Default 5,000; the same for all who share a lock. */
  readonly leaseMs?: number;
}

/**
 * Runs `work` while no other process holds the lock. Fails with `store_busy` when another one keeps it too long, with
 * `write_failed` when the lock file cannot be made. The folder must exist.
 */
export async function withLock<T>(
  path: string,
  options: LockOptions,
  work: (lock: Lock) => Promise<Result<T>>,
): Promise<Result<T>> {
  const lock = await takeLock(path, options);
  if (!lock.ok) return lock;
  try {
    return await work(lock.value);
  } finally {
    lock.value.release();
  }
}

export async function takeLock(path: string, options: LockOptions): Promise<Result<Lock>> {
  const deadline = performance.now() + (options.waitMs ?? LONGEST_WAIT_MS);
  let watched: { readonly seen: string; readonly since: number } | null = null;
  for (;;) {
    try {
      const lock = make(path, options.owner);
      if (lock !== null) return ok(lock);
      const found = look(path);
      if (found === null) continue;
      if (watched === null || watched.seen !== found.seen)
        watched = { seen: found.seen, since: performance.now() };
      // by our own steady clock: the times of files and a clock that is set tell nothing
      const still = performance.now() - watched.since;
      if (isLost(found, still, options)) {
        await breakLock(path, found.seen, options);
        continue;
      }
    } catch (error) {
      const code = systemCode(error);
      if (code === null) throw error;
      return fail('write_failed', `The lock ${path} cannot be made (${code}).`, { path, code });
    }
    if (performance.now() > deadline) {
      return fail('store_busy', `Another process keeps ${path}. Try again when it is done.`, { path });
    }
    await pause(SHORTEST_PAUSE_MS + Math.random() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS));
  }
}

interface Found {
  /** Content and time: as long as it stays the same nobody showed a sign of life. */
  readonly seen: string;
  readonly owner: Owner | null;
}

function make(path: string, owner: Owner): Lock | null {
  const token = randomBytes(12).toString('hex');
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    // Windows says EPERM or EACCES of a file that is just being removed
    const code = systemCode(error);
    if (code === 'EEXIST' || (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES')))
      return null;
    throw error;
  }
  let own: number;
  try {
    writeSync(file, JSON.stringify({ token, ...owner }));
    own = fstatSync(file).ino;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  const holds = (): boolean => {
    try {
      return readFileSync(path, 'utf8').includes(token);
    } catch {
      return false;
    }
  };
  // taken over between making and writing it: then the path is another file
  if (statSync(path, { throwIfNoEntry: false })?.ino !== own || !holds()) return null;
  const beat = setInterval(() => {
    if (holds()) touch(path);
  }, BEAT_MS);
  beat.unref();
  return {
    holds,
    release: () => {
      clearInterval(beat);
      if (holds()) rmSync(path, { force: true });
    },
  };
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch (error) {
    if (systemCode(error) === null) throw error;
  }
}

function look(path: string): Found | null {
  try {
    const text = readFileSync(path, 'utf8');
    const stamp = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (stamp === undefined) return null;
    return { seen: `${text}\n${stamp.ino} ${stamp.mtimeNs}`, owner: readLock(text) };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function readLock(text: string): Owner | null {
  try {
    return readOwner(JSON.parse(text));
  } catch {
    return null;
  }
}

function isLost(found: Found, stillMs: number, { owner, leaseMs = LEASE_MS }: LockOptions): boolean {
  if (found.owner === null) return stillMs > EMPTY_LEASE_MS;
  return ownerState(found.owner, owner) === 'gone' || stillMs > leaseMs;
}

/**
 * Removes a lost lock. Of two that see it lost the slower one must not remove the lock that the faster one made
 * since: removing is itself under a lock, and what was seen is looked at again there.
 */
async function breakLock(path: string, seen: string, options: LockOptions): Promise<void> {
  const guard = await takeLock(`${path}.break`, options);
  if (!guard.ok) return;
  try {
    if (look(path)?.seen === seen) rmSync(path, { force: true });
  } finally {
    guard.value.release();
  }
}
