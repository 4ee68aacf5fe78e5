import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readRuleSet } from '../../../../src/core/models/validate/read-rule-set.ts';
import { RULE_PRESETS, type RuleSet } from '../../../../src/core/models/validate/rule-set.ts';
import { validate } from '../../../../src/core/models/validate/validate.ts';
import type { ValidationResult } from '../../../../src/core/models/validate/validation-result.ts';

const GPU = { provider: 'Acme', gpu: 'H100', price: 2.5 };
const TOKEN = { provider: 'Acme', model: 'big-1', inputPrice: 1, outputPrice: 3 };

function by(ruleSet: RuleSet, data: unknown): ValidationResult {
  return validate(data, ruleSet, 'price_extraction');
}

/** `severity code path` of every finding. */
function found({ errors, warnings }: ValidationResult): readonly string[] {
  return [...errors, ...warnings].map(({ severity, code, path }) => `${severity} ${code} ${path}`);
}

function ruleSet(value: unknown): RuleSet {
  const read = readRuleSet(value);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

describe('the gpu rules', () => {
  const gpu = (given: object): readonly string[] => found(by(RULE_PRESETS.gpu, [{ ...GPU, ...given }]));

  it('accept a price from 0.1 to 50 dollars an hour', () => {
    for (const price of [0.1, 2.5, 50]) assert.deepEqual(gpu({ price }), []);
    for (const price of [0.0999, 50.001, 0, -1])
      assert.deepEqual(gpu({ price }), ['error out_of_range /0/price']);
    for (const price of ['2.5', Number.NaN, Infinity, true, [2.5]])
      assert.deepEqual(gpu({ price }), ['error wrong_type /0/price']);
  });

  it('require provider, gpu and price', () => {
    assert.deepEqual(found(by(RULE_PRESETS.gpu, {})), [
      'error missing_field /provider',
      'error missing_field /gpu',
      'error missing_field /price',
    ]);
    assert.deepEqual(gpu({ price: null }), ['error missing_field /0/price']);
  });

  it('want two characters of provider and region, three of the gpu', () => {
    assert.deepEqual(gpu({ provider: ' A ' }), ['error out_of_range /0/provider']);
    assert.deepEqual(gpu({ provider: 'AB', region: 'eu' }), []);
    assert.deepEqual(gpu({ region: 'e' }), ['error out_of_range /0/region']);
    assert.deepEqual(gpu({ region: null }), []);
    assert.deepEqual(gpu({ gpu: 'L4' }), ['warning suspicious /0/gpu']);
    assert.deepEqual(gpu({ provider: 7 }), ['error wrong_type /0/provider']);
    // two characters, four code units
    assert.deepEqual(gpu({ provider: '😀😀' }), []);
  });
});

describe('the token rules', () => {
  const token = (given: object): readonly string[] => found(by(RULE_PRESETS.token, { ...TOKEN, ...given }));

  it('want prices from 0.001 to 100 dollars a million', () => {
    assert.deepEqual(token({ inputPrice: 0.001, outputPrice: 0.002 }), []);
    assert.deepEqual(token({ inputPrice: 50, outputPrice: 100 }), []);
    assert.deepEqual(token({ inputPrice: 0.0009 }), [
      'error out_of_range /inputPrice',
      'warning suspicious /outputPrice',
    ]);
    assert.deepEqual(token({ outputPrice: null }), ['error missing_field /outputPrice']);
    assert.deepEqual(token({ outputPrice: '3' }), ['error wrong_type /outputPrice']);
    assert.deepEqual(token({ model: 'ab' }), ['error out_of_range /model']);
  });

  it('suspect an output price outside of 1.5 to 5 times the input price', () => {
    assert.deepEqual(token({ inputPrice: 0.2, outputPrice: 0.3 }), []);
    assert.deepEqual(token({ outputPrice: 5 }), []);
    assert.deepEqual(token({ outputPrice: 5.1 }), ['warning suspicious /outputPrice']);
    assert.deepEqual(token({ outputPrice: 1.4 }), ['warning suspicious /outputPrice']);
  });

  it('read snake case too', () => {
    const item = { provider: 'Acme', model: 'big-1', input_price: 1, output_price: 300 };
    assert.deepEqual(found(by(RULE_PRESETS.token, item)), [
      'error out_of_range /output_price',
      'warning suspicious /output_price',
    ]);
  });
});

describe('the grid_load rules', () => {
  const grid = (item: unknown): readonly string[] => found(by(RULE_PRESETS.grid_load, item));

  it('want an object, and require nothing in it', () => {
    assert.deepEqual(grid({}), []);
    for (const item of ['text', 5, null]) assert.deepEqual(grid(item), ['error wrong_type ']);
    assert.deepEqual(grid([{}, 5]), ['error wrong_type /1']);
  });

  it('bound price and load where they are', () => {
    assert.deepEqual(grid({ kwhPrice: 0.01, loadPercentage: 5 }), []);
    assert.deepEqual(grid({ kwhPrice: 1, loadPercentage: 95 }), []);
    assert.deepEqual(grid({ kwh_price: 1.01 }), ['error out_of_range /kwh_price']);
    assert.deepEqual(grid({ loadPercentage: 100 }), ['warning suspicious /loadPercentage']);
    assert.deepEqual(grid({ loadPercentage: 0 }), ['warning suspicious /loadPercentage']);
    assert.deepEqual(grid({ loadPercentage: 100.1 }), [
      'error out_of_range /loadPercentage',
      'warning suspicious /loadPercentage',
    ]);
  });

  it('read ISO and unix times', () => {
    for (const timestamp of [
      '2026-02-28',
      '2024-02-29T23:59:60Z',
      '2026-11-21 18:00:00.5+01:00',
      1_700_000_000,
      '1700000000000',
    ])
      assert.deepEqual(grid({ timestamp }), [], String(timestamp));
    for (const timestamp of [
      '2026-02-29',
      '2026-13-01',
      '21.11.2026',
      'now',
      -1,
      Number.NaN,
      true,
      '',
      '2026-01-01T24:00',
    ])
      assert.deepEqual(grid({ timestamp }), ['error wrong_type /timestamp'], String(timestamp));
  });
});

describe('validated data', () => {
  it('is without the items that have errors, with those that have warnings', () => {
    const [wrong, odd] = [
      { ...GPU, price: 900 },
      { ...GPU, gpu: 'L4' },
    ];
    const result = by(RULE_PRESETS.gpu, [GPU, wrong, odd]);
    assert.equal(result.isValid, false);
    assert.deepEqual(result.validatedData, [GPU, odd]);
    assert.deepEqual(result.errors, [
      {
        path: '/1/price',
        code: 'out_of_range',
        severity: 'error',
        message: '"price" must be from 0.1 to 50.',
        value: 900,
      },
    ]);
    assert.equal(result.warnings.length, 1);
    assert.equal(result.category, 'price_extraction');
  });

  it('is null for a single item with an error', () => {
    assert.equal(by(RULE_PRESETS.gpu, { ...GPU, price: 900 }).validatedData, null);
    const odd = by(RULE_PRESETS.gpu, { ...GPU, gpu: 'L4' });
    assert.equal(odd.isValid, true);
    assert.deepEqual(odd.validatedData, { ...GPU, gpu: 'L4' });
    assert.deepEqual(by(RULE_PRESETS.gpu, []).validatedData, []);
  });

  it('holds exactly the items without errors, whatever the items are', () => {
    const value = fc.oneof(
      fc.double(),
      fc.string({ maxLength: 4 }),
      fc.constant(null),
      fc.constant(GPU.price),
    );
    const item = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.record({ provider: value, gpu: value, price: value, region: value }, { requiredKeys: [] }),
      fc.constant(GPU),
    );
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 8 }),
        fc.constantFrom('gpu', 'token', 'grid_load'),
        (data, name) => {
          const rules = RULE_PRESETS[name];
          const { validatedData, isValid } = by(rules, data);
          const alone = data.filter((one) => by(rules, [one]).isValid);
          assert.deepEqual(validatedData, alone);
          assert.equal(isValid, alone.length === data.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('own rules', () => {
  it('are data: required fields, ranges, rules between fields, severity', () => {
    const rules = ruleSet({
      required: ['low'],
      fields: [{ field: 'low', type: 'number', max: 10, severity: 'warning' }],
      between: [{ field: 'high', by: 'low', relation: 'difference', min: 0 }],
    });
    assert.deepEqual(found(by(rules, { high: 1 })), ['error missing_field /low']);
    assert.deepEqual(found(by(rules, { low: 11, high: 10 })), [
      'error out_of_range /high',
      'warning suspicious /low',
    ]);
    assert.deepEqual(found(by(rules, { low: 1, high: 1 })), []);
  });

  it('ignore a quotient by 0 and fields that are no numbers', () => {
    const rules = ruleSet({ between: [{ field: 'a', by: 'b', max: 2 }] });
    for (const item of [{ a: 1, b: 0 }, { a: '9', b: 1 }, { a: 9 }, { a: 0, b: 0 }])
      assert.deepEqual(found(by(rules, item)), []);
  });

  it('are refused with what is wrong', () => {
    for (const [value, why] of [
      ['gpus', /gpu, token, grid_load/],
      [5, /name, an object/],
      [{}, /neither/],
      [{ requird: ['a'] }, /neither/],
      [{ required: 'a' }, /"required" must be a list/],
      [{ required: [''] }, /required\[0\]/],
      [{ fields: [5] }, /fields\[0\]/],
      [{ fields: [{ field: 'a' }] }, /"type"/],
      [{ fields: [{ type: 'text' }] }, /"field"/],
      [{ fields: [{ field: 'a', type: 'number', minimum: 1 }] }, /no "minimum"/],
      [{ fields: [{ field: 'a', type: 'number', min: 2, max: 1 }] }, /above/],
      [{ fields: [{ field: 'a', type: 'number', min: '2' }] }, /"min" must/],
      [{ fields: [{ field: 'a', type: 'number', max: '2' }] }, /"max" must/],
      [{ fields: [{ field: 'a', type: 'text', min: 1.5 }] }, /whole number/],
      [{ fields: [{ field: 'a', type: 'time', min: 1 }] }, /no bounds/],
      [{ fields: [{ field: 'a', type: 'time', severity: 'info' }] }, /"severity"/],
      [{ between: [{ field: 'a' }] }, /names of fields/],
      [{ between: ['a'] }, /between\[0\]/],
      [{ between: [{ field: 'a', by: 'b' }] }, /needs/],
      [{ between: [{ field: 'a', by: 'b', min: 'x' }] }, /"min" must/],
      [{ between: [{ field: 'a', by: 'b', min: 1, severity: 1 }] }, /"severity"/],
      [{ between: [{ field: 'a', by: 'b', min: 1, relation: 'sum' }] }, /"relation"/],
      [{ between: [{ field: 'a', by: 'b', op: 1 }] }, /no "op"/],
    ] as const) {
      const read = readRuleSet(value);
      assert.equal(read.ok, false, JSON.stringify(value));
      if (read.ok) continue;
      assert.equal(read.error.code, 'invalid_rule_set');
      assert.match(read.error.message, why);
    }
  });

  it('are read again as the same, presets by name', () => {
    assert.deepEqual(ruleSet('token'), RULE_PRESETS.token);
    for (const rules of [RULE_PRESETS.gpu, RULE_PRESETS.grid_load, ruleSet({ type: 'object' })])
      assert.deepEqual(ruleSet(rules), rules);
  });
});

describe('a JSON Schema', () => {
  const item = {
    type: 'object',
    required: ['price'],
    properties: {
      price: { type: 'number', minimum: 0 },
      'a/b ~': { enum: ['x'] },
      tag: { type: 'string', pattern: '^[a-z]+$' },
    },
    additionalProperties: false,
  };

  it('checks every item of a list when it describes one', () => {
    const result = by(ruleSet(item), [
      { price: 1 },
      {},
      { price: -1, 'a/b ~': 'y' },
      { price: '1', more: 1 },
    ]);
    assert.deepEqual(found(result), [
      'error missing_field /1',
      'error out_of_range /2/price',
      'error out_of_range /2/a~1b ~0',
      'error wrong_type /3/price',
      'error out_of_range /3/more',
    ]);
    assert.deepEqual(result.validatedData, [{ price: 1 }]);
    assert.equal(result.errors[2]?.value, 'y');
  });

  it('checks a list as a whole when it describes lists', () => {
    const rules = ruleSet({
      schema: { $defs: { item }, type: 'array', items: { $ref: '#/$defs/item' }, minItems: 2 },
    });
    const result = by(rules, [{ price: 1 }, { price: -1 }, { price: 2 }]);
    assert.deepEqual(found(result), ['error out_of_range /1/price']);
    assert.deepEqual(result.validatedData, [{ price: 1 }, { price: 2 }]);
    assert.equal(by(rules, [{ price: 1 }]).validatedData, null);
    assert.deepEqual(found(by(rules, { price: 1 })), ['error wrong_type ']);
    assert.deepEqual(found(by(ruleSet({ items: item }), [{ price: 1 }, 4])), ['error wrong_type /1']);
  });

  it('follows the draft that it names', () => {
    const rules = ruleSet({
      $schema: 'http://json-schema.org/draft-04/schema#',
      properties: { price: { minimum: 0, exclusiveMinimum: true } },
    });
    assert.equal(by(rules, { price: 0 }).isValid, false);
    assert.equal(by(rules, { price: 1 }).isValid, true);
  });

  it('is refused when it cannot work', () => {
    for (const schema of [
      { $ref: '#' },
      { $ref: '#/$defs/none' },
      { type: 'string', pattern: '(' },
      { type: 'object', patternProperties: { '[': true } },
      { type: 'object', required: 5 },
      { properties: { price: { pattern: '(' } } },
      // what the library takes as it comes: no answer could ever be right
      { type: 'objekt' },
      { type: [] },
      { type: 'array', items: { type: 'object', properties: { price: { type: 'float' } } } },
      { anyOf: [{ type: 'string' }, { minLength: 'two' }] },
      { properties: { price: { minimum: '0' } } },
      { properties: ['price'] },
      { type: 'object', required: 'price' },
      { $defs: { price: { enum: 5 } }, type: 'object' },
    ]) {
      const read = readRuleSet(schema);
      assert.equal(read.ok ? null : read.error.code, 'invalid_rule_set', JSON.stringify(schema));
    }
    const read = readRuleSet({ items: { properties: { price: { type: 'float' } } } });
    assert.match(
      read.ok ? '' : read.error.message,
      /"\/items\/properties\/price\/type" must be one of array, /,
    );
  });

  it('may have names and data that look like keywords', () => {
    for (const schema of [
      { properties: { type: { type: 'string' }, required: { type: 'boolean' }, items: true } },
      { type: 'object', properties: { kind: { enum: [{ type: 'objekt' }], default: { minimum: 'x' } } } },
      { type: ['object', 'null'], properties: { price: { minimum: 0, exclusiveMinimum: true } } },
      { type: 'array', items: [{ type: 'string' }, { type: 'number' }], additionalItems: false },
      JSON.parse('{"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": true}') as object,
    ])
      assert.equal(readRuleSet(schema).ok, true, JSON.stringify(schema));
  });

  it('refuses data that it would take too long for, or that is nested too deeply', () => {
    const long = 'a'.repeat(20_000);
    const result = by(ruleSet(item), [
      { price: 1, tag: long },
      { price: 1, tag: 'a' },
    ]);
    assert.deepEqual(found(result), ['error out_of_range /0/tag']);
    const numbers = Array.from({ length: 100_000 }, (_, place) => place);
    const unique = ruleSet({ type: 'array', uniqueItems: true });
    assert.deepEqual(found(by(unique, numbers)), ['error out_of_range ']);
    assert.deepEqual(found(by(unique, [1, 2, 1])), ['error out_of_range ']);
    let deep: unknown = 1;
    for (let level = 0; level < 10_000; level += 1) deep = [deep];
    assert.deepEqual(found(by(ruleSet({ type: 'array' }), deep)), ['error wrong_type ']);
    assert.deepEqual(found(by(RULE_PRESETS.gpu, deep)), ['error wrong_type /0']);
  });

  it('refuses data at which it refers to itself without end', () => {
    const rules = ruleSet({ properties: { a: { $ref: '#/properties/a' } } });
    assert.deepEqual(found(by(rules, [{ b: 1 }, { a: 1 }])), ['error out_of_range /1']);
  });

  it('finds nothing in names that objects have of their own', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"price": 1}, "constructor": 1}');
    assert.deepEqual(found(by(ruleSet(item), hostile)).toSorted(), [
      'error missing_field ',
      'error out_of_range /__proto__',
      'error out_of_range /constructor',
    ]);
    assert.deepEqual(found(by(ruleSet({ required: ['toString'] }), {})), ['error missing_field /toString']);
  });

  it('checks 20,000 items that all fail', () => {
    const items = Array.from({ length: 20_000 }, () => ({ price: -1 }));
    assert.equal(by(ruleSet(item), items).errors.length, 20_000);
    assert.equal(by(ruleSet({ type: 'array', items: item }), items).isValid, false);
  });
});
