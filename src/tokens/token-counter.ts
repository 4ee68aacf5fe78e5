import { isUtf8 } from 'node:buffer';
import type { Encoding } from '../core/facts/model-profile.ts';
import { startCounterMachine, type CounterMachine } from './counter-machine.ts';
import { VOCABULARIES } from './vocabulary.ts';

/** Counts tokens exactly as tiktoken's `encode_ordinary` does: special tokens are plain text (spec F7). */
export interface TokenCounter {
  readonly encoding: Encoding;
  /** Tokens of a text; 0 when empty. A lone surrogate counts as U+FFFD. */
  count(text: string): number;
  /** Tokens of a file as it lies on disk, a byte order mark included; invalid UTF-8 counts as U+FFFD. */
  countBytes(bytes: Uint8Array): number;
}

/** Reads one of the assets that `assets/build.js` makes, by its name. */
export type ReadAsset = (name: string) => Uint8Array;

/**
 * WebAssembly never gives memory back, so a machine that a very long text has made larger than this is dropped and
 * the next count starts a fresh one (about 20 ms). A fresh one holds 13 MB; usual files never come near.
 */
const MOST_BYTES_KEPT = 32 * 2 ** 20;

/** Longer strings are measured before memory is made for them; three bytes a code unit would be too generous. */
const LONGEST_UNMEASURED = 2 ** 20;

/**
 * A counter that is ready: its vocabulary is loaded. Throws what `readAsset` throws, and on damaged assets.
 *
 * @example loadTokenCounter('o200k_base', (name) => readFileSync(join(assets, name))).count('Hello, world') // 3
 */
export function loadTokenCounter(encoding: Encoding, readAsset: ReadAsset): TokenCounter {
  const vocabulary = VOCABULARIES[encoding];
  const assets = {
    module: new WebAssembly.Module(readAsset('counter.wasm')),
    characterClasses: readAsset('character-classes.bin'),
    vocabulary: readAsset(vocabulary.asset),
  };
  let machine: CounterMachine | null = startCounterMachine(assets, vocabulary);

  const run = (capacity: number, write: (memory: Buffer, start: number) => number): number => {
    machine ??= startCounterMachine(assets, vocabulary);
    const tokens = machine.count(capacity, write);
    if (machine.heldBytes() > MOST_BYTES_KEPT) machine = null;
    return tokens;
  };
  const count = (text: string): number => {
    const capacity = text.length <= LONGEST_UNMEASURED ? text.length * 3 : Buffer.byteLength(text);
    return run(capacity, (memory, start) => memory.write(text, start, 'utf8'));
  };

  return {
    encoding,
    count,
    countBytes: (bytes) => {
      if (!isUtf8(bytes)) return count(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
      return run(bytes.length, (memory, start) => {
        memory.set(bytes, start);
        return bytes.length;
      });
    },
  };
}
