import assert from 'node:assert/strict';
import type { ModelResponse } from '../../../src/core/facts/model-response.ts';
import { answerDocument, type DocumentParts } from '../../../src/core/models/answer-document.ts';
import { merge } from '../../../src/core/models/merge/merge.ts';
import { MERGE_KEYS } from '../../../src/core/models/merge/merge-keys.ts';
import { RULE_PRESETS } from '../../../src/core/models/validate/rule-set.ts';
import { validate } from '../../../src/core/models/validate/validate.ts';

function response(model: string, content: string, more: Partial<ModelResponse> = {}): ModelResponse {
  return {
    id: `r-${model}`,
    model,
    content,
    finish: 'stop',
    responseMs: 1_234.4,
    inputTokens: 1_000,
    outputTokens: 200,
    cachedInputTokens: 0,
    reasoningTokens: 0,
    tokenCount: 1_200,
    costMicroUsd: 40_000,
    at: 0,
    success: true,
    estimated: false,
    ...more,
  };
}

function documentOf(responses: readonly ModelResponse[], more: Partial<DocumentParts> = {}): string {
  const result = merge(
    responses.map((each, place) => ({ response: each, score: 0.9 - 0.1 * place })),
    { keyFields: MERGE_KEYS.gpu, asked: responses.length },
  );
  return answerDocument({
    prompt: 'What does it *cost*?',
    category: 'price_extraction',
    strategy: 'dual_validation',
    result,
    responses,
    validation: null,
    totalMs: 2_000,
    costMicroUsd: 80_000,
    cached: false,
    nameOf: (id) => `Model ${id}`,
    ...more,
  });
}

describe('the document of an answer', () => {
  it('shows a text as its model wrote it, who said what, and the other answers', () => {
    const text = documentOf([
      response('a', 'It is **10**.'),
      response('b', 'Twenty.\n```\n# no heading\n```'),
    ]);
    assert.equal(text.startsWith('# Answer\n\nIt is **10**.\n'), true);
    assert.match(text, /\| Model a \| answered \| 0\.90 \| 1,234 ms \| 1,200 \| \$0\.040 \|/);
    assert.equal(text.includes('Where they differ'), false);
    assert.match(text, /### Model b \(score 0\.80\)\n\n````\nTwenty\.\n```\n# no heading\n```\n````/);
    assert.match(text, /Asked: What does it \\\*cost\\\*\?/);
    assert.match(text, /2 calls, 2,000 ms, \$0\.080\./);
  });

  it('shows data in a fence, where answers differ, what breaks the rules, and what is to be looked at', () => {
    const list = (price: number, more = ''): string =>
      `[{"provider":"Acme","gpu":"H100","price":${price}}${more}]`;
    const responses = [
      response('a', list(2)),
      response('b', list(900, ',{"provider":"`Evil` | x","gpu":"H200","price":1}')),
      response('c', '', {
        success: false,
        costMicroUsd: null,
        error: { code: 'adapter_timeout', message: '' },
      }),
    ];
    const plain = documentOf(responses);
    assert.match(plain, /```json\n\[\n/);
    assert.match(plain, /## Where they differ/);
    assert.match(plain, /\*\*2\*\* \(Model a\); 900 \(Model b\)/);
    assert.match(plain, /only Model b; no majority/);
    assert.match(plain, /\| Model c \| adapter\\_timeout \| – \| 1,234 ms \| 1,200 \| unknown \|/);
    const validation = validate(
      [{ provider: 'Acme', gpu: 'H100', price: 900 }],
      RULE_PRESETS.gpu,
      'price_extraction',
    );
    const checked = documentOf(responses.slice(1, 2), { validation, costMicroUsd: null, cached: true });
    assert.match(checked, /## Checks\n\n1 error by the rules/);
    assert.match(checked, /- error at \/0\/price: /);
    assert.match(checked, /Answered from the cache/);
    const cut = documentOf([
      response('a', 'The begin', { success: false, error: { code: 'adapter_truncated', message: '' } }),
    ]);
    assert.match(cut, /## To be looked at\n\n- The answer was cut off/);
  });

  it('shortens a long prompt and keeps to one line', () => {
    const text = documentOf([response('a', 'yes')], { prompt: `first\nsecond ${'🙂'.repeat(500)}` });
    const asked = text.split('\n').find((line) => line.startsWith('- Asked')) ?? '';
    assert.equal(asked.includes('first second'), true);
    assert.equal(Array.from(asked).length < 230 && asked.endsWith('…'), true);
  });
});
