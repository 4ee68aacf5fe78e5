import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who wrote a segment or holds the lock, so that others can tell whether they still run. */
export interface Owner {
  /** Host and, on Linux, process namespace: a process id means something only inside them. */
  readonly place: string;
  /** Start of the system, where it can be told: process ids start anew with it. */
  readonly boot: string | null;
  readonly pid: number;
  /** Start of the process, where it can be told: process ids are used again. */
  readonly started: string | null;
}

/** `elsewhere`: on another host or in another container, where nobody can look from here. */
export type OwnerState = 'running' | 'gone' | 'elsewhere';

export function thisProcess(): Owner {
  return { place: place(), boot: boot(), pid: process.pid, started: startOf(process.pid) };
}

/** @param here the process that asks. */
export function ownerState(owner: Owner, here: Owner): OwnerState {
  if (owner.place !== here.place) return 'elsewhere';
  if (owner.boot !== here.boot) return 'gone';
  if (!isRunning(owner.pid)) return 'gone';
  const started = startOf(owner.pid);
  return owner.started !== null && started !== null && started !== owner.started ? 'gone' : 'running';
}

/** Null: not an owner as this version writes them. */
export function readOwner(value: unknown): Owner | null {
  if (typeof value !== 'object' || value === null) return null;
  const { place, boot, pid, started } = value as Record<string, unknown>;
  if (typeof place !== 'string' || typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0)
    return null;
  return {
    place,
    boot: typeof boot === 'string' ? boot : null,
    pid,
    started: typeof started === 'string' ? started : null,
  };
}

function isRunning(pid: number): boolean {
  try {
    // signal 0 only asks
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function place(): string {
  const namespace = firstOf(() => readlinkSync('/proc/self/ns/pid'));
  return namespace === null ? hostname() : `${hostname()} ${namespace}`;
}

function boot(): string | null {
  return firstOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
}

/** Ticks since the start of the system: field 22 of Linux' `stat`, counted behind the name, which may hold anything. */
function startOf(pid: number): string | null {
  return firstOf(() => {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  });
}

/** Null where the system has no such file. */
function firstOf(read: () => string | null): string | null {
  if (process.platform !== 'linux') return null;
  try {
    return read();
  } catch {
    return null;
  }
}
