import { CATEGORIES } from '../../core/facts/category.ts';
import type { Failure } from '../../core/facts/result.ts';
import { isProven } from '../../core/models/scores/model-score.ts';
import type { AskableStanding } from '../../protocol/models.ts';
import type { Advisor } from './advisor.ts';

/** Every model that can be asked or could be, with what is known of it. */
export async function askableList(advisor: Advisor): Promise<readonly AskableStanding[]> {
  const { ports, adapters, config } = advisor;
  const past = await advisor.past();
  const scores = past.scores(ports.now());
  const { measuredMs } = past;
  return Promise.all(
    advisor.models.map(async (model): Promise<AskableStanding> => {
      const { id, name, provider, adapter, enabled, keyName, price } = model;
      const ready = await adapters.get(adapter)?.ready(model);
      const known = CATEGORIES.map((category) => scores.of(id, category)).filter(
        ({ sampleCount }) => sampleCount > 0,
      );
      return {
        id,
        name,
        provider,
        adapter,
        enabled,
        trouble: ready === undefined ? noAdapter(adapter) : ready.ok ? null : ready.error,
        keyName,
        priceKind: price.kind,
        avgResponseMs: measuredMs.get(id) ?? model.avgResponseMs,
        scores: known.map(({ category, score, sampleCount }) => ({
          category,
          score,
          sampleCount,
          proven: isProven({ sampleCount }, config.minSamples),
        })),
      };
    }),
  );
}

function noAdapter(name: string): Failure {
  return { code: 'adapter_unavailable', message: `There is no adapter ${name} here.` };
}
