/**
 * `npm run bench:asking`: does asking in parallel take as long as the slowest model and no longer; does a model that
 * hangs delay nobody past its time limit; do 200 requests at once neither leak nor starve. Models are servers on this
 * machine, the engine is the shipped one in its thread, and this thread stands for the editor's.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type AskAnswer, modelsLog } from '../../src/protocol/models.ts';
import { listModels } from '../../src/protocol/models-offered.ts';
import { buildEngine, engineThread, type EngineThread } from './asking/engine-thread.ts';
import { modelServer, type ModelServer } from './asking/model-server.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, at: { type: 'string', default: '200' } },
});

const USAGE = { prompt_tokens: 500, completion_tokens: 100 };
/** Times as models take them: the slowest is what a request is measured by. */
const TIMES_MS = [400, 900, 1500];
const TIMEOUT_MS = 1_000;
const TASK = 'Compare the two parsers and explain why one is faster';
/** Enough to see whether memory stops growing. */
const MANY_ROUNDS = 6;
/** Connections are kept for the next request, by both sides no longer than this. */
const KEPT_ALIVE_MS = 6_000;
const CONSENT = ['below_quality', 'fewer_models'];
/** Answers are asked anew, dear ones too; failures are told by the bench itself. */
const QUIET = { caching: false, costLimitUsd: null, 'logging.level': 'error' };

buildEngine();
const servers: ModelServer[] = [];
const open = async (delayMs: number, answer: () => string | null = () => 'It is the cache.') => {
  const server = await modelServer(delayMs, USAGE, answer);
  servers.push(server);
  return server;
};
const entryOf = (id: string, { url }: ModelServer, more: object = {}) => ({
  id,
  adapter: 'openai-compatible',
  baseUrl: url,
  encoding: 'o200k_base',
  contextWindow: 128_000,
  maxOutputTokens: 1_000,
  inputUsdPerMillion: 1,
  outputUsdPerMillion: 4,
  ...more,
});

await parallel();
await hanging();
await manyAtOnce();
await Promise.all(servers.map((server) => server.close()));

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Done when: the whole request within 10 % of the slowest model. */
async function parallel(): Promise<void> {
  const entries = await Promise.all(
    TIMES_MS.map(async (ms) => entryOf(`takes-${ms}`, await open(ms), { avgResponseMs: ms })),
  );
  const engine = await engineThread(entries, { ...QUIET, 'logging.level': 'info' });
  const stages = stagesOf(engine);
  const ratios: number[] = [];
  const wholes: number[] = [];
  // the first one loads the packages of the adapters
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    const began = performance.now();
    const answer = await engine.ask({
      prompt: `${TASK} (${round})`,
      strategy: 'triple_consensus',
      consent: CONSENT,
    });
    const whole = performance.now() - began;
    if (answer.responses.length !== TIMES_MS.length) throw new Error('not all models were asked');
    const slowest = Math.max(...answer.responses.map(({ responseMs }) => responseMs));
    if (round > 0) {
      ratios.push(answer.totalMs / slowest);
      wholes.push(whole);
    }
  }
  await engine.stop();
  const each = [...stages].map(([stage, times]) => `${stage} ${median(times)}`);
  console.log(
    `three models of ${TIMES_MS.join(', ')} ms: the request takes ${percent(median(ratios) - 1)} longer than the slowest of them (best ${percent(Math.min(...ratios) - 1)}, worst ${percent(Math.max(...ratios) - 1)}), ${median(wholes).toFixed(0)} ms for the door; one after the other they take ${TIMES_MS.reduce((sum, ms) => sum + ms, 0)} ms`,
  );
  console.log(`where the time goes, ms: ${each.join(', ')}`);
}

/** How long each step of requests took, ms, as the engine's log tells it. */
function stagesOf({ connection }: EngineThread): ReadonlyMap<string, readonly number[]> {
  const stages = new Map<string, number[]>();
  connection.onNotification(modelsLog, ({ text }) => {
    const [, stage = '', ms] = /^(\w+): done \((\d+) ms\)$/.exec(text) ?? [];
    if (ms !== undefined) stages.set(stage, [...(stages.get(stage) ?? []), Number(ms)]);
  });
  return stages;
}

/** One never says a word: the others' answers are there as they come, and its time limit ends the request. */
async function hanging(): Promise<void> {
  const entries = [
    entryOf('hangs', await open(0, () => null), { timeoutMs: TIMEOUT_MS }),
    entryOf('answers', await open(100)),
    entryOf('answers-too', await open(200)),
  ];
  const engine = await engineThread(entries, QUIET);
  await engine.ask({ prompt: 'What is a cache?', models: ['answers'], consent: CONSENT });
  const wholes: number[] = [];
  const others: number[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const prompt = `${TASK} (${round})`;
    const answer = await engine.ask({ prompt, strategy: 'triple_consensus', consent: CONSENT });
    const hung = answer.responses.find(({ model }) => model === 'hangs');
    if (hung?.error?.code !== 'adapter_timeout') throw new Error('the model that hangs was not given up');
    wholes.push(answer.totalMs);
    others.push(...answer.responses.filter(({ success }) => success).map(({ responseMs }) => responseMs));
  }
  await engine.stop();
  console.log(
    `one of three hangs, with a limit of ${TIMEOUT_MS} ms: the others answer in ${median(others).toFixed(0)} ms (worst ${Math.max(...others).toFixed(0)}), the request ends after ${median(wholes).toFixed(0)} ms (worst ${Math.max(...wholes).toFixed(0)})`,
  );
}

/** Everything is asked at once; meanwhile this thread and the engine's answer others. */
async function manyAtOnce(): Promise<void> {
  const count = Number(values.at);
  const [one, two] = [await open(300), await open(500)];
  const engine = await engineThread([entryOf('one', one), entryOf('two', two)], QUIET);
  const round = (name: number): Promise<readonly AskAnswer[]> =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        engine.ask({ prompt: `${TASK} (${name} ${index})`, consent: CONSENT }),
      ),
    );
  await engine.ask({ prompt: TASK, consent: CONSENT });
  const heaps: number[] = [];
  for (let name = 1; name <= MANY_ROUNDS; name += 1) {
    const watch = watched(engine);
    const began = performance.now();
    const answers = await round(name);
    const whole = performance.now() - began;
    const { lateMs, waitMs } = await watch.end();
    globalThis.gc?.();
    await wait(200);
    heaps.push(process.memoryUsage().rss / 2 ** 20);
    const failed = answers.flatMap(({ responses }) => responses).filter(({ success }) => !success).length;
    console.log(
      `${count} requests to two models at once (${name}): ${whole.toFixed(0)} ms, ${failed} answers failed; this thread was held ${lateMs.toFixed(0)} ms at most, another request of the engine waited ${waitMs.toFixed(0)} ms at most`,
    );
  }
  await wait(KEPT_ALIVE_MS);
  const left = await Promise.all([one, two].map((server) => server.connections()));
  await engine.stop();
  console.log(`${left.join(' and ')} connections are open when they had time to close`);
  console.log(`memory of the process after each: ${heaps.map((mb) => `${mb.toFixed(0)} MB`).join(', ')}`);
}

/** How long this thread is held, and how long a small request to the engine waits, at most. */
function watched(engine: EngineThread): { end(): Promise<{ lateMs: number; waitMs: number }> } {
  const over = new AbortController();
  let [lateMs, waitMs] = [0, 0];
  const tick = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const before = performance.now();
      await wait(10);
      lateMs = Math.max(lateMs, performance.now() - before - 10);
    }
  };
  const ask = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const before = performance.now();
      await engine.connection.sendRequest(listModels);
      waitMs = Math.max(waitMs, performance.now() - before);
      await wait(50);
    }
  };
  const running = Promise.all([tick(), ask()]);
  return {
    async end() {
      over.abort();
      await running;
      return { lateMs, waitMs };
    },
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
