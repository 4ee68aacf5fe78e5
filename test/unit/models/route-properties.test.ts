import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CATEGORIES, type Category } from '../../../src/core/facts/category.ts';
import type { Result } from '../../../src/core/facts/result.ts';
import { route } from '../../../src/core/models/route/route.ts';
import type { RouteCandidate, RoutingDecision } from '../../../src/core/models/route/route-candidate.ts';
import { DEFAULT_SCORE_SETTINGS, scoreOf } from '../../../src/core/models/scores/model-score.ts';
import {
  anyCandidates,
  anySituation,
  candidate,
  request,
  settingsWith,
  type Situation,
} from './any-candidate.ts';
import { allSets, bestOf, countOf, isUnknownPrice, moneyOf, type Oracle, oracleOf } from './route-oracle.ts';

const RUNS = 500;

type Routed = Result<RoutingDecision>;

const routeIn = ({ request, classification, candidates, settings }: Situation): Routed =>
  route(request, classification, candidates, settings);

/** Routes in any situation of a kind and looks at what came of it. */
function holds(
  situations: fc.Arbitrary<Situation>,
  check: (routed: Routed, situation: Situation, oracle: Oracle) => void,
): void {
  fc.assert(
    fc.property(situations, (situation) => check(routeIn(situation), situation, oracleOf(situation))),
    { numRuns: RUNS },
  );
}

const membersOf = (decision: RoutingDecision, { candidates }: Situation): readonly RouteCandidate[] =>
  decision.models.flatMap(({ id }) => candidates.filter(({ model }) => model.id === id));
const idsOf = (set: readonly RouteCandidate[]) => set.map(({ model }) => model.id).sort();
const fits = (set: readonly RouteCandidate[], limit: number | null) =>
  limit === null || moneyOf(set) <= limit;

/** Sets of qualified models of a size that keep to the limit. */
const fittingSets = ({ qualified, limit }: Oracle, size: number) =>
  allSets(qualified).filter((set) => set.length === size && fits(set, limit));

/** What step 5 may put together where fewer qualify than the least. */
const coldStartSets = ({ usable, qualified, unproven, unqualified, least }: Oracle) =>
  allSets(usable).filter((set) => {
    const tried = set.filter((its) => unproven.includes(its)).length;
    return (
      set.length === least &&
      (tried <= 1 || qualified.length + unqualified.length === 0) &&
      (set.some((its) => !unqualified.includes(its)) || qualified.length + unproven.length === 0)
    );
  });

const anyOfAll = anySituation();
const without = (draw: number, some: Partial<Situation['settings']> = {}) => settingsWith(draw, some);

describe('routing, properties (M16)', () => {
  it('property 4: in multi-model routing, equal cost, the higher score is selected first', () => {
    const anyScores = fc.uniqueArray(fc.integer({ min: 800, max: 1000 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        anyScores,
        fc.constantFrom<Category>('complex_reasoning', 'price_extraction', 'data_validation'),
        fc.constantFrom(0.3, 1),
        fc.option(fc.constantFrom(2, 3, 5, 9)),
        (scores, category, confidence, limit) => {
          const routed = route(
            request({ costLimitMicroUsd: limit === null ? null : limit * 1e6 }),
            { category, confidence },
            scores.map((score) => candidate(`m${score}`, { score: score / 1000, verdicts: 10 })),
            without(0),
          );
          assert.ok(routed.ok);
          const chosen = routed.value.models.map(({ score }) => Math.round(score * 1000));
          assert.ok(chosen.length >= 2);
          assert.deepEqual(chosen, scores.toSorted((a, b) => b - a).slice(0, chosen.length));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('property 5: repeated wrong verdicts only lower a score and in the end disqualify', () => {
    const anyMarks = fc.array(
      fc.record({ wasCorrect: fc.boolean(), weight: fc.constantFrom(1 as const, 1.5 as const) }),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(
        anyMarks,
        fc.constantFrom(1 as const, 1.5 as const),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (marks, weight, qualityThreshold) => {
          const verdicts = marks.map((mark) => ({ ...mark, at: 1 }));
          let last = scoreOf(verdicts, DEFAULT_SCORE_SETTINGS, 1).score;
          for (let wrong = 0; wrong < 60; wrong += 1) {
            verdicts.push({ wasCorrect: false, weight, at: 1 });
            const { score } = scoreOf(verdicts, DEFAULT_SCORE_SETTINGS, 1);
            assert.ok(score < last);
            last = score;
          }
          const poor = candidate('poor', { score: last, verdicts: verdicts.length, usd: 0 });
          const routed = route(
            request({ qualityThreshold }),
            { category: 'simple_query', confidence: 1 },
            [poor, candidate('good', { score: 1, verdicts: 10 })],
            without(0),
          );
          assert.ok(routed.ok);
          assert.deepEqual(
            routed.value.models.map(({ id }) => id),
            ['good'],
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('property 8: classification confidence < .5 → at least 2 models when 2 are selectable', () => {
    const unsure = anySituation({ confidence: 0.49, limits: false });
    holds(unsure, (routed, _, { qualified, unproven, unqualified }) => {
      const beside = qualified.length + unqualified.length > 0 ? 1 : unproven.length;
      const selectable = qualified.length + Math.min(beside, unproven.length);
      if (selectable >= 2) assert.ok(routed.ok && routed.value.models.length >= 2);
    });
  });

  it('property 15: simple_query with confidence ≥ .5 → exactly one model, cheapest of the qualified', () => {
    const simple = fc
      .constantFrom(0.5, 1)
      .chain((confidence) =>
        anySituation({ category: 'simple_query', confidence, request: { strategy: null } }),
      );
    holds(simple, (routed, situation, oracle) => {
      if (!routed.ok) return;
      assert.equal(routed.value.models.length, 1);
      const fitting = fittingSets(oracle, 1);
      if (fitting.length > 0)
        assert.deepEqual(idsOf(membersOf(routed.value, situation)), idsOf(bestOf(fitting, true) ?? []));
    });
  });

  it('property 16: reasoning models meet the threshold or are marked', () => {
    holds(anySituation({ category: 'complex_reasoning' }), (routed, { request }) => {
      if (!routed.ok) return;
      for (const { role, score, proven } of routed.value.models)
        assert.equal(role === 'qualified', proven && score >= request.qualityThreshold);
    });
  });

  it('property 17: validation → at least 2 models or an error, unless fewer_models by consent', () => {
    holds(anySituation({ category: 'data_validation' }), (routed, { request }) => {
      if (!routed.ok || routed.value.models.length >= 2) return;
      assert.ok(request.consent.includes('fewer_models'));
      assert.ok(routed.value.flags.includes('fewer_models'));
    });
  });

  it('property 18: under adaptive, a rising best score never raises the count', () => {
    const asked = anySituation({ request: { strategy: 'adaptive' }, limits: false });
    fc.assert(
      fc.property(asked, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        const situation = { ...given, settings: without(1) };
        const { qualified } = oracleOf(situation);
        const best = qualified.toSorted((a, b) => b.score.score - a.score.score)[0];
        if (best === undefined) return;
        const score = best.score.score + share * (1 - best.score.score);
        const risen = situation.candidates.map((its) =>
          its === best ? { ...its, score: { ...its.score, score } } : its,
        );
        const [before, after] = [situation, { ...situation, candidates: risen }].map(routeIn);
        assert.equal(before?.ok, after?.ok);
        if (before?.ok === true && after?.ok === true)
          assert.ok(after.value.models.length <= before.value.models.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('property 19: under a limit the set fits and is qualified when such a set exists, extras of M5.6 aside', () => {
    holds(anyOfAll, (routed, situation, oracle) => {
      const { qualified, least, limit } = oracle;
      const count = countOf(situation, oracle);
      const largest = Math.min(count, qualified.length);
      if (least === 0 || largest < least) return;
      const size = [3, 2, 1].find(
        (size) => size <= largest && size >= least && fittingSets(oracle, size).length > 0,
      );
      if (size === undefined) return;
      assert.ok(routed.ok);
      assert.ok(fits(membersOf(routed.value, situation), limit));
      const earned = membersOf(routed.value, situation).filter((its) => qualified.includes(its));
      assert.equal(earned.length, size);
      // Others fill a place that no qualified model could (M5.5), or are the extra of an exploration (M5.6).
      const filling = qualified.length < count && size === largest ? 1 : 0;
      const extra = situation.settings.stableHash('') < 0.2 ? 1 : 0;
      assert.ok(routed.value.models.length - size <= filling + extra);
    });
  });

  it('property 35: estimated cost of the perToken models ≤ limit, unless quality_over_cost was consented; under a money limit no unknown price without unknown_price', () => {
    holds(anyOfAll, (routed, situation, { limit }) => {
      if (!routed.ok || limit === null) return;
      const set = membersOf(routed.value, situation);
      assert.equal(routed.value.pricedMicroUsd, moneyOf(set));
      const { consent } = situation.request;
      if (!fits(set, limit)) {
        assert.ok(consent.includes('quality_over_cost'));
        assert.ok(routed.value.warnings.includes('quality_over_cost'));
      }
      if (!consent.includes('unknown_price')) assert.ok(!set.some(isUnknownPrice));
    });
  });

  it('property 36: each selected model is qualified, or marked exploration, or below_quality by consent', () => {
    holds(anyOfAll, (routed, situation, { qualified, unproven }) => {
      if (!routed.ok) return;
      for (const [index, its] of membersOf(routed.value, situation).entries()) {
        const role: string | undefined = routed.value.models[index]?.role;
        assert.equal(role === 'qualified', qualified.includes(its));
        if (role === 'below_quality') {
          assert.ok(situation.request.consent.includes('below_quality') && !unproven.includes(its));
          assert.ok(routed.value.flags.includes('below_quality'));
        }
      }
    });
  });

  it('property 37: no qualified set fits → warned, and the cheapest qualified only with consent', () => {
    holds(anyOfAll, (routed, situation, oracle) => {
      const { qualified, least } = oracle;
      if (least === 0 || oracle.usable.length < least || qualified.length < least) return;
      if ([1, 2, 3].some((size) => size >= least && fittingSets(oracle, size).length > 0)) return;
      const amounts = allSets(qualified)
        .filter((set) => set.length === least)
        .map(moneyOf);
      if (situation.request.consent.includes('quality_over_cost')) {
        assert.ok(routed.ok && routed.value.warnings.includes('quality_over_cost'));
        assert.equal(routed.value.pricedMicroUsd, Math.min(...amounts));
        assert.ok(routed.value.models.every(({ role }) => role === 'qualified'));
      } else {
        assert.ok(!routed.ok && routed.error.code === 'cost_limit_exceeded');
        assert.equal(routed.error.details?.['amountMicroUsd'], Math.min(...amounts));
      }
    });
  });
});

describe('routing against every set there is', () => {
  it('takes the greatest sum of scores, then lower cost, time, name; the cheapest for one fast answer', () => {
    holds(anyOfAll, (routed, situation, oracle) => {
      const { qualified, least } = oracle;
      if (oracle.usable.length < least || least === 0 || qualified.length < least) return;
      const largest = Math.min(countOf(situation, oracle), qualified.length);
      const size = [3, 2, 1].find(
        (size) => size <= largest && size >= least && fittingSets(oracle, size).length > 0,
      );
      if (size === undefined) return;
      assert.ok(routed.ok);
      const best = bestOf(fittingSets(oracle, size), routed.value.strategy === 'single_fast');
      const earned = membersOf(routed.value, situation).filter((its) => qualified.includes(its));
      assert.deepEqual(idsOf(earned), idsOf(best ?? []));
    });
  });

  it('never passes the limit on cold start when a set of the least count fits it', () => {
    holds(anyOfAll, (routed, situation, oracle) => {
      const { qualified, unproven, least, limit, usable } = oracle;
      if (usable.length < least || least === 0 || qualified.length >= least) return;
      const { consent } = situation.request;
      if (qualified.length + unproven.length === 0 && !consent.includes('below_quality')) {
        assert.equal(routed.ok ? 'ok' : routed.error.code, 'no_qualified_model');
        return;
      }
      const sets = coldStartSets(oracle);
      assert.ok(sets.length > 0);
      if (sets.some((set) => fits(set, limit))) {
        assert.ok(routed.ok && fits(membersOf(routed.value, situation), limit));
        assert.ok(routed.value.models.length >= least);
        // One at most is tried beside proven ones, the extra of an exploration aside.
        const tried = membersOf(routed.value, situation).filter((its) => unproven.includes(its)).length;
        const extra = situation.settings.stableHash('') < 0.2 ? 1 : 0;
        if (unproven.length < usable.length) assert.ok(tried <= 1 + extra);
      } else if (consent.includes('quality_over_cost')) {
        assert.ok(routed.ok && routed.value.warnings.includes('quality_over_cost'));
        assert.equal(routed.value.models.length, least);
      } else assert.equal(routed.ok ? 'ok' : routed.error.code, 'cost_limit_exceeded');
    });
  });

  it('asks nobody that cannot answer, nobody twice, and says the same of the same whatever the order', () => {
    fc.assert(
      fc.property(anyOfAll, fc.infiniteStream(fc.nat()), (situation, order) => {
        const routed = routeIn(situation);
        const shuffled = situation.candidates
          .map((its) => ({ its, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ its }) => its);
        assert.deepEqual(routeIn({ ...situation, candidates: shuffled }).ok, routed.ok);
        if (!routed.ok) return;
        const other = routeIn({ ...situation, candidates: shuffled });
        assert.deepEqual(other.ok && other.value, routed.value);
        const { usable, qualified } = oracleOf(situation);
        const members = membersOf(routed.value, situation);
        assert.equal(new Set(members).size, routed.value.models.length);
        assert.ok(members.every((its) => usable.includes(its)));
        const further = routed.value.ranked.map(({ id }) => id);
        assert.deepEqual(further.toSorted(), idsOf(qualified.filter((its) => !members.includes(its))));
      }),
      { numRuns: 200 },
    );
  });

  it('names what is in the way where fewer can answer than the least', () => {
    holds(anyOfAll, (routed, situation, { usable, least }) => {
      if (usable.length >= least && usable.length > 0) return;
      assert.ok(!routed.ok);
      const { request } = situation;
      const able = oracleOf({ ...situation, request: { ...request, consent: ['unknown_price'] } }).usable;
      const code =
        able.length === 0 ? 'no_models' : able.length > usable.length ? 'price_unknown' : 'not_enough_models';
      assert.equal(routed.error.code, code);
    });
  });
});

describe('new models', () => {
  it('are tried until they are proven, beside the others', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CATEGORIES),
        fc.constantFrom(...CATEGORIES).chain((category) => anyCandidates(category, 4)),
        (category, others) => {
          const fresh = candidate('zz', { usd: 0 }, category);
          const routed = route(
            request(),
            { category, confidence: 1 },
            [...others.filter(({ score }) => score.sampleCount >= 10), fresh],
            without(0),
          );
          // A validation may lack a second model; a simple query has no place beside a qualified one.
          if (!routed.ok) assert.equal(routed.error.code, 'not_enough_models');
          else if (category !== 'simple_query') assert.ok(routed.value.models.some(({ id }) => id === 'zz'));
        },
      ),
      { numRuns: 200 },
    );
  });
});
