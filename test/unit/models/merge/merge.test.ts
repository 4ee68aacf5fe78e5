import assert from 'node:assert/strict';
import { merge } from '../../../../src/core/models/merge/merge.ts';
import { MERGE_KEYS } from '../../../../src/core/models/merge/merge-keys.ts';
import { failed, mergeSaid, response, scored } from './answers.ts';

const GPU = { provider: 'Acme', model: 'x', gpu: 'H100' };

describe('merging scalars', () => {
  it('takes the mean by weight', () => {
    const { data, kind, provenance, contributingModels, metadata } = mergeSaid([
      [0.9, '10'],
      [0.6, '20'],
    ]);
    assert.equal(data, 14);
    assert.equal(kind, 'json');
    assert.deepEqual(contributingModels, ['a', 'b']);
    assert.deepEqual(provenance[''], {
      models: ['a', 'b'],
      share: 1,
      values: [
        { value: 10, models: ['a'], weight: 0.9 },
        { value: 20, models: ['b'], weight: 0.6 },
      ],
    });
    assert.equal(metadata.agreement, 0);
  });

  it('skips missing values', () => {
    assert.equal(
      mergeSaid([
        [0.9, 'null'],
        [0.1, '20'],
      ]).data,
      20,
    );
    const { data, provenance } = mergeSaid([
      [0.9, 'null'],
      [0.1, 'null'],
    ]);
    assert.equal(data, null);
    assert.deepEqual(provenance['']?.models, ['a', 'b']);
  });

  it('takes the plain mean without any weight', () => {
    assert.equal(
      mergeSaid([
        [0, '10'],
        [0, '20'],
      ]).data,
      15,
    );
  });

  it('stays finite between the largest numbers', () => {
    assert.equal(
      mergeSaid([
        [0.9, '1.7e308'],
        [0.9, '1.7e308'],
        [0.9, '1.7e308'],
      ]).data,
      1.7e308,
    );
  });

  it('takes a number too large to hold as missing', () => {
    assert.equal(
      mergeSaid([
        [0.9, '1e999'],
        [0.2, '3'],
      ]).data,
      3,
    );
  });

  it('votes on words and truth values', () => {
    assert.equal(
      mergeSaid([
        [0.8, '"x"'],
        [0.6, '"y"'],
        [0.6, '"y"'],
      ]).data,
      'y',
    );
    assert.equal(
      mergeSaid([
        [0.8, 'true'],
        [0.4, 'false'],
        [0.5, 'false'],
      ]).data,
      true,
    );
  });

  it('keeps the lighter kind as alternatives', () => {
    const { data, alternatives } = mergeSaid([
      [0.9, '{"a": 1}'],
      [0.8, '12'],
      [0.7, '14'],
    ]);
    assert.equal(Math.round(Number(data) * 1e9), Math.round(((12 * 0.8 + 14 * 0.7) / 1.5) * 1e9));
    assert.deepEqual(alternatives, [{ model: 'a', score: 0.9, content: '{"a": 1}' }]);
  });
});

describe('merging fields', () => {
  const field = (...said: readonly (readonly [number, unknown])[]): unknown =>
    (mergeSaid(said.map(([score, x]) => [score, { x }] as const)).data as { x: unknown }).x;

  it('lets a lead of 0.3 decide, else the greatest weight', () => {
    assert.equal(field([0.9, 'x'], [0.5, 'y'], [0.5, 'y']), 'x');
    assert.equal(field([0.8, 'x'], [0.6, 'y'], [0.6, 'y']), 'y');
    // 0.7 − 0.4 is a little less than 0.3 in binary
    assert.equal(field([0.7, 'x'], [0.4, 'y'], [0.4, 'y']), 'x');
  });

  it('breaks ties by the single score, then by name', () => {
    assert.equal(field([0.5, 'x'], [0.3, 'y'], [0.2, 'y']), 'x');
    assert.equal(field([0.5, 'x'], [0.5, 'y']), 'x');
    assert.equal(
      merge([scored('b', 0.5, { x: 1 }), scored('a', 0.5, { x: 2 })], {
        keyFields: MERGE_KEYS.default,
        asked: 2,
      }).provenance['/x']?.models[0],
      'a',
    );
  });

  it('pools numbers that are equal within 1e-9', () => {
    assert.equal(field([0.6, 1], [0.5, 2], [0.5, 2 + 1e-9]), 2);
  });

  it('lets missing values not vote', () => {
    assert.equal(field([0.9, null], [0.1, 'y']), 'y');
    assert.equal(field([0.9, null], [0.1, null]), null);
    assert.deepEqual(
      mergeSaid([
        [0.9, { x: 1 }],
        [0.2, { y: 2 }],
      ]).data,
      { x: 1, y: 2 },
    );
  });

  it('merges nested objects field by field, plain lists as one value', () => {
    const { data, provenance } = mergeSaid([
      [0.8, { a: { b: 1, c: [1, 2] } }],
      [0.7, { a: { b: 2, c: [1, 2] } }],
      [0.7, { a: { b: 2, c: [2, 1] } }],
    ]);
    assert.deepEqual(data, { a: { b: 2, c: [1, 2] } });
    assert.deepEqual(provenance['/a/b'], {
      models: ['b', 'c'],
      share: 1.4 / 2.2,
      values: [
        { value: 2, models: ['b', 'c'], weight: 1.4 },
        { value: 1, models: ['a'], weight: 0.8 },
      ],
    });
    assert.deepEqual(Object.keys(provenance), ['/a/b', '/a/c']);
  });

  it('votes on the kind where kinds differ, and notes it', () => {
    const { data, provenance, metadata } = mergeSaid([
      [0.8, { a: { b: 1 } }],
      [0.7, { a: { b: 1 } }],
      [0.7, { a: 'none' }],
    ]);
    assert.deepEqual(data, { a: { b: 1 } });
    assert.deepEqual(
      provenance['/a']?.values.map(({ models }) => models),
      [['a', 'b'], ['c']],
    );
    assert.equal(metadata.agreement, 0.5);
    // two plain values outweigh the object together, so an object cannot win the vote after that
    assert.equal(field([0.6, { b: 1 }], [0.5, 'x'], [0.4, 'y']), 'x');
  });

  it('escapes names in pointers', () => {
    assert.deepEqual(Object.keys(mergeSaid([[0.8, { 'a/b~c': 1 }]]).provenance), ['/a~1b~0c']);
  });
});

describe('merging lists of objects', () => {
  it('leaves identical lists unchanged', () => {
    const list = [
      { ...GPU, price: 1 },
      { ...GPU, gpu: 'A100', price: 2 },
    ];
    const { data, metadata, flags, contributingModels } = mergeSaid([
      [0.9, list],
      [0.8, list],
      [0.7, list],
    ]);
    assert.deepEqual(data, list);
    assert.equal(metadata.agreement, 1);
    assert.deepEqual(flags, []);
    assert.deepEqual(contributingModels, ['a', 'b', 'c']);
  });

  it('keeps an item of one response in three, and says that it has no majority', () => {
    const more = { provider: 'Other', model: 'y', gpu: 'L4', price: 3 };
    const { data, provenance, metadata } = mergeSaid([
      [0.8, [{ ...GPU, price: 1 }, more]],
      [0.8, [{ ...GPU, price: 1 }]],
      [0.8, [{ ...GPU, price: 1 }]],
    ]);
    assert.deepEqual(data, [{ ...GPU, price: 1 }, more]);
    assert.equal(provenance['/0']?.noMajority, undefined);
    assert.equal(provenance['/1']?.noMajority, true);
    assert.equal(provenance['/1'].share.toFixed(9), (0.8 / 2.4).toFixed(9));
    assert.deepEqual(provenance['/1'].models, ['a']);
    assert.equal(metadata.agreement, 0.5);
  });

  it('takes a half for no majority', () => {
    const { provenance } = mergeSaid([
      [0.8, [GPU]],
      [0.8, []],
    ]);
    assert.equal(provenance['/0']?.noMajority, true);
  });

  it('finds items by trimmed, lower-case key parts with single spaces', () => {
    const { data } = mergeSaid([
      [0.8, [{ ...GPU, price: 1 }]],
      [0.7, [{ provider: ' ACME ', model: 'X', gpu: 'h100', price: 1 }]],
    ]);
    assert.equal((data as unknown[]).length, 1);
    const spaced = mergeSaid([
      [0.8, [{ provider: 'Big  Cloud', price: 1 }]],
      [0.7, [{ provider: 'big cloud', model: null, price: 1 }]],
    ]);
    assert.equal((spaced.data as unknown[]).length, 1);
  });

  it('uses the key that it is given', () => {
    const said = [
      [0.8, [{ region: 'eu', timestamp: 1, load: 40 }]],
      [0.7, [{ region: 'eu', timestamp: 2, load: 40 }]],
    ] as const;
    assert.equal((mergeSaid(said, { keyFields: MERGE_KEYS.grid_load }).data as unknown[]).length, 2);
    assert.equal((mergeSaid(said, { keyFields: ['region'] }).data as unknown[]).length, 1);
  });

  it('takes the item itself as its key when it has no part of one', () => {
    const { data } = mergeSaid([
      [0.8, [{ name: 'one', at: 1 }, { name: 'two' }, 'plain', null]],
      [0.7, [{ at: 1, name: 'one' }, 'plain', null, { name: 'three' }]],
    ]);
    assert.deepEqual(data, [{ name: 'one', at: 1 }, { name: 'two' }, 'plain', null, { name: 'three' }]);
  });

  it('loses no item when a list holds a key twice', () => {
    const eu = { ...GPU, region: 'eu', price: 2 };
    const us = { ...GPU, region: 'us', price: 1 };
    const { data, metadata } = mergeSaid([
      [0.8, [eu, us]],
      [0.7, [us, eu]],
      [0.7, [us, eu, eu]],
    ]);
    assert.deepEqual(data, [eu, us, eu]);
    assert.ok(metadata.agreement !== null && metadata.agreement > 0.6, 'only the third item is disputed');
  });

  it('orders items by the heaviest response that names them first', () => {
    const item = (gpu: string): object => ({ ...GPU, gpu });
    const { data } = mergeSaid([
      [0.5, [item('a'), item('b')]],
      [0.9, [item('c'), item('b')]],
    ]);
    assert.deepEqual(
      (data as { gpu: string }[]).map(({ gpu }) => gpu),
      ['c', 'b', 'a'],
    );
  });

  it('merges lists of objects inside of objects too', () => {
    const { data, provenance } = mergeSaid([
      [0.8, { gpus: [{ ...GPU, price: 1 }] }],
      [
        0.8,
        {
          gpus: [
            { ...GPU, price: 1 },
            { ...GPU, gpu: 'L4' },
          ],
        },
      ],
    ]);
    assert.equal((data as { gpus: unknown[] }).gpus.length, 2);
    assert.equal(provenance['/gpus/1']?.noMajority, true);
  });
});

describe('merging text', () => {
  it('takes the best score, ties to the fuller text; others are alternatives', () => {
    const { data, kind, alternatives, provenance } = mergeSaid([
      [0.8, 'Short.'],
      [0.8, 'A fuller answer.'],
      [0.7, 'Another, fuller still, but of less weight.'],
    ]);
    assert.equal(kind, 'text');
    assert.equal(data, 'A fuller answer.');
    assert.deepEqual(alternatives, [
      { model: 'a', score: 0.8, content: 'Short.' },
      { model: 'c', score: 0.7, content: 'Another, fuller still, but of less weight.' },
    ]);
    assert.deepEqual(provenance['']?.models, ['b']);
    assert.equal(provenance[''].values.length, 3);
  });

  it('counts a text that says the same for the one that stands', () => {
    const { contributingModels, alternatives, metadata } = mergeSaid([
      [0.8, 'Paris'],
      [0.7, ' paris\n'],
    ]);
    assert.deepEqual(contributingModels, ['a', 'b']);
    assert.deepEqual(alternatives, []);
    assert.equal(metadata.agreement, 1);
  });

  it('is JSON when half of the answers are, with the text as an alternative', () => {
    const { kind, data, alternatives } = mergeSaid([
      [0.9, 'I do not know.'],
      [0.5, '{"a": 1}'],
    ]);
    assert.equal(kind, 'json');
    assert.deepEqual(data, { a: 1 });
    assert.deepEqual(alternatives, [{ model: 'a', score: 0.9, content: 'I do not know.' }]);
    assert.equal(
      mergeSaid([
        [0.9, 'I do not know.'],
        [0.5, '{"a": 1}'],
        [0.5, 'Nor do I.'],
      ]).kind,
      'text',
    );
  });
});

describe('what is said about a merge', () => {
  it('counts, averages and names who is missing', () => {
    const responses = [
      scored('a', 0.9, '1'),
      { response: response('b', '1', { responseMs: 3000, costMicroUsd: 700 }), score: 0.7 },
      failed('c', 'adapter_timeout'),
    ];
    const { metadata, scores, incomplete } = merge(responses, { keyFields: [], asked: 3 });
    assert.deepEqual(metadata, {
      asked: 3,
      succeeded: 2,
      meanScore: 0.8,
      agreement: 1,
      meanMs: 2000,
      costMicroUsd: 1700,
      missingModels: ['c'],
    });
    assert.deepEqual(scores, { a: 0.9, b: 0.7 });
    assert.equal(incomplete, true);
  });

  it('knows no cost when one is unknown', () => {
    const responses = [
      scored('a', 0.9, '1'),
      { response: response('b', '1', { costMicroUsd: null }), score: 1 },
    ];
    assert.equal(merge(responses, { keyFields: [], asked: 2 }).metadata.costMicroUsd, null);
  });

  it('flags low scores, too few answers and what routing says', () => {
    const two = [
      [0.3, '1'],
      [0.35, '1'],
    ] as const;
    assert.deepEqual(mergeSaid(two).flags, ['low_confidence']);
    assert.deepEqual(mergeSaid([[0.4, '1']], { asked: 2 }).flags, ['too_few']);
    assert.deepEqual(mergeSaid([[0.4, '1']], { asked: 1 }).flags, []);
    const { flags, stale, flaggedForReview } = mergeSaid([[0.8, '1']], {
      flags: ['stale', 'fewer_models', 'below_quality'],
    });
    assert.deepEqual(flags, ['below_quality', 'fewer_models', 'stale']);
    assert.equal(stale, true);
    assert.equal(flaggedForReview, true);
  });

  it('does not take what an early end cancelled for a failure', () => {
    const { incomplete } = merge(
      [scored('a', 0.9, '1'), scored('b', 0.9, '1'), failed('c', 'adapter_cancelled')],
      {
        keyFields: [],
        asked: 3,
      },
    );
    assert.equal(incomplete, false);
  });

  it('falls back to the longest truncated answer', () => {
    const { data, flags, contributingModels } = merge(
      [
        failed('a', 'adapter_truncated', 'Half'),
        failed('b', 'adapter_truncated', 'More than half'),
        failed('c', 'adapter_timeout', ''),
      ],
      { keyFields: [], asked: 3 },
    );
    assert.equal(data, 'More than half');
    assert.deepEqual(contributingModels, ['b']);
    assert.deepEqual(flags, ['too_few', 'truncated']);
  });

  it('has no data without any answer', () => {
    const { data, kind, metadata, contributingModels, provenance } = merge([], { keyFields: [], asked: 0 });
    assert.equal(data, null);
    assert.equal(kind, 'text');
    assert.deepEqual(contributingModels, []);
    assert.deepEqual(provenance, {});
    assert.deepEqual(
      [metadata.meanScore, metadata.agreement, metadata.meanMs, metadata.costMicroUsd],
      [null, null, null, null],
    );
  });

  it('takes several answers of one model as several words', () => {
    const again = (id: string, x: number): { response: ReturnType<typeof response>; score: number } => ({
      response: response('a', { x }, { id }),
      score: 0.6,
    });
    const { data, provenance } = merge([again('1', 1), again('2', 2), again('3', 2)], {
      keyFields: [],
      asked: 3,
    });
    assert.deepEqual(data, { x: 2 });
    assert.deepEqual(provenance['/x']?.models, ['a']);
    assert.equal(provenance['/x'].share.toFixed(9), (2 / 3).toFixed(9));
  });

  it('is frozen throughout', () => {
    const result = mergeSaid([[0.8, { a: [{ gpu: 'x', b: { c: 1 } }] }]]);
    const unfrozen: unknown[] = [];
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) unfrozen.push(value);
      Object.values(value).forEach(visit);
    };
    visit(result);
    assert.deepEqual(unfrozen, []);
  });
});
