import assert from 'node:assert/strict';
import { classify } from '../../../src/core/models/classify/classify.ts';
import { measuresOf } from '../../bench/routing/measures.ts';
import { simulateRouting } from '../../bench/routing/simulate.ts';
import { THREE_MODELS } from '../../bench/routing/simulated-model.ts';
import { workload } from '../../bench/routing/workload.ts';

const SEED = 1;
const requests = workload(600, SEED);

describe('600 requests to three simulated models', () => {
  it('are a tenth validation, a third reasoning, the rest simple, and classified so', () => {
    const count = (kind: string) => requests.filter((request) => request.kind === kind).length;
    assert.deepEqual(['validation', 'reasoning', 'simple'].map(count), [60, 200, 340]);
    const categories = {
      validation: 'data_validation',
      reasoning: 'complex_reasoning',
      simple: 'simple_query',
    };
    for (const { kind, prompt } of requests) {
      assert.equal(classify(prompt).category, categories[kind], prompt);
      assert.ok(classify(prompt).confidence >= 0.5, prompt);
    }
  });

  it('teach the router to ask fewer models, the best for simple ones, at least 40 % below asking all', () => {
    const served = simulateRouting(THREE_MODELS, requests, SEED);
    const of = (policy: keyof typeof served) => measuresOf(served[policy], served['ask-all'], 'fast-right');
    const router = of('router');
    assert.ok(router.saving >= 0.4, `${router.saving}`);
    assert.ok(router.modelsAtEnd < router.modelsAtStart);
    assert.equal(router.simpleToBest, 1);
    // While it learns it has to try the model that is often wrong; from then on it is never wrong.
    assert.ok(router.accuracy >= 0.98);
    assert.equal(router.accuracyAfterStart, of('ask-all').accuracyAfterStart);
    assert.ok(router.accuracy > of('random').accuracy);
  });
});
