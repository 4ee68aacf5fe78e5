import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fdatasync, fstatSync, ftruncate, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { writeAtomically } from '../write-atomically.ts';

/** A file that only this process appends to. Every method throws the system's error. */
export interface AppendFile {
  /** Hands bytes to the operating system; may take a part only. @returns how many it took */
  append(bytes: Buffer): Promise<number>;
  /** Asks the disk to keep what was appended. */
  flush(): Promise<void>;
  cutTo(size: number): Promise<void>;
  /** Whether the file still has a name: what is appended to a removed one is lost. */
  isThere(): boolean;
  close(): Promise<void>;
}

/** What the store does to the disk; tests let it fill up or fail. */
export interface Disk {
  /** The file must not exist. */
  createForAppend(path: string): Promise<AppendFile>;
  /** Replaces a file at once and asks the disk to keep it. */
  replace(path: string, chunks: Iterable<string> | AsyncIterable<string>): Promise<void>;
  /** Asks the disk to keep the names in a folder, before files that others stand for are removed. */
  keepNames(folder: string): Promise<void>;
}

const OWNER_ONLY = 0o600;
/**
 * The few records of one turn are handed over by this thread: that takes some hundredths of a millisecond, as long as
 * looking whether the file is still there. Another thread must first be woken, which takes many milliseconds where
 * others are at work, and the acknowledgement would wait for it. What an import brings is left to that thread.
 */
const WRITTEN_AT_ONCE_BYTES = 65_536;
const writeTo = promisify(write);
const flushFile = promisify(fdatasync);
const cutFile = promisify(ftruncate);

export const systemDisk: Disk = {
  createForAppend: async (path) => {
    const flags = constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY;
    const handle = await open(path, flags, OWNER_ONLY);
    return {
      // the handle's own methods cost twice as much per write
      append: async (bytes) =>
        bytes.length <= WRITTEN_AT_ONCE_BYTES
          ? writeSync(handle.fd, bytes)
          : (await writeTo(handle.fd, bytes)).bytesWritten,
      flush: () => flushFile(handle.fd),
      cutTo: (size) => cutFile(handle.fd, size),
      isThere: () => fstatSync(handle.fd).nlink > 0,
      close: () => handle.close(),
    };
  },
  replace: (path, chunks) => writeAtomically(path, chunks, OWNER_ONLY),
  keepNames: async (folder) => {
    // it cannot open folders, and need not
    if (process.platform === 'win32') return;
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
