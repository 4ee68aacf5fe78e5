import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { CORRECTION_TYPES, type VerdictRecord } from '../../../../src/core/facts/model-record.ts';
import type { ModelResponse } from '../../../../src/core/facts/model-response.ts';
import type { Result } from '../../../../src/core/facts/result.ts';
import { DEFAULT_SCORE_SETTINGS } from '../../../../src/core/models/scores/model-score.ts';
import { foldScores } from '../../../../src/core/models/scores/verdict-book.ts';
import {
  recordCategory,
  recordConfirmation,
  recordCorrection,
  recordRejection,
  recordValidation,
} from '../../../../src/engine/models/feedback.ts';
import { takeFeedback } from '../../../../src/engine/models/feedback-request.ts';
import { temporaryFolder } from '../../node/temporary-folder.ts';
import { advised } from './advised.ts';
import { askable } from './fake-models.ts';

const MODELS = ['a', 'b', 'c'].map((id) => askable(id));
const DAY = 86_400_000;

describe('feedback on answers', () => {
  it('property 25: each model gets its verdict on its own answer', async () => {
    const said = fc.record({ a: fc.nat(3), b: fc.nat(3), c: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(said, fc.nat(3), fc.boolean(), async (answers, truth, byRules) => {
        const world = advised(MODELS, ({ model }) => ({
          ms: 10,
          text: JSON.stringify([{ provider: 'Acme', gpu: 'H100', price: 100 * answers[model.id as 'a'] }]),
        }));
        const right = (model: 'a' | 'b' | 'c'): boolean =>
          // by the rules a price lies in 0.1..50
          byRules ? false : answers[model] === truth;
        const asked = await world.ask({ category: 'data_validation', dataType: byRules ? 'gpu' : null });
        assert.equal(asked.ok, true);
        if (!asked.ok) return;
        const requestId = asked.value.planned.calls[0]?.call.requestId ?? '';
        if (!byRules) {
          const judged = await recordValidation(world.advisor, requestId, {
            truth: [{ provider: 'acme', gpu: 'h100', price: 100 * truth }],
          });
          assert.equal(judged.ok, true);
        }
        const verdicts = (await world.records()).filter((record) => record.kind === 'verdict');
        assert.equal(verdicts.length, asked.value.responses.length);
        for (const verdict of verdicts) {
          const own: ModelResponse | undefined = asked.value.responses.find(
            ({ id }) => id === verdict.responseId,
          );
          assert.equal(own?.model, verdict.model);
          assert.equal(verdict.wasCorrect, right(verdict.model as 'a'));
          assert.deepEqual([verdict.weight, verdict.source, verdict.requestId], [1, 'validation', requestId]);
          assert.deepEqual([verdict.responseMs, verdict.tokenCount], [own?.responseMs, own?.tokenCount]);
        }
        await world.close();
      }),
      { numRuns: 100 },
    );
  });

  it('property 26: a correction is stored with its type; its data are the truth, on disk exactly by opt-in', async () => {
    const marked = fc.stringMatching(/^[a-z]{12,20}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...CORRECTION_TYPES),
        marked,
        fc.boolean(),
        fc.constantFrom('a', 'b'),
        async (type, truth, keeps, named) => {
          const folder = temporaryFolder();
          try {
            const store = join(folder.path, 'store');
            // b says what turns out to be true
            const world = advised(
              [askable('a'), askable('b')],
              ({ model }) => ({
                ms: 10,
                text: model.id === 'b' ? JSON.stringify({ city: truth }) : '{"city": "none"}',
              }),
              { store },
            );
            world.advisor.configure({ 'feedback.keepCorrectedData': keeps });
            const asked = await world.ask({ category: 'complex_reasoning' });
            const requestId = asked.ok ? (asked.value.planned.calls[0]?.call.requestId ?? '') : '';
            const given = { type, correctedData: { city: truth.toUpperCase() }, note: 'see the map' };
            const taken = await recordCorrection(world.advisor, requestId, named, given);
            assert.equal(taken.ok, true);
            const verdicts = (await world.records()).filter((record) => record.kind === 'verdict');
            const of = (model: string): VerdictRecord | undefined =>
              verdicts.find((each) => each.model === model);
            const own = of(named);
            assert.deepEqual([own?.wasCorrect, own?.source], [false, 'user']);
            assert.equal(own?.weight, type === 'partial_correct' ? 1 : 1.5);
            assert.deepEqual(own?.correction, {
              type,
              note: 'see the map',
              ...(keeps ? { data: { city: truth.toUpperCase() } } : {}),
            });
            const other = of(named === 'a' ? 'b' : 'a');
            assert.deepEqual(
              [other?.wasCorrect, other?.weight, other?.source],
              [named === 'a', 1, 'validation'],
            );
            await world.close();
            const bytes = readdirSync(store, { recursive: true, encoding: 'utf8' })
              .filter((name) => /\.jsonl?$/.test(name))
              .map((name) => readFileSync(join(store, name), 'utf8'))
              .join('');
            assert.equal(bytes.includes(truth.toUpperCase()), keeps);
            // no answer is kept either
            assert.equal(bytes.includes(`"city":"${truth}"`), false);
          } finally {
            folder.remove();
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('property 41: a new model that is used gains records, and its score follows them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 14 }), async (rights) => {
        const world = advised([askable('old')], () => ({ ms: 10 }));
        world.advisor.configure({ caching: false });
        await world.prove('old', 'simple_query', 12);
        assert.equal((await world.ask()).ok, true);
        world.advisor.offer([...world.advisor.models, askable('new')]);
        const past = await world.advisor.past();
        const given: VerdictRecord[] = [];
        for (const right of rights) {
          const asked = await world.ask({ consent: ['below_quality'] }, { models: ['new'] });
          assert.equal(asked.ok, true);
          if (!asked.ok) return;
          const requestId = asked.value.planned.calls[0]?.call.requestId ?? '';
          const judge = right ? recordConfirmation : recordRejection;
          const taken = await judge(world.advisor, requestId, 'new');
          if (taken.ok) given.push(...taken.value.verdicts);
          world.clock.advance(1_000);
        }
        const records = await world.records();
        const own = records.filter((record) => record.kind === 'response' && record.model === 'new');
        assert.equal(own.length, rights.length);
        const [folded] = foldScores(given, DEFAULT_SCORE_SETTINGS, world.clock.now());
        const score = past.scores(world.clock.now()).of('new', 'simple_query');
        assert.deepEqual([score.score, score.sampleCount], [folded?.score, rights.length]);
        await world.close();
      }),
      { numRuns: 100 },
    );
  });

  it('drops the cached answer after a wrong verdict, and not after a right one', async () => {
    const world = advised([askable('a')]);
    const request = { prompt: 'Where is it?' };
    const first = await world.ask(request);
    assert.equal((await world.ask(request)).ok, true);
    assert.equal(world.adapter.attempts.length, 1);
    await recordConfirmation(world.advisor, requestIdOf(first), null);
    const second = await world.ask(request);
    assert.equal(second.ok && second.value.cached, true);
    // also when it was given from the cache
    const judged = await recordRejection(world.advisor, lastRequest(await world.records()), 'a');
    assert.equal(judged.ok, true);
    const third = await world.ask(request);
    assert.equal(third.ok && third.value.cached, false);
    await world.close();
  });

  it('after a day or a restart judges the model named alone', async () => {
    const folder = temporaryFolder();
    try {
      const store = join(folder.path, 'store');
      const world = advised(MODELS, undefined, { store });
      const prompt = 'How much does renaming cost?';
      const asked = await world.ask({ prompt, category: 'data_validation' });
      const requestId = requestIdOf(asked);
      world.clock.advance(DAY);
      assert.equal(codeOf(await recordValidation(world.advisor, requestId, { truth: 1 })), 'answers_gone');
      assert.equal(codeOf(await recordConfirmation(world.advisor, requestId, null)), 'answers_gone');
      await world.close();
      const later = advised(MODELS, undefined, { store, clock: world.clock });
      const given = { type: 'value_correction', correctedData: 7, note: null };
      const corrected = await recordCorrection(later.advisor, requestId, 'a', given);
      assert.deepEqual(corrected.ok && [corrected.value.verdicts.length, corrected.value.gone], [1, ['b']]);
      assert.equal((await recordConfirmation(later.advisor, requestId, 'b')).ok, true);
      assert.equal(codeOf(await recordConfirmation(later.advisor, requestId, 'x')), 'unknown_model');
      assert.equal(codeOf(await recordConfirmation(later.advisor, 'nothing', 'a')), 'unknown_request');
      // its record holds what it was classified by: at the terminal every word comes after a restart
      const noted = await recordCategory(later.advisor, requestId, 'simple_query');
      assert.deepEqual(noted.ok && [noted.value.keywords, noted.value.complexityScore], [
        { price_extraction: ['cost'], simple_query: ['how much'] },
        0,
      ]);
      assert.equal(codeOf(await recordCategory(later.advisor, 'nothing', 'simple_query')), 'unknown_request');
      const requests = (await later.records()).filter((record) => record.kind === 'request');
      for (const { classified: _, ...older } of requests.slice(0, 1))
        await (await later.advisor.past()).append({ ...older, id: 'older' });
      assert.equal(codeOf(await recordCategory(later.advisor, 'older', 'simple_query')), 'answers_gone');
      const wrong = { ...given, type: 'wrong' };
      assert.equal(
        codeOf(await recordCorrection(later.advisor, requestId, 'a', wrong)),
        'invalid_correction_type',
      );
      await later.close();
    } finally {
      folder.remove();
    }
  });

  it('is taken in a user’s words, and told in words', async () => {
    const world = advised(MODELS, ({ model }) => ({ ms: 1, text: `{"x": "${model.id}"}` }));
    const requestId = requestIdOf(await world.ask({ category: 'complex_reasoning' }));
    const take = (given: object) => takeFeedback(world.advisor, { requestId, ...given } as never);
    const told = async (given: object): Promise<string> => {
      const taken = await take(given);
      return taken.ok ? taken.value.note : taken.error.code;
    };
    assert.match(await told({ verdict: 'accept', model: 'a' }), /^One verdict noted \(right\) on A\.$/);
    assert.match(await told({ verdict: 'reject', model: 'b' }), /^One verdict noted \(wrong\) on B\.$/);
    const correction = {
      verdict: 'correct',
      model: 'a',
      type: 'missing_data',
      correctedData: { x: 'b' },
      note: null,
    };
    assert.match(await told(correction), /^2 verdicts noted \(corrected\) on A, B\.$/);
    assert.match(await told({ verdict: 'category', category: 'simple_query' }), /taken for it/);
    assert.equal(await told({ verdict: 'category', category: 'weather' }), 'invalid_category');
    assert.equal(await told({ verdict: 'accept', model: 'x' }), 'unknown_model');
    world.clock.advance(DAY);
    assert.match(await told(correction), /The answers of B are not kept any more/);
    await world.close();
  });

  it('is asked for a yardstick, and learns categories from its user', async () => {
    const world = advised([askable('a')]);
    const asked = await world.ask({ prompt: 'How much does renaming cost?' });
    const requestId = requestIdOf(asked);
    assert.equal(codeOf(await recordValidation(world.advisor, requestId)), 'invalid_rule_set');
    assert.equal(codeOf(await recordCategory(world.advisor, requestId, 'weather')), 'invalid_category');
    const noted = await recordCategory(world.advisor, requestId, 'complex_reasoning');
    assert.deepEqual(noted.ok && noted.value.keywords, {
      price_extraction: ['cost'],
      simple_query: ['how much'],
    });
    assert.equal(JSON.stringify(noted).includes('renaming'), false);
    await world.close();
  });

  it('logs a score that moves far, and one that falls low, without any word of the prompt', async () => {
    const world = advised([askable('a')]);
    await world.prove('a', 'simple_query', 0, 2);
    const past = await world.advisor.past();
    const before = past.scores(world.clock.now()).of('a', 'simple_query').score;
    assert.equal(before < 0.5, true);
    await world.prove('b', 'simple_query', 1);
    world.advisor.offer([askable('b')]);
    world.advisor.configure({ minSamples: 1, anomaly: { minScore: 0.6 } });
    const asked = await world.ask({ prompt: 'Where is the parrot?' });
    await recordRejection(world.advisor, requestIdOf(asked), 'b');
    const told = world.log.filter(({ stage }) => stage === 'feedback').map(({ level }) => level);
    assert.deepEqual(told.toSorted(), ['info', 'warn']);
    assert.equal(JSON.stringify(world.log).includes('parrot'), false);
    await world.close();
  });
});

function requestIdOf(asked: Awaited<ReturnType<ReturnType<typeof advised>['ask']>>): string {
  if (!asked.ok) throw new Error(asked.error.code);
  return asked.value.planned.calls[0]?.call.requestId ?? '';
}

function lastRequest(records: Awaited<ReturnType<ReturnType<typeof advised>['records']>>): string {
  return records.findLast((record) => record.kind === 'request')?.id ?? '';
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}
