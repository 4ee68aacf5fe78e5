import assert from 'node:assert/strict';
import { jsonFromText } from '../../../../src/core/models/merge/json-from-text.ts';
import { agreementOf, sameAnswer } from '../../../../src/core/models/merge/same-answer.ts';

describe('JSON from text', () => {
  it('reads the whole text', () => {
    assert.deepEqual(jsonFromText(' {"a": [1, 2]} '), { a: [1, 2] });
    assert.equal(jsonFromText('12.5'), 12.5);
    assert.equal(jsonFromText('"word"'), 'word');
    assert.deepEqual(jsonFromText('[]'), []);
    assert.equal(jsonFromText('null'), null);
  });

  it('strips code fences', () => {
    assert.deepEqual(jsonFromText('```json\n[{"a": 1}]\n```'), [{ a: 1 }]);
    assert.deepEqual(jsonFromText('Here [1] it is:\n```\n{"a": 1}\n```\nSee [2].'), { a: 1 });
    assert.deepEqual(jsonFromText('~~~\n{"a": 1}'), { a: 1 });
    assert.deepEqual(jsonFromText('```json {"a": 1} ```'), { a: 1 });
  });

  it('takes the list from the first bracket to the last, else the object', () => {
    assert.deepEqual(jsonFromText('The prices are: [10, 20].'), [10, 20]);
    assert.deepEqual(jsonFromText('Sure! [{"a": 1}, {"b": [2]}] as you asked'), [{ a: 1 }, { b: [2] }]);
    assert.deepEqual(jsonFromText('It is {"a": 1}. Anything else?'), { a: 1 });
  });

  it('takes the object that holds a list, not the list in it', () => {
    assert.deepEqual(jsonFromText('It is {"gpus": [{"a": 1}]}.'), { gpus: [{ a: 1 }] });
  });

  it('takes footnotes, code and boxes to tick for prose', () => {
    for (const text of [
      'Paris [1].',
      'Paris [1], France [2].',
      'Use a[0] for that.',
      '- [ ] write tests',
      'function f() {}',
      'Call `const list = []`.',
    ]) {
      assert.equal(jsonFromText(text), undefined, text);
    }
  });

  it('finds none in prose and broken JSON', () => {
    for (const text of ['', 'No idea.', '{"price": NaN}', '{"a": 1', '] [', "{'a': 1}", '{"a": 1}}'])
      assert.equal(jsonFromText(text), undefined, text);
  });

  it('reads the last of duplicate names, and __proto__ as a name like any other', () => {
    assert.deepEqual(jsonFromText('{"a": 1, "a": 2}'), { a: 2 });
    const data = jsonFromText('{"__proto__": {"polluted": true}, "b": 1}');
    assert.deepEqual(Object.keys(data as object), ['__proto__', 'b']);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  it('takes what is nested deeper than anyone writes for text', () => {
    assert.equal(jsonFromText('['.repeat(10_000) + ']'.repeat(10_000)), undefined);
    assert.equal(jsonFromText('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)), undefined);
  });

  it('takes long names around many values for text: their pointers would outgrow it', () => {
    const name = 'n'.repeat(100_000);
    assert.equal(
      jsonFromText(`{"${name}": {${Array.from({ length: 5000 }, (_, i) => `"${i}": 1`).join()}}}`),
      undefined,
    );
  });
});

describe('whether answers agree', () => {
  it('compares data whatever they are wrapped in', () => {
    assert.equal(sameAnswer('{"a": 1, "b": 2}', 'So:\n```json\n{"b": 2.0000000001, "a": 1}\n```'), true);
    assert.equal(sameAnswer('{"a": 1}', '{"a": 2}'), false);
    assert.equal(sameAnswer('[1, 2]', '[2, 1]'), false);
    assert.equal(sameAnswer('{"a": 1}', '{"a": 1, "b": null}'), false);
    assert.equal(sameAnswer('{"__proto__": 1}', '{"a": 1}'), false);
    assert.equal(sameAnswer('{"toString": 1}', '{"a": 1}'), false);
  });

  it('does not mind the order of a list of objects', () => {
    assert.equal(
      sameAnswer('[{"a": 1}, {"a": {"b": [{"c": 2}]}}]', '[{"a": {"b": [{"c": 2}]}}, {"a": 1}]'),
      true,
    );
    assert.equal(sameAnswer('[{"a": 1}, {"a": 1}]', '[{"a": 1}, {"a": 2}]'), false);
  });

  it('compares text without case and spacing', () => {
    assert.equal(sameAnswer('Paris', ' paris\n'), true);
    assert.equal(sameAnswer('Paris', 'London'), false);
    assert.equal(sameAnswer('yes', '"yes"'), false);
  });

  it('finds the most frequent answer', () => {
    assert.deepEqual(agreementOf(['1', '2', '1.0', 'x', '1']), { places: [0, 2, 4], share: 0.6 });
    assert.deepEqual(agreementOf(['x', 'y']), { places: [0], share: 0.5 });
    assert.deepEqual(agreementOf([]), { places: [], share: 0 });
  });
});
