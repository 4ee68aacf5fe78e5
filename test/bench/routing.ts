/**
 * `npm run bench:routing`: three models that are servers on this machine, one fast and right, one slow and right, one
 * cheap and often wrong; the shipped engine in its thread; 600 requests with feedback on every answer. The router by the
 * categories' own strategies, which try unproven models alone on simple questions, and by `adaptive`, which asks three until
 * one is proven; beside it all three every time, always the model that is right most often, and one at random. Every policy has a history of its
 * own. `--right`, `--wrong`: how often models are right; `--scale`: part of the models' true times that they take here.
 */
import { parseArgs } from 'node:util';
import { isObject } from '../../src/core/facts/json-value.ts';
import type { AskAnswer, AskRequest } from '../../src/protocol/models.ts';
import { seededChance } from '../fault/seeded-chance.ts';
import { buildEngine, engineThread, type EngineThread } from './asking/engine-thread.ts';
import { modelServer, type ModelServer } from './asking/model-server.ts';
import { measuresOf } from './routing/measures.ts';
import type { Policy, Served } from './routing/simulate.ts';
import {
  answerOf,
  INPUT_TOKENS,
  REQUEST_CAP,
  type SimulatedModel,
  THREE_MODELS,
} from './routing/simulated-model.ts';
import { workload, type WorkRequest } from './routing/workload.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    right: { type: 'string', default: '1' },
    wrong: { type: 'string', default: '0.45' },
    'min-samples': { type: 'string', default: '10' },
    scale: { type: 'string', default: '0.05' },
  },
});
const seed = Number(values.seed);
const scale = Number(values.scale);
const requests = workload(Number(values.requests), seed);
const models: readonly SimulatedModel[] = THREE_MODELS.map((model) =>
  Object.assign({}, model, { rightShare: Number(model.rightShare === 1 ? values.right : values.wrong) }),
);
const BEST = 'fast-right';
const EVERYONE = models.map(({ id }) => id);

/** A request that was served, with how long the engine took beside the models. */
interface Timed extends Served {
  readonly overheadMs: number;
}

buildEngine();
const servers = new Map(
  await Promise.all(models.map(async (model) => [model.id, await serverOf(model)] as const)),
);
const chance = seededChance(seed);
/** What each policy says beside the prompt. Asking all is the consensus of three, none of them too bad for it. */
type Asking = Policy | 'router, adaptive';
const POLICIES: Readonly<Record<Asking, () => Partial<AskRequest>>> = {
  router: () => ({}),
  'router, adaptive': () => ({ strategy: 'adaptive' }),
  'ask-all': () => ({ strategy: 'triple_consensus', qualityThreshold: 0 }),
  'single-best': () => ({ models: [BEST] }),
  random: () => ({ models: [EVERYONE[Math.floor(chance() * EVERYONE.length)] ?? BEST] }),
};
const served = {} as Record<Asking, readonly Timed[]>;
for (const policy of Object.keys(POLICIES) as Asking[]) served[policy] = await serveAll(policy);
await Promise.all([...servers.values()].map((server) => server.close()));
print();

function serverOf(model: SimulatedModel): Promise<ModelServer> {
  const usage = { prompt_tokens: INPUT_TOKENS, completion_tokens: model.outputTokens };
  return modelServer(model.avgResponseMs * scale, usage, (prompt) => {
    const request = requests[Number(/\((\d+)\)(?!.*\(\d+\))/su.exec(prompt)?.[1])];
    if (request === undefined) throw new Error(`no request of the bench: ${prompt}`);
    return JSON.stringify({ answer: answerOf(model, request, seed) });
  });
}

function entryOf({ id, inputUsdPerMillion, outputUsdPerMillion, avgResponseMs }: SimulatedModel) {
  return {
    id,
    adapter: 'openai-compatible',
    baseUrl: servers.get(id)?.url,
    encoding: 'o200k_base',
    contextWindow: 128_000,
    maxOutputTokens: REQUEST_CAP,
    inputUsdPerMillion,
    outputUsdPerMillion,
    avgResponseMs,
  };
}

async function serveAll(policy: Asking): Promise<readonly Timed[]> {
  // an answer that is given again would cost nothing, and teach nothing
  const settings = { minSamples: Number(values['min-samples']), caching: false, 'logging.level': 'error' };
  const engine = await engineThread(models.map(entryOf), settings);
  const all: Timed[] = [];
  for (const request of requests) {
    all.push(await serve(engine, request, POLICIES[policy]()));
    if (process.stderr.isTTY) process.stderr.write(`\r${policy} ${all.length} `);
  }
  await engine.stop();
  return all;
}

async function serve(engine: EngineThread, request: WorkRequest, said: Partial<AskRequest>): Promise<Timed> {
  const answer = await engine.ask({
    ...said,
    requestId: request.id,
    prompt: request.prompt,
    requestCap: REQUEST_CAP,
    // a user who is asked says yes: a bench asks nobody
    consent: ['below_quality', 'fewer_models'],
  });
  for (const { model, content } of answer.responses)
    await engine.judge(request.id, model, dataIn(content) === request.truth);
  return {
    kind: request.kind,
    category: answer.plan.category,
    asked: [...new Set(answer.responses.map(({ model }) => model))],
    right: isObject(answer.result.data) && answer.result.data['answer'] === request.truth,
    costMicroUsd: answer.costMicroUsd ?? Number.NaN,
    ms: answer.totalMs,
    overheadMs: overheadOf(answer),
  };
}

function dataIn(content: string): unknown {
  const data: unknown = JSON.parse(content);
  return isObject(data) ? data['answer'] : null;
}

/** Everything but the slowest model. */
function overheadOf({ totalMs, responses }: AskAnswer): number {
  return totalMs - Math.max(...responses.map(({ responseMs }) => responseMs));
}

function print(): void {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  console.table(
    Object.fromEntries(
      Object.entries(served).map(([policy, its]) => {
        const of = measuresOf(its, served['ask-all'], BEST);
        const overheads = its.map(({ overheadMs }) => overheadMs).toSorted((a, b) => a - b);
        return [
          policy,
          {
            accuracy: percent(of.accuracy),
            'after the first 100': percent(of.accuracyAfterStart),
            cost: `$${of.totalUsd.toFixed(3)}`,
            'below ask-all': percent(of.saving),
            'models at start': of.modelsAtStart.toFixed(2),
            'at end': of.modelsAtEnd.toFixed(2),
            'simple to the best': percent(of.simpleToBest),
            'mean ms': of.meanMs.toFixed(0),
            'overhead ms p50': overheads[Math.floor(overheads.length / 2)]?.toFixed(1),
            p95: overheads[Math.floor(overheads.length * 0.95)]?.toFixed(1),
          },
        ];
      }),
    ),
  );
  console.log(
    `${requests.length} requests, seed ${seed}; the models take ${scale} of their times; start and end are the first and last 100.`,
  );
}
