import { readText, type ReadOptions, type ReadText, type TextFile, type UnreadFile } from './read.ts';

/**
 * Reads in flight at once: the thread pool has 4 threads, each with the next request waiting. More only holds more
 * texts in memory.
 */
export const READS_IN_FLIGHT = 12;

export interface ReadManyOptions extends ReadOptions {
  readonly inFlight?: number;
  /** Ends early, without an error: ask `signal.aborted`. */
  readonly signal?: AbortSignal;
  readonly read?: ReadText;
}

export interface ReadFile<T> {
  readonly file: T;
  readonly read: TextFile | UnreadFile;
}

/**
 * Reads files, each as soon as it is there, in no fixed order. Only `inFlight` texts are held at a time, and no
 * more are read than are taken.
 */
export async function* readMany<T extends { readonly absolutePath: string }>(
  files: Iterable<T> | AsyncIterable<T>,
  options: ReadManyOptions = {},
): AsyncGenerator<ReadFile<T>, void, void> {
  const { inFlight = READS_IN_FLIGHT, signal, read = readText } = options;
  const reading = new Map<Promise<ReadFile<T>>, Promise<readonly [Promise<ReadFile<T>>, ReadFile<T>]>>();
  const next = async (): Promise<ReadFile<T>> => {
    const [done, value] = await Promise.race(reading.values());
    reading.delete(done);
    return value;
  };
  for await (const file of files) {
    if (isStopped(signal)) return;
    const started = read(file.absolutePath, options).then((result) => ({ file, read: result }));
    reading.set(
      started,
      started.then((value) => [started, value] as const),
    );
    if (reading.size < inFlight) continue;
    const value = await next();
    if (isStopped(signal)) return;
    yield value;
  }
  while (reading.size > 0) {
    const value = await next();
    if (isStopped(signal)) return;
    yield value;
  }
}

function isStopped(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
