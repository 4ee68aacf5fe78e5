import assert from 'node:assert/strict';
import path from 'node:path';
import { fitSettingsFrom, parseTokens } from '../../../src/terminal/fit-options.ts';
import { candidatesFrom, DEFAULT_MAX_FILE_BYTES } from '../../../src/terminal/file-options.ts';
import { exitCodeOf } from '../../../src/terminal/exit-code.ts';
import { askedPaths } from '../../../src/terminal/roots.ts';

const NO_TEXTS = { task: '', instructions: '' };

describe('terminal options', () => {
  it('reads tokens as people type them', () => {
    assert.deepEqual(
      ['8000', '8,000', '8_000', '8k', '1.5M', ' 32K '].map(parseTokens),
      [8000, 8000, 8000, 8000, 1_500_000, 32_000],
    );
    for (const typed of ['', 'NaN', 'Infinity', '0x10', '1e3', 'k', '--5', '8 000']) {
      assert.ok(Number.isNaN(parseTokens(typed)), typed);
    }
  });

  for (const budget of ['0', '-5', 'NaN', '1.5', '', '1e999', '99999999999999999999']) {
    it(`refuses a budget of ${JSON.stringify(budget)} with its own words`, () => {
      const settings = fitSettingsFrom({ budget }, NO_TEXTS);
      assert.ok(!settings.ok);
      assert.equal(settings.error.code, 'invalid_budget');
      assert.match(settings.error.message, /--budget/);
    });
  }

  it('refuses unknown words by name and lists the known ones', () => {
    const cases = [
      [{ strategy: 'best' }, 'unknown_strategy', /greedy, balanced, optimal/],
      [{ encoding: 'x' }, 'unknown_encoding', /o200k_base/],
      [{ format: 'pdf' }, 'invalid_option', /markdown/],
      [{ order: 'size' }, 'invalid_option', /rank/],
      [{ groupBy: 'mood' }, 'invalid_option', /folder/],
      [{ levels: 'full,parts' }, 'invalid_levels', /full, chunks, outline, path/],
      [{ levels: '' }, 'invalid_levels', /full, chunks, outline, path/],
      [{ floor: '-1' }, 'invalid_floor', /--floor "-1" is not a number of 0 or more/],
      [{ floor: '' }, 'invalid_floor', /--floor/],
      [{ secrets: 'show' }, 'invalid_option', /exclude, mask/],
      [{ allowSecret: ['none'] }, 'invalid_option', /--allow-secret "none" is no id of a finding/],
      [{ reserve: '-1' }, 'invalid_budget', /--reserve/],
      [{ model: 'gpt-5', encoding: 'o200k_base' }, 'invalid_option', /not both/],
    ] as const;
    for (const [flags, code, words] of cases) {
      const settings = fitSettingsFrom(flags, NO_TEXTS);
      assert.ok(!settings.ok);
      assert.equal(settings.error.code, code);
      assert.match(settings.error.message, words);
    }
  });

  it('offers every level of detail unless told which', () => {
    const levels = (flags: { levels?: string }) => {
      const settings = fitSettingsFrom(flags, NO_TEXTS);
      return settings.ok ? settings.value.levels : settings.error.code;
    };
    assert.deepEqual(levels({}), ['full', 'chunks', 'outline', 'path']);
    assert.deepEqual(levels({ levels: 'path, full' }), ['full', 'path']);
  });

  it('reads file sizes', () => {
    const size = (typed?: string): number | string => {
      const candidates = candidatesFrom([], typed === undefined ? {} : { maxFileSize: typed }, [], []);
      return candidates.ok ? candidates.value.maxFileBytes : candidates.error.code;
    };
    assert.deepEqual(['500kB', '2MB', '4096', '1.5m'].map(size), [500_000, 2_000_000, 4096, 1_500_000]);
    assert.equal(size(), DEFAULT_MAX_FILE_BYTES);
    for (const typed of ['', '0', '-1', 'big', '1TB']) assert.equal(size(typed), 'invalid_option');
  });

  it('maps failures to exit codes', () => {
    assert.deepEqual(
      (
        ['invalid_budget', 'unknown_model', 'pinned_exceed_budget', 'path_not_found', 'cancelled'] as const
      ).map(exitCodeOf),
      [2, 2, 3, 5, 130],
    );
  });
});

describe('asked paths', () => {
  const folders = new Set(['/w', '/w/src', '/w/test', '/other', '/']);
  const asked = (typed: readonly string[]) => askedPaths(typed, '/w', (each) => folders.has(each));

  it('start from the current folder when everything lies below it', () => {
    assert.deepEqual(asked([]), { root: { name: 'w', path: '/w' }, only: [] });
    assert.deepEqual(asked(['.']).only, []);
    assert.deepEqual(asked(['src', 'src', 'a.ts']), {
      root: { name: 'w', path: '/w' },
      only: [path.resolve('/w/src'), path.resolve('/w/a.ts')],
    });
  });

  it('start from the deepest folder that holds everything otherwise', () => {
    assert.deepEqual(asked(['/other']), { root: { name: 'other', path: '/other' }, only: [] });
    assert.equal(asked(['/other/a.ts']).root.path, '/other');
    assert.equal(asked(['/other', 'src']).root.path, '/');
    assert.equal(asked(['..x']).root.path, '/w');
  });
});
