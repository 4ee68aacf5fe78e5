/**
 * SipHash-2-4 (Aumasson and Bernstein 2012) of a text's UTF-16 code units, low byte first. Keyed, so that words cannot
 * be guessed from their hashes without the store's salt, and fast enough for hundreds of terms a task; SHA-256 of
 * each would take longer than the prediction itself. 64-bit words are kept as pairs of 32-bit halves.
 */
export interface HashKey {
  /** Four unsigned 32-bit words: the 128-bit key, little-endian. */
  readonly words: readonly [number, number, number, number];
}

/**
 * The key in a salt of at least 32 hex digits; further digits are folded in.
 *
 * @throws RangeError when the salt is shorter or not hexadecimal (a programmer error: salts are made by the store)
 */
export function hashKey(salt: string): HashKey {
  if (!/^[0-9a-f]{32,}$/i.test(salt)) throw new RangeError('A salt must have at least 32 hex digits.');
  const words: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < salt.length; i += 8) {
    const at = (i / 8) % 4;
    const word = words[at as 0 | 1 | 2 | 3] ^ littleEndian(salt.slice(i, i + 8));
    words[at as 0 | 1 | 2 | 3] = word >>> 0;
  }
  return { words };
}

/** Up to four bytes in hex, the lowest first. */
function littleEndian(hex: string): number {
  let word = 0;
  for (let i = 0; i < hex.length; i += 2) word |= Number.parseInt(hex.slice(i, i + 2), 16) << (4 * i);
  return word;
}

/** The low 32 bits of the keyed hash, as an unsigned integer: the name of a term in an index. */
export function hash32(key: HashKey, text: string): number {
  return sipHash(key, text)[0] >>> 0;
}

/** The whole keyed hash as 16 hex digits: the name of a text, a session, a command. */
export function hash64(key: HashKey, text: string): string {
  const [low, high] = sipHash(key, text);
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');
}

const ROUNDS_OF_A_BLOCK = 2;
const LAST_ROUNDS = 4;

/**
 * The 64-bit hash of a text's code units as [low, high] halves. One loop over all rounds and plain variables: of the
 * hundreds of hashes of a question most of its time would else go into handing the state on.
 */
function sipHash({ words: [k0, k1, k2, k3] }: HashKey, text: string): readonly [number, number] {
  // "somepseudorandomlygeneratedbytes", the constants of the paper; v0 … v3, each low half first
  let l0 = k0 ^ 0x70736575;
  let h0 = k1 ^ 0x736f6d65;
  let l1 = k2 ^ 0x6e646f6d;
  let h1 = k3 ^ 0x646f7261;
  let l2 = k0 ^ 0x6e657261;
  let h2 = k1 ^ 0x6c796765;
  let l3 = k2 ^ 0x79746573;
  let h3 = k3 ^ 0x74656462;
  const blocks = text.length >> 2;
  // the block behind the whole ones holds what is left and the length; behind it the last rounds
  for (let block = 0; block <= blocks + 1; block++) {
    const at = block * 4;
    let low = 0;
    let high = 0;
    let rounds = ROUNDS_OF_A_BLOCK;
    if (block < blocks) {
      low = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
      high = text.charCodeAt(at + 2) | (text.charCodeAt(at + 3) << 16);
    } else if (block === blocks) {
      const left = text.length % 4;
      const first = left > 0 ? text.charCodeAt(at) : 0;
      const second = left > 1 ? text.charCodeAt(at + 1) : 0;
      const third = left > 2 ? text.charCodeAt(at + 2) : 0;
      low = first | (second << 16);
      // in its top byte the length in bytes
      high = third | (((text.length * 2) & 0xff) << 24);
    } else {
      l2 ^= 0xff;
      rounds = LAST_ROUNDS;
    }
    l3 ^= low;
    h3 ^= high;
    for (let round = 0; round < rounds; round++) {
      let sum = (l0 >>> 0) + (l1 >>> 0);
      h0 = (h0 + h1 + (sum > 0xffffffff ? 1 : 0)) | 0;
      l0 = sum | 0;
      let turned = (l1 << 13) | (h1 >>> 19);
      h1 = ((h1 << 13) | (l1 >>> 19)) ^ h0;
      l1 = turned ^ l0;
      turned = l0;
      l0 = h0;
      h0 = turned;

      sum = (l2 >>> 0) + (l3 >>> 0);
      h2 = (h2 + h3 + (sum > 0xffffffff ? 1 : 0)) | 0;
      l2 = sum | 0;
      turned = (l3 << 16) | (h3 >>> 16);
      h3 = ((h3 << 16) | (l3 >>> 16)) ^ h2;
      l3 = turned ^ l2;

      sum = (l0 >>> 0) + (l3 >>> 0);
      h0 = (h0 + h3 + (sum > 0xffffffff ? 1 : 0)) | 0;
      l0 = sum | 0;
      turned = (l3 << 21) | (h3 >>> 11);
      h3 = ((h3 << 21) | (l3 >>> 11)) ^ h0;
      l3 = turned ^ l0;

      sum = (l2 >>> 0) + (l1 >>> 0);
      h2 = (h2 + h1 + (sum > 0xffffffff ? 1 : 0)) | 0;
      l2 = sum | 0;
      turned = (l1 << 17) | (h1 >>> 15);
      h1 = ((h1 << 17) | (l1 >>> 15)) ^ h2;
      l1 = turned ^ l2;
      turned = l2;
      l2 = h2;
      h2 = turned;
    }
    l0 ^= low;
    h0 ^= high;
  }
  return [l0 ^ l1 ^ l2 ^ l3, h0 ^ h1 ^ h2 ^ h3];
}
