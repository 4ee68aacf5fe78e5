import assert from 'node:assert/strict';
import fc from 'fast-check';
import { upheldModels } from '../../../../src/core/models/merge/upheld-models.ts';
import { mergeSaid } from './answers.ts';

describe('models that a word on the merged answer is about', () => {
  it('leaves out who was outvoted on a data point, though other data came from it', () => {
    const result = mergeSaid([
      [0.5, { slower: 'parser', reason: 'It reads twice.' }],
      [0.5, { slower: 'parser', reason: 'It reads twice.' }],
      [0.5, { slower: 'lexer', reason: 'It reads twice.' }],
    ]);
    assert.deepEqual(result.contributingModels, ['a', 'b', 'c']);
    assert.deepEqual(upheldModels(result), ['a', 'b']);
  });

  it('are all that a mean is made of', () => {
    const result = mergeSaid([
      [0.9, '10'],
      [0.6, '20'],
    ]);
    assert.deepEqual(upheldModels(result), ['a', 'b']);
  });

  it('are all of them when each was outvoted somewhere', () => {
    const result = mergeSaid([
      [0.5, { x: 'one', y: 'one', z: 'two' }],
      [0.5, { x: 'one', y: 'two', z: 'one' }],
      [0.5, { x: 'two', y: 'one', z: 'one' }],
    ]);
    assert.deepEqual(result.data, { x: 'one', y: 'one', z: 'one' });
    assert.deepEqual(upheldModels(result), result.contributingModels);
  });

  it('property: they contributed, and there is one whenever anybody did', () => {
    const said = fc.array(
      fc.tuple(
        fc.constantFrom(0, 0.3, 0.5, 0.9),
        fc.oneof(
          fc.constantFrom('1', '2', 'yes'),
          fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.constantFrom('one', 'two', 3)),
        ),
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(said, (given) => {
        const result = mergeSaid(given);
        const upheld = upheldModels(result);
        assert.ok(upheld.every((model) => result.contributingModels.includes(model)));
        assert.equal(upheld.length > 0, result.contributingModels.length > 0);
      }),
      { numRuns: 200 },
    );
  });
});
