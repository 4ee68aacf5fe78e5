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

/** The 64-bit hash of a text's code units as [low, high] halves. */
function sipHash(key: HashKey, text: string): readonly [number, number] {
  const state = start(key);
  const whole = text.length - (text.length % 4);
  for (let i = 0; i < whole; i += 4) {
    const low = text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16);
    const high = text.charCodeAt(i + 2) | (text.charCodeAt(i + 3) << 16);
    take(state, low, high);
  }
  // the last block holds what is left and, in its top byte, the length in bytes
  const left = text.length % 4;
  const first = left > 0 ? text.charCodeAt(whole) : 0;
  const second = left > 1 ? text.charCodeAt(whole + 1) : 0;
  const third = left > 2 ? text.charCodeAt(whole + 2) : 0;
  take(state, first | (second << 16), third | (((text.length * 2) & 0xff) << 24));
  state[4] ^= 0xff; // v2, low half
  for (let i = 0; i < 4; i++) round(state);
  return [state[0] ^ state[2] ^ state[4] ^ state[6], state[1] ^ state[3] ^ state[5] ^ state[7]];
}

/** v0 … v3, each low half first. */
type State = [number, number, number, number, number, number, number, number];

function start({ words: [k0, k1, k2, k3] }: HashKey): State {
  // "somepseudorandomlygeneratedbytes", the constants of the paper
  return [
    k0 ^ 0x70736575,
    k1 ^ 0x736f6d65,
    k2 ^ 0x6e646f6d,
    k3 ^ 0x646f7261,
    k0 ^ 0x6e657261,
    k1 ^ 0x6c796765,
    k2 ^ 0x79746573,
    k3 ^ 0x74656462,
  ];
}

function take(state: State, low: number, high: number): void {
  state[6] ^= low;
  state[7] ^= high;
  round(state);
  round(state);
  state[0] ^= low;
  state[1] ^= high;
}

function round(v: State): void {
  let [l0, h0, l1, h1, l2, h2, l3, h3] = v;
  let low = (l0 >>> 0) + (l1 >>> 0);
  h0 = (h0 + h1 + (low > 0xffffffff ? 1 : 0)) | 0;
  l0 = low | 0;
  let turned = (l1 << 13) | (h1 >>> 19);
  h1 = ((h1 << 13) | (l1 >>> 19)) ^ h0;
  l1 = turned ^ l0;
  [l0, h0] = [h0, l0];

  low = (l2 >>> 0) + (l3 >>> 0);
  h2 = (h2 + h3 + (low > 0xffffffff ? 1 : 0)) | 0;
  l2 = low | 0;
  turned = (l3 << 16) | (h3 >>> 16);
  h3 = ((h3 << 16) | (l3 >>> 16)) ^ h2;
  l3 = turned ^ l2;

  low = (l0 >>> 0) + (l3 >>> 0);
  h0 = (h0 + h3 + (low > 0xffffffff ? 1 : 0)) | 0;
  l0 = low | 0;
  turned = (l3 << 21) | (h3 >>> 11);
  h3 = ((h3 << 21) | (l3 >>> 11)) ^ h0;
  l3 = turned ^ l0;

  low = (l2 >>> 0) + (l1 >>> 0);
  h2 = (h2 + h1 + (low > 0xffffffff ? 1 : 0)) | 0;
  l2 = low | 0;
  turned = (l1 << 17) | (h1 >>> 15);
  h1 = ((h1 << 17) | (l1 >>> 15)) ^ h2;
  l1 = turned ^ l2;
  [l2, h2] = [h2, l2];

  v[0] = l0;
  v[1] = h0;
  v[2] = l1;
  v[3] = h1;
  v[4] = l2;
  v[5] = h2;
  v[6] = l3;
  v[7] = h3;
}
