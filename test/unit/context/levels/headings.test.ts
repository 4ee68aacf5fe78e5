import assert from 'node:assert/strict';
import { headingsOf } from '../../../../src/core/context/levels/headings.ts';

const shown = (path: string, text: string): string[] =>
  headingsOf(path, text).symbols.map(({ kind, name, range }) => `${kind} ${name} ${range.join('-')}`);

describe('headings', () => {
  it('nest in Markdown, not inside of fences, and lose their closing marks', () => {
    const text = 'Intro.\n\n# One #\n\n```\n# no\n```\n\n### Deep\n## Two\n#no\n# Last\n';
    assert.deepEqual(shown('docs/a.md', text), [
      'heading a.md 1-2',
      'heading One 3-11',
      'heading Deep 9-9',
      'heading Two 10-11',
      'heading Last 12-12',
    ]);
    assert.deepEqual(
      headingsOf('a.md', text).symbols.map(({ parent }) => parent),
      [null, null, 1, 1, null],
    );
  });

  it('are lines in capitals or with a colon elsewhere, of at most twelve words', () => {
    const words = 'one two three four five six seven eight nine ten eleven';
    assert.deepEqual(
      shown('a.txt', `FIRST PART\ntext\n  INDENTED\nNext:\n${words} twelve:\n${words} 12 13:\n:\n`),
      ['heading FIRST PART 1-3', 'heading Next 4-4', `heading ${words} twelve 5-7`],
    );
  });

  it('are keys in YAML, three deep, not those of lists', () => {
    const text = 'a:\n  b:\n    "c d":\n      e: 1\n  - f: 2\ng: x\n';
    assert.deepEqual(shown('a.yml', text), ['key a 1-5', 'key b 2-5', 'key c d 3-5', 'key g 6-6']);
  });

  it('are tables in TOML and sections in INI files, not lists', () => {
    const text =
      'edition = 1\n[package]\nnames = [\n  "x"\n]\n[package.more] # why\nb = [1]\n[[bin]]\nc = 2\n';
    const tables = ['heading package 2-7', 'heading package.more 6-7', 'heading bin 8-9'];
    assert.deepEqual(shown('Cargo.toml', text), ['heading Cargo.toml 1-1', ...tables]);
    assert.deepEqual(shown('setup.cfg', '[tool]\nx: 1\n; [no]\n'), ['heading tool 1-3']);
  });

  it('are none in an empty or blank text', () => {
    assert.deepEqual(shown('a.txt', ''), []);
    assert.deepEqual(shown('a.md', '\n \n'), []);
  });
});
