import type { Splitting, Vocabulary } from './vocabulary.ts';

/** What `counter/counter.as.ts` exports. Addresses and lengths are bytes. */
interface CounterExports {
  readonly memory: WebAssembly.Memory;
  readonly CHARACTER_CLASSES: WebAssembly.Global;
  readonly VOCABULARY: WebAssembly.Global;
  makeRoomForVocabulary(length: number): void;
  loadVocabulary(tokens: number): void;
  makeRoomForText(length: number): number;
  countO200k(length: number): number;
  countCl100k(length: number): number;
  countGpt2(length: number): number;
}

/** A running instance of the WebAssembly counter with its vocabulary loaded. */
export interface CounterMachine {
  /**
   * Counts the text that `write` puts into `memory` from `start` on, valid UTF-8 of at most `capacity` bytes; `write`
   * returns its length in bytes.
   */
  count(capacity: number, write: (memory: Buffer, start: number) => number): number;
  /** Bytes of memory it holds; they never shrink. */
  heldBytes(): number;
}

const COUNT: Readonly<Record<Splitting, 'countO200k' | 'countCl100k' | 'countGpt2'>> = {
  o200k: 'countO200k',
  cl100k: 'countCl100k',
  gpt2: 'countGpt2',
};

/** The assets as `assets/build.js` packs them. */
export interface CounterAssets {
  readonly module: WebAssembly.Module;
  readonly characterClasses: Uint8Array;
  readonly vocabulary: Uint8Array;
}

/** Throws when the assets do not belong together: they are built together, so that is a bug. */
export function startCounterMachine(assets: CounterAssets, vocabulary: Vocabulary): CounterMachine {
  const wasm = new WebAssembly.Instance(assets.module).exports as CounterExports;
  const packed = assets.vocabulary;
  const tokensPacked = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  const tokens = vocabulary.tokens ?? tokensPacked;

  wasm.makeRoomForVocabulary(packed.length);
  let memory = Buffer.from(wasm.memory.buffer);
  memory.set(assets.characterClasses, wasm.CHARACTER_CLASSES.value);
  // A shorter vocabulary leaves the lengths of the rest out; the bytes of the rest do no harm.
  memory.set(packed.subarray(4, 4 + tokens), wasm.VOCABULARY.value);
  memory.set(packed.subarray(4 + tokensPacked), wasm.VOCABULARY.value + tokens);
  wasm.loadVocabulary(tokens);

  const count = wasm[COUNT[vocabulary.splitting]];
  return {
    count: (capacity, write) => {
      const start = wasm.makeRoomForText(capacity);
      // Growing detaches the old buffer.
      if (memory.length !== wasm.memory.buffer.byteLength) memory = Buffer.from(wasm.memory.buffer);
      return count(write(memory, start));
    },
    heldBytes: () => wasm.memory.buffer.byteLength,
  };
}
