/** Licences come first and are long; markers stand within the first screens of a file. */
const MOST_LINES = 80;
const MOST_CHARACTERS = 8_000;

/** Lines of code that may stand before or between the opening comments without ending them. */
const PROLOGUE =
  /^(?:#!|<\?php\b|<\?xml\b|<!doctype\b|["']use (?:strict|client|server)["'];?$|package [\w.]+;?$|#pragma once|#ifndef \w+$|#define \w+$|@charset |%YAML|---$)/i;

type Block = readonly [open: string, close: string];

const LINE_COMMENT =
  /^(?:\/\/+[/!]?|#+(?!\w*(?:include|define|if|else|endif|pragma|import)\b)|--+|;+|%+|'(?!')|REM\b)\s?(.*)$/i;

/** In prose `#` is a heading and `--` a line: only comments of HTML count. */
const PROSE = /\.(?:md|mdx|markdown|rst|txt|adoc|org|tex|html?)$/i;
const HTML_COMMENT: Block = ['<!--', '-->'];

/** How block comments open and close: C, HTML, Python's documentation string, Haskell, OCaml and Pascal, Ruby. */
const BLOCKS: readonly Block[] = [
  ['/*', '*/'],
  HTML_COMMENT,
  ['"""', '"""'],
  ["'''", "'''"],
  ['{-', '-}'],
  ['(*', '*)'],
  ['=begin', '=end'],
];

/**
 * The text of the comments before the first line of code, one line per line, without comment signs. That is where
 * a generator signs; the same words in code or further down belong to a program *about* generated files.
 */
export function leadingComments(path: string, text: string): string {
  const found: string[] = [];
  const prose = PROSE.test(path);
  const blocks = prose ? [HTML_COMMENT] : BLOCKS;
  let close: string | null = null;
  const head = text.slice(0, MOST_CHARACTERS);
  for (const raw of head.split(/\r\n?|\n/, MOST_LINES)) {
    let line = raw.trim();
    if (close === null) {
      if (line === '' || PROLOGUE.test(line)) continue;
      const block = blocks.find(([open]) => line.startsWith(open));
      if (block === undefined) {
        const comment = prose ? undefined : LINE_COMMENT.exec(line)?.[1];
        if (comment === undefined) break;
        found.push(comment.trim());
        continue;
      }
      close = block[1];
      line = line.slice(block[0].length);
    }
    const end = line.indexOf(close);
    const inside = end < 0 ? line : line.slice(0, end);
    found.push(inside.replace(/^[*!\s]+/, '').trim());
    if (end < 0) continue;
    const after = line.slice(end + close.length).trim();
    close = null;
    if (after !== '') break;
  }
  return found.join('\n');
}
