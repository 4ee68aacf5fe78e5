// Where everything lies in the counter's linear memory. Fixed addresses become immediate offsets of the loads,
// which is measurably faster than addresses held in variables. Nothing is ever allocated, so the runtime is `stub`.

/** The class table, as `assets/pack-classes.js` packs it: three parts, one after the other. */
export const CHARACTER_CLASSES: usize = 0x10000;
/** Class of a byte that is a whole ASCII character; 0 for the lead byte of a longer one and for END_OF_TEXT. */
export const BYTE_CLASSES: usize = CHARACTER_CLASSES;
/** Number of the block of every 128 code points, u16: 0x110000 / 128 of them. */
export const BLOCK_NUMBERS: usize = BYTE_CLASSES + 256;
/** The distinct blocks, a byte per code point. There are about 240; this much room holds 440. */
export const BLOCKS: usize = BLOCK_NUMBERS + 2 * 8704;
export const CHARACTER_CLASSES_END: usize = 0x22000;

/** Two arrays of i32 for pieces that are merged in place. */
export const SCRATCH: usize = CHARACTER_CLASSES_END;
/** Rank of every pair of bytes, i32: the first step of every merge. */
export const PAIR_RANKS: usize = 0x30000;

// The two tables are no larger than the largest vocabulary needs (o200k: 148,000 short and 52,000 long tokens) with
// some 45,000 remembered pieces beside: a first scan touches every page of them, and pages cost more than probes.

/** Pieces of up to 8 bytes. A slot: key u64, length i32, value i32. */
export const SHORT_TABLE: usize = 0x100000;
export const SHORT_SLOT_BITS: i32 = 18;
export const SHORT_SLOTS: i32 = 1 << SHORT_SLOT_BITS;
/** Longer pieces. A slot: hash u32, address of the bytes u32, length i32, value i32. */
export const LONG_TABLE: usize = 0x500000;
export const LONG_SLOT_BITS: i32 = 17;
export const LONG_SLOTS: i32 = 1 << LONG_SLOT_BITS;
/** Bytes of the remembered longer pieces. */
export const REMEMBERED_BYTES: usize = 0x700000;
export const REMEMBERED_BYTES_END: usize = 0xb00000;

/** The packed vocabulary as the host wrote it; the long table points into it. The text begins after it. */
export const VOCABULARY: usize = 0xb00000;

/** Up to 16 bytes are read at a time, and may pass the end of what is meant. */
export const PADDING: usize = 64;
/** Written after the text; no byte of UTF-8 has this value, so no run of characters passes it. */
export const END_OF_TEXT: u8 = 0xff;
