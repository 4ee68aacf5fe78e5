import assert from 'node:assert/strict';
import { standsBehind } from '../../../../src/core/models/feedback/stands-behind.ts';
import type { ModelResponse } from '../../../../src/core/facts/model-response.ts';
import { merge } from '../../../../src/core/models/merge/merge.ts';

function behind(answers: Readonly<Record<string, string>>, scores: Readonly<Record<string, number>> = {}) {
  const responses = Object.entries(answers).map(([model, content]) => ({
    response: {
      id: model,
      model,
      content,
      success: true,
      costMicroUsd: null,
      responseMs: 1,
    } as ModelResponse,
    score: scores[model] ?? 0.8,
  }));
  return standsBehind(merge(responses, { keyFields: ['id'], asked: responses.length }));
}

describe('who stands behind a merged answer', () => {
  it('is nobody who was outvoted in it, although a part of it was theirs', () => {
    const parser = '{"name": "parser", "line": 8, "file": "a.ts"}';
    assert.deepEqual(behind({ a: parser, b: parser, c: '{"name": "lexer", "line": 1, "file": "a.ts"}' }), [
      'a',
      'b',
    ]);
    assert.deepEqual(behind({ a: parser, b: '{"name": "parser", "line": 8}' }), ['a', 'b']);
  });

  it('is whoever was outvoted least often, where all were', () => {
    const answers = {
      a: '{"x": 1, "y": 1, "z": 1}',
      b: '{"x": 1, "y": 1, "z": 2}',
      c: '{"x": 1, "y": 2, "z": 1}',
    };
    assert.deepEqual(behind(answers), ['a']);
    assert.deepEqual(behind({ a: '{"x": 1, "y": 2}', b: '{"x": 2, "y": 2}' }, { a: 0.9 }), ['a']);
  });

  it('is everybody whose number a mean was made of, and the author of a text', () => {
    assert.deepEqual(behind({ a: '10', b: '20' }), ['a', 'b']);
    assert.deepEqual(behind({ a: 'It is here.', b: 'It is over there.' }, { b: 0.9 }), ['b']);
  });
});
