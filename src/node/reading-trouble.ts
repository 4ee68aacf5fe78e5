import type { ReadingReason } from '../core/context/reason.ts';

/** Why something could not be read, as a reason of spec F3 and a few words that complete "This file …". */
export interface ReadingTrouble {
  readonly reason: Extract<ReadingReason, 'unreadable' | 'vanished'>;
  readonly detail: string;
}

const DETAILS: Readonly<Record<string, string>> = {
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EISDIR: 'is a folder',
  ELOOP: 'is a link that leads back to itself',
  EMFILE: 'could not be opened: too many files are open',
  ENFILE: 'could not be opened: too many files are open',
  ENAMETOOLONG: 'has a name that is too long to be opened',
  EBUSY: 'is in use by another program',
  EIO: 'could not be read from the disk',
  ENXIO: 'is a pipe or device without another end',
};

/** What the system's error means; an error that is not the system's is a bug and thrown on. */
export function readingTrouble(error: unknown): ReadingTrouble {
  const code = systemCode(error);
  if (code === null) throw error;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { reason: 'vanished', detail: 'is no longer there' };
  return { reason: 'unreadable', detail: DETAILS[code] ?? `could not be read (${code})` };
}

/** `ENOENT` and the like; null for what is no system error. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** What a path is when it is neither file nor folder. */
export function unusualKind(entry: {
  isFIFO(): boolean;
  isSocket(): boolean;
  isCharacterDevice(): boolean;
  isBlockDevice(): boolean;
}): string {
  if (entry.isFIFO()) return 'is a named pipe';
  if (entry.isSocket()) return 'is a socket';
  if (entry.isCharacterDevice() || entry.isBlockDevice()) return 'is a device';
  return 'is no ordinary file';
}
