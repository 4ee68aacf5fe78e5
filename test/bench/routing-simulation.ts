/**
 * What routing by the rules saves, without any server: `node --import tsx test/bench/routing-simulation.ts`. The models
 * are simulated; `fast-right` and `slow-right` are right as often as --right says (default 1).
 */
import { parseArgs } from 'node:util';
import { measuresOf } from './routing/measures.ts';
import { simulateRouting } from './routing/simulate.ts';
import { THREE_MODELS } from './routing/simulated-model.ts';
import { workload } from './routing/workload.ts';

const { values } = parseArgs({
  options: {
    right: { type: 'string', default: '1' },
    wrong: { type: 'string', default: '0.45' },
    requests: { type: 'string', default: '600' },
    'min-samples': { type: 'string', default: '10' },
    seeds: { type: 'string', default: '5' },
  },
});
const [right, cheap] = [Number(values.right), Number(values.wrong)];
const models = THREE_MODELS.map((model) =>
  Object.freeze(Object.assign({}, model, { rightShare: model.rightShare === 1 ? right : cheap })),
);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(8);

/** Over all seeds, for one line at the end. */
const gaps: number[] = [];
for (let seed = 1; seed <= Number(values.seeds); seed += 1) {
  const requests = workload(Number(values.requests), seed);
  const served = simulateRouting(models, requests, seed, Number(values['min-samples']));
  const [router, all] = [served.router, served['ask-all']].map((its) => measuresOf(its, its, 'fast-right'));
  gaps.push((router?.accuracy ?? 0) - (all?.accuracy ?? 0));
  console.log(
    `seed ${seed}: policy, accuracy, after the first 100, cost, below ask-all, models at start, at end, ` +
      'simple to the best, mean ms',
  );
  for (const [policy, its] of Object.entries(served)) {
    const of = measuresOf(its, served['ask-all'], 'fast-right');
    console.log(
      `  ${policy.padEnd(12)}${percent(of.accuracy)}${percent(of.accuracyAfterStart)}  $${of.totalUsd.toFixed(3)}` +
        `${percent(of.saving)}  ${of.modelsAtStart.toFixed(2)}  ${of.modelsAtEnd.toFixed(2)}` +
        `${percent(of.simpleToBest)}  ${of.meanMs.toFixed(0)}`,
    );
  }
}
const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
console.log(
  `accuracy of the router less that of ask-all, mean of ${gaps.length} seeds: ${percent(mean).trim()}`,
);
