import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TESTS = join(import.meta.dirname, '..');
const PROPERTIES = 47;

describe('the properties of asking models (M16)', () => {
  it('are each one test of that number', () => {
    const titles = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .flatMap((name) => readFileSync(join(TESTS, name), 'utf8').match(/\bit\(\s*['"`]property \d+: /g) ?? [])
      .map((title) => Number(/\d+/.exec(title)?.[0]))
      .toSorted((a, b) => a - b);
    assert.deepEqual(
      titles,
      Array.from({ length: PROPERTIES }, (_, place) => place + 1),
    );
  });
});
