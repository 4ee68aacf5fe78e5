/**
 * How long a prediction, a record and a start from a checkpoint take: `npm run bench:predict-speed -- [RECORDS]`.
 * Times are of the processor, which a busy machine does not change.
 */
import { predictor } from '../../src/core/budget/predict/predictor.ts';
import { checkpointOf, predictorFrom } from '../../src/core/budget/predict/checkpoint.ts';
import { hashKey } from '../../src/core/budget/predict/keyed-hash.ts';
import { ask } from '../../src/core/budget/predict/ask.ts';

const most = Number(process.argv[2] ?? 10_000);
const key = hashKey('0123456789abcdeffedcba9876543210');

let seed = 12_345;
function below(count: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return Math.floor((seed / 0x80000000) * count);
}

/** Words as they are used: a few often, most rarely (Zipf). Prompts of a dozen to a few hundred words. */
function imaginedText(): string {
  const length = Math.ceil(Math.exp(2 + 4 * (below(1000) / 1000)));
  return Array.from({ length }, () => `word${Math.floor(20_000 ** (below(100_000) / 100_000))}`).join(' ');
}

function imagined() {
  const place = { session: `s${below(50)}`, turn: below(9) };
  return ask({ description: imaginedText() }, place, key, { id: `m${below(3)}`, maxOutputTokens: null });
}

function milliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function at(times: readonly number[], share: number): string {
  return (times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0).toFixed(2);
}

const subject = predictor();
let records: number[] = [];
for (let n = 1; n <= most; n++) {
  const { characteristics, features, model } = imagined();
  const record = {
    id: `id${n}`,
    taskId: `task${n}`,
    at: n * 60_000,
    characteristics: { ...characteristics, novelty: below(100) / 100 },
    prediction: null,
    budgetAllocated: null,
    budgetUsed: 100 + below(9000),
    totalTokens: 100_000 + below(1_000_000),
    thinkingTokens: null,
    outcome: { success: true, quality: 90, completedInTime: true, requiredReflection: false },
    features,
    costMicroUsd: null,
    ...(model === null ? {} : { model: model.id }),
  };
  records.push(milliseconds(() => subject.record(record)));
  if (![1000, 10_000, 100_000].includes(n)) continue;
  const predictions = Array.from({ length: 300 }, () => {
    const task = imagined();
    return milliseconds(() => subject.predict(task, n * 60_000));
  });
  let text = '';
  const writing = milliseconds(() => (text = JSON.stringify(checkpointOf(subject.state()))));
  const reading = milliseconds(() => predictorFrom(JSON.parse(text)));
  console.log(
    `${n} records: predict p50 ${at(predictions, 0.5)} ms, p95 ${at(predictions, 0.95)} ms; record p50 ${at(records, 0.5)} ms, p99 ${at(records, 0.99)} ms; checkpoint ${(text.length / 1e6).toFixed(1)} MB, written in ${writing.toFixed(0)} ms, read in ${reading.toFixed(0)} ms`,
  );
  records = [];
}
