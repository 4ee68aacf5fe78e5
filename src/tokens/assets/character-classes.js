// The class of every code point, as the reference tokenizer sees it. The host's own `\p{…}` must not be used: Node 20
// already carries newer Unicode tables than tiktoken (4,700 code points differ), which gives rare wrong counts that
// totals over files do not show. `character-classes.txt` is written by this file and checked by a test:
//
//   node src/tokens/assets/character-classes.js

import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { Tiktoken } from 'tiktoken/lite';

const FILE = fileURLToPath(new URL('character-classes.txt', import.meta.url));
const CODE_POINTS = 0x110000;
/** The numbers that `counter/character-class.as.ts` tests; everything not listed in the file is `other`. */
const OTHER = 1;
const CLASSES = { space: 2, newline: 4, digit: 8, upper: 16, lower: 32, letter: 64, mark: 128 };
const PATTERNS = [
  ['\\p{Lu}', CLASSES.upper],
  ['\\p{Lt}', CLASSES.upper],
  ['\\p{Ll}', CLASSES.lower],
  ['\\p{Lm}', CLASSES.letter],
  ['\\p{Lo}', CLASSES.letter],
  ['\\p{M}', CLASSES.mark],
  ['\\p{N}', CLASSES.digit],
  ['\\s', CLASSES.space],
  ['[\\r\\n]', CLASSES.newline],
];

/**
 * Asks tiktoken: one whose vocabulary is the 256 bytes and whose pattern is a single class returns exactly the
 * characters of that class. One number per code point.
 */
export function probeCharacterClasses() {
  const bytes = Array.from({ length: 256 }, (_, byte) => Buffer.from([byte]).toString('base64'));
  const samples = [];
  for (let start = 0; start < CODE_POINTS; start += 4096) {
    let sample = '';
    for (let point = start; point < start + 4096; point++) {
      if (point < 0xd800 || point > 0xdfff) sample += String.fromCodePoint(point);
    }
    samples.push(sample);
  }
  const classes = new Uint8Array(CODE_POINTS).fill(OTHER);
  for (const [pattern, number] of PATTERNS) {
    const tokenizer = new Tiktoken(`! 0 ${bytes.join(' ')}`, {}, pattern);
    for (const sample of samples) {
      const matched = Buffer.from(tokenizer.encode_ordinary(sample)).toString('utf8');
      for (const character of matched) classes[character.codePointAt(0)] = number;
    }
    tokenizer.free();
  }
  return classes;
}

/** The classes as text: per class a line `name:`, then its code points, `first` or `first-last` in hexadecimal. */
export function writeCharacterClasses(classes) {
  const lines = [];
  for (const [name, number] of Object.entries(CLASSES)) {
    lines.push(`${name}:`);
    let line = '';
    for (let first = classes.indexOf(number); first >= 0;) {
      let past = first;
      while (classes[past] === number) past++;
      const range = past - first === 1 ? hex(first) : `${hex(first)}-${hex(past - 1)}`;
      if (line.length + range.length > 110) {
        lines.push(line);
        line = '';
      }
      line += line === '' ? range : ` ${range}`;
      first = classes.indexOf(number, past);
    }
    lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}

/** The inverse of `writeCharacterClasses`, of the committed file. */
export function readCharacterClasses() {
  const classes = new Uint8Array(CODE_POINTS).fill(OTHER);
  let number = OTHER;
  for (const word of readFileSync(FILE, 'utf8').split(/\s+/u)) {
    if (word === '') continue;
    if (word.endsWith(':')) {
      number = CLASSES[word.slice(0, -1)];
      continue;
    }
    const [first, last = first] = word.split('-');
    classes.fill(number, Number.parseInt(first, 16), Number.parseInt(last, 16) + 1);
  }
  return classes;
}

/** The image that the counter wants at CHARACTER_CLASSES (`counter/layout.as.ts`). */
export function packCharacterClasses(classes) {
  const numberOfBlock = new Map();
  const blocks = [];
  const blockNumbers = new Uint16Array(CODE_POINTS / 128);
  for (let block = 0; block < blockNumbers.length; block++) {
    const content = Buffer.from(classes.subarray(block * 128, (block + 1) * 128));
    const key = content.toString('latin1');
    let number = numberOfBlock.get(key);
    if (number === undefined) {
      number = blocks.length;
      numberOfBlock.set(key, number);
      blocks.push(content);
    }
    blockNumbers[block] = number;
  }
  const bytes = Buffer.alloc(256);
  bytes.set(classes.subarray(0, 128));
  return Buffer.concat([bytes, Buffer.from(blockNumbers.buffer), ...blocks]);
}

function hex(point) {
  return point.toString(16);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(FILE, writeCharacterClasses(probeCharacterClasses()));
}
