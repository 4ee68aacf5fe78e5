import assert from 'node:assert/strict';
import { probeCharacterClasses, readCharacterClasses } from '../../../src/tokens/assets/character-classes.js';

describe('character classes', () => {
  it('are those of tiktoken for every code point', function () {
    this.timeout(60_000);
    const committed = readCharacterClasses();
    const probed = probeCharacterClasses();
    const different = [...committed.keys()].filter((point) => committed[point] !== probed[point]);
    assert.deepEqual(
      different.map((point) => point.toString(16)),
      [],
      'run: node src/tokens/assets/character-classes.js',
    );
  });
});
