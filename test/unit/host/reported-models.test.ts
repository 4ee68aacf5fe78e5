import assert from 'node:assert/strict';
import type { ResponseRecord, VerdictRecord } from '../../../src/core/facts/model-record.ts';
import { modelReport } from '../../../src/core/history/models/model-report.ts';
import { reportedModels } from '../../../src/host/reported-models.ts';

const DAY_MS = 86_400_000;

const response = (model: string, day: number, costMicroUsd: number | null): ResponseRecord => ({
  kind: 'response',
  id: `${model}-${day}`,
  at: day * DAY_MS,
  requestId: `request-${day}`,
  model,
  category: 'simple_query',
  success: true,
  finish: 'stop',
  error: null,
  responseMs: 1000 * (day + 1),
  inputTokens: 10,
  outputTokens: 5,
  tokenCount: 15,
  costMicroUsd,
  estimated: false,
});

const right = ({ id, at, model, requestId, category }: ResponseRecord): VerdictRecord => ({
  kind: 'verdict',
  id: `verdict-${id}`,
  at,
  requestId,
  responseId: id,
  model,
  category,
  wasCorrect: true,
  weight: 1,
  source: 'user',
  correction: null,
  responseMs: 1,
  costMicroUsd: null,
  tokenCount: 1,
});

describe('host: models of a report', () => {
  const responses = [
    response('a', 0, 100),
    response('a', 1, 200),
    response('a', 2, 300),
    response('b', 1, null),
  ];
  const [first] = responses;
  const data = modelReport(
    { requests: [], responses, verdicts: first === undefined ? [] : [right(first)] },
    (at) => at - (at % DAY_MS),
  );
  const [a, b] = reportedModels(data, new Map([['a', 'Model A']]));

  it('have their names, or their ids where they are gone', () => {
    assert.deepEqual([a?.name, b?.name], ['Model A', 'b']);
  });

  it('say how often right, how fast and how dear, and nothing that is not known', () => {
    assert.deepEqual([a?.answers, a?.accuracy, a?.judged, a?.p50Ms], [3, 1, 1, 2000]);
    assert.deepEqual([a?.costMicroUsd, a?.totalMicroUsd, a?.unpriced], [200, 600, 0]);
    assert.deepEqual([b?.accuracy, b?.costMicroUsd, b?.unpriced], [null, null, 1]);
  });

  it('have a trend only where there are two figures to say it from', () => {
    assert.deepEqual(a?.trends, { accuracy: null, speed: 'declining', cost: 'declining' });
    assert.deepEqual(b?.trends, { accuracy: null, speed: null, cost: null });
    assert.deepEqual(
      a?.points.map(({ start }) => start / DAY_MS),
      [0, 1, 2],
    );
  });
});
