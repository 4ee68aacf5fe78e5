import { readText, type ReadOptions, type TextFile, type UnreadFile } from '../../src/node/read.ts';

/**
 * Reads in flight at once: the thread pool has 4 threads, each with the next request waiting. More only holds more
 * texts in memory.
 */
const READS_IN_FLIGHT = 12;

interface ReadFile<T> {
  readonly file: T;
  readonly read: TextFile | UnreadFile;
}

/** Reads files, each as soon as it is there, in no fixed order; no more are read than are taken. */
export async function* readMany<T extends { readonly absolutePath: string }>(
  files: Iterable<T>,
  options: ReadOptions = {},
): AsyncGenerator<ReadFile<T>, void, void> {
  const reading = new Map<T, Promise<ReadFile<T>>>();
  const next = async (): Promise<ReadFile<T>> => {
    const done = await Promise.race(reading.values());
    reading.delete(done.file);
    return done;
  };
  for (const file of files) {
    reading.set(
      file,
      readText(file.absolutePath, options).then((read) => ({ file, read })),
    );
    if (reading.size === READS_IN_FLIGHT) yield await next();
  }
  while (reading.size > 0) yield await next();
}
