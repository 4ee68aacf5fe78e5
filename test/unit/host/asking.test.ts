import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CONSENTS, type Consent } from '../../../src/core/facts/category.ts';
import { fail, ok } from '../../../src/core/facts/result.ts';
import { failedText, runningText, seconds, standing, titleOf } from '../../../src/host/answer-text.ts';
import {
  answeredSentence,
  consentIn,
  CONSENT_QUESTIONS,
  planDetail,
  plannedModelWords,
  planPrice,
  standingDetail,
  testedWords,
} from '../../../src/host/ask-words.ts';
import type { AskedRequest } from '../../../src/host/asked-requests.ts';
import { askingState, modelsNow } from '../../../src/host/asking-state.ts';
import { consentedPlan, limitsAgreed } from '../../../src/host/consented-plan.ts';
import { legacyFunctions } from '../../../src/host/legacy-functions.ts';
import { switchedEntries } from '../../../src/host/own-entries.ts';
import { selectedText } from '../../../src/host/selected-text.ts';
import type { AskableStanding } from '../../../src/protocol/models.ts';
import { ANSWER, ASKED_MODEL, PLAN, PLANNED } from './asked.ts';

describe('host: the price of a plan', () => {
  it('is the most that can be charged, and never $0 for what is not known', () => {
    assert.equal(planPrice(PLAN), 'at most $0.050');
    assert.equal(planPrice({ ...PLAN, cached: true }), 'answered before, nothing is sent');
    const included = { ...PLANNED, priceKind: 'included' as const, estimateMicroUsd: null };
    const unknown = { ...PLANNED, name: 'Mine', priceKind: 'unknown' as const, estimateMicroUsd: null };
    const without = { ...PLAN, estimateMicroUsd: null, pricedMicroUsd: 0 };
    assert.equal(planPrice({ ...without, models: [included] }), 'included in your subscription');
    assert.equal(planPrice({ ...without, models: [unknown] }), 'price of Mine unknown');
    assert.equal(
      planPrice({ ...without, pricedMicroUsd: 20_000, models: [PLANNED, included] }),
      'at most $0.020; the rest included in your subscription',
    );
  });

  it('stands beside what is sent, how often, and what kind of question it is', () => {
    assert.equal(planDetail(PLAN), '2 models; 24.1k tokens in, up to 4k out each; reasoning (82 % sure)');
    assert.match(
      planDetail({ ...PLAN, answers: 4, verifications: 4, refinements: 1 }),
      /^2 models, 4 answers, verified, 1 rewrite;/,
    );
  });

  it('says of each model why it is asked', () => {
    assert.equal(plannedModelWords(PLANNED), 'score 0.91 · at most $0.020');
    const own = { ...PLANNED, sentTo: 'models.example' };
    assert.equal(plannedModelWords(own), 'score 0.91 · at most $0.020 · goes to models.example');
    assert.match(planDetail({ ...PLAN, models: [own, own] }), /sure\); goes to models\.example$/);
    assert.equal(
      plannedModelWords({ ...PLANNED, proven: false, role: 'exploration' }),
      'not proven yet, to learn how good it is · at most $0.020',
    );
  });
});

describe('host: consent', () => {
  const refusal = (consent: Consent) => fail('cost_limit_exceeded', `$1.50 for ${consent}.`, { consent });

  it('is asked for by name and amount, word by word, and goes with the plan', async () => {
    const asked: string[] = [];
    const given = await consentedPlan(
      async (consent) =>
        consent.includes('unknown_price')
          ? consent.includes('quality_over_cost')
            ? ok(PLAN)
            : refusal('quality_over_cost')
          : refusal('unknown_price'),
      async (question, detail, yes) => {
        asked.push([question, detail, yes].join(' | '));
        return true;
      },
    );
    assert.deepEqual(given?.ok === true && given.value.consent, ['unknown_price', 'quality_over_cost']);
    assert.deepEqual(asked, [
      'Ask models whose price is unknown? | $1.50 for unknown_price. | Ask at Unknown Price',
      'Pass the cost limit of a request? | $1.50 for quality_over_cost. | Pass Cost Limit',
    ]);
  });

  it('that is not given ends it without a word; other failures are told', async () => {
    assert.equal(
      await consentedPlan(
        async () => refusal('fewer_models'),
        async () => false,
      ),
      null,
    );
    const failed = await consentedPlan(
      async () => fail('no_models', 'There are none.'),
      async () => assert.fail('There is nothing to agree to.'),
    );
    assert.ok(failed !== null && !failed.ok && failed.error.code === 'no_models', 'no_models');
  });

  it('property: every word is asked for once at most, whatever routing says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.constantFrom(...CONSENTS)), async (words) => {
        const asked: string[] = [];
        const result = await consentedPlan(
          async () => refusal(words.next().value),
          async (question) => {
            asked.push(question);
            return true;
          },
        );
        assert.equal(result?.ok, false);
        assert.equal(new Set(asked).size, asked.length);
      }),
      { numRuns: 100 },
    );
  });

  it('knows its words only', () => {
    for (const consent of CONSENTS)
      assert.equal(consentIn({ code: 'no_models', message: '', details: { consent } }), consent);
    for (const consent of ['all', 'toString', 7, null])
      assert.equal(consentIn({ code: 'no_models', message: '', details: { consent } }), null);
    assert.deepEqual(Object.keys(CONSENT_QUESTIONS).toSorted(), [...CONSENTS].toSorted());
  });

  it('to pass limits is asked for only where one would be passed', async () => {
    assert.ok(await limitsAgreed(PLAN, async () => assert.fail('Nothing is passed.')), 'agreed');
    const passes = ['$9.99 of $10 a day are used.'];
    const said: string[] = [];
    const agreed = await limitsAgreed({ ...PLAN, passes }, async (_question, detail) => {
      said.push(detail);
      return false;
    });
    assert.deepEqual([agreed, said], [false, passes]);
  });
});

describe('host: an answer while it comes', () => {
  const running = {
    prompt: 'Fix the parser\nand its tests',
    plan: PLAN,
    models: [
      ASKED_MODEL,
      {
        ...ASKED_MODEL,
        callId: 'b',
        name: 'Second',
        state: 'waiting' as const,
        ms: 0,
        outputTokens: null,
        costMicroUsd: null,
      },
    ],
    pieces: new Map([['a', 'First words']]),
  };

  it('shows who is asked and what has come', () => {
    const text = runningText(running);
    assert.match(text, /^# Fix the parser\n/);
    assert.match(text, /- First: answering, 1,204 tokens, \$0\.020\n- Second: waiting\n/);
    assert.match(text, /## First\n\nFirst words\n/);
    assert.doesNotMatch(text, /## Second/);
    assert.match(runningText({ ...running, models: [] }), /Asking First, Second…/);
  });

  it('says why nothing came of it, and keeps what had come', () => {
    const text = failedText(running, { code: 'all_models_failed', message: 'No model answered.' });
    assert.match(text, /^# Fix the parser\n\n\*\*No model answered\.\*\*\n/);
    assert.match(text, /First words/);
  });

  it('shows no verdict of a verifier as an answer', () => {
    const verifying = { ...ASKED_MODEL, work: 'verification' as const };
    assert.doesNotMatch(runningText({ ...running, models: [verifying] }), /## First/);
    assert.match(standing(verifying), /^First: verification, answering/);
  });

  it('says durations as people do', () => {
    assert.deepEqual([0, 449, 12_340, 125_400].map(seconds), ['0.0 s', '0.4 s', '12.3 s', '125 s']);
  });

  it('property: a title is one line, short and without control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (prompt) => {
        const title = titleOf(prompt);
        assert.ok(title.length > 0 && title.length <= 61, title);
        assert.doesNotMatch(title, /[\p{Cc}\p{Cf}]/u);
      }),
      { numRuns: 300 },
    );
  });
});

describe('host: a request in the Plan view', () => {
  const asked: AskedRequest = {
    requestId: 'one',
    prompt: 'Fix it',
    plan: PLAN,
    stage: 'execute',
    models: [],
    heardAt: 1000,
    pieces: new Map(),
    outcome: null,
  };

  it('names the planned models until the engine speaks', () => {
    assert.deepEqual(
      modelsNow(asked, 5000).map(({ name, state }) => [name, state]),
      [
        ['First', 'waiting'],
        ['Second', 'waiting'],
      ],
    );
  });

  it('goes on counting the seconds of those that run, and of no other', () => {
    const models = [ASKED_MODEL, { ...ASKED_MODEL, callId: 'b', state: 'answered' as const }];
    const now = (outcome: AskedRequest['outcome']) =>
      modelsNow({ ...asked, models, outcome }, 3000).map(({ ms }) => ms);
    assert.deepEqual(now(null), [4100, 2100]);
    assert.deepEqual(now(ok(ANSWER)), [2100, 2100]);
  });

  it('ends with a sentence, and says when a person should look', () => {
    assert.equal(
      askingState({ ...asked, outcome: ok(ANSWER) }, 0).sentence,
      '2 of 2 models answered in 3.4 s, $0.040.',
    );
    const flagged = {
      ...ANSWER,
      result: { ...ANSWER.result, flags: ['too_few' as const], flaggedForReview: true },
    };
    const shown = askingState({ ...asked, outcome: ok(flagged) }, 0);
    assert.ok(shown.toReview, shown.sentence);
    assert.match(shown.sentence, /Look at it: too few answered\.$/);
    assert.equal(askingState({ ...asked, outcome: fail('cancelled', 'Called off.') }, 0).state, 'cancelled');
    assert.equal(askingState({ ...asked, outcome: fail('no_models', 'None.') }, 0).state, 'failed');
  });

  it('says what disagreements and rules say', () => {
    const split = { ...ANSWER.result, metadata: { ...ANSWER.result.metadata, agreement: 0.5 } };
    assert.match(answeredSentence({ ...ANSWER, result: split }), /They agree on 50 %\.$/);
    const validation = {
      isValid: false,
      validatedData: null,
      errors: [
        {
          path: '/0/price',
          code: 'out_of_range' as const,
          severity: 'error' as const,
          message: '',
          value: 99,
        },
      ],
      warnings: [],
      category: 'price_extraction' as const,
    };
    assert.match(answeredSentence({ ...ANSWER, validation }), /1 rule is broken\.$/);
    assert.match(answeredSentence({ ...ANSWER, cached: true }), /nothing was sent/);
  });
});

describe('host: models', () => {
  const model: AskableStanding = {
    id: 'one',
    name: 'One',
    provider: 'someone',
    adapter: 'openai',
    enabled: true,
    trouble: null,
    keyName: 'OPENAI_API_KEY',
    priceKind: 'perToken',
    avgResponseMs: 2000,
    scores: [],
  };

  it('say what is in the way before what they have earned', () => {
    const trouble = { code: 'adapter_missing_key' as const, message: 'Its key OPENAI_API_KEY is missing.' };
    assert.equal(standingDetail({ ...model, trouble }), '$(warning) Its key OPENAI_API_KEY is missing.');
    const scores = [{ category: 'simple_query' as const, score: 0.91, sampleCount: 1, proven: false }];
    assert.equal(standingDetail({ ...model, scores }), 'simple question 0.91 (1 verdict)');
    assert.equal(standingDetail({ ...model, enabled: false }), 'Not asked.');
  });

  it('that were tested answered, or say why not', () => {
    const test = { id: 'one', ok: true, responseMs: 820, outputTokens: 1, costMicroUsd: 100, error: null };
    assert.equal(testedWords(test), '$(pass) Answered in 0.8 s, $0.000100.');
    const error = { code: 'adapter_auth' as const, message: 'The key was refused.' };
    assert.equal(testedWords({ ...test, ok: false, error }), '$(error) The key was refused.');
  });

  it('are switched in the user’s own entries, which keep all else', () => {
    const entries = [{ id: ' One ', name: 'Mine' }, 'no entry', { id: 'two', enabled: true }];
    assert.deepEqual(
      switchedEntries(
        entries,
        new Map([
          ['one', false],
          ['three', true],
        ]),
      ),
      [
        { id: ' One ', name: 'Mine', enabled: false },
        'no entry',
        { id: 'two', enabled: true },
        { id: 'three', enabled: true },
      ],
    );
  });
});

describe('host: a selection that is asked about', () => {
  const selection = { path: 'src/a.ts', language: 'typescript', firstLine: 3, lastLine: 3, text: 'let a;' };

  it('carries its file, lines and language', () => {
    assert.equal(selectedText(selection), '## src/a.ts (line 3)\n```typescript\nlet a;\n```\n');
    assert.match(selectedText({ ...selection, lastLine: 9, language: 'plaintext' }), /\(lines 3–9\)\n```\n/);
  });

  it('property: no text closes its fence', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '\n', 'a', ' ') }), (text) => {
        const lines = selectedText({ ...selection, text }).split('\n');
        const fence = /^`+/.exec(lines[1] ?? '')?.[0] ?? assert.fail('no fence');
        assert.equal(lines.slice(2).filter((line) => line.trim().startsWith(fence)).length, 1);
      }),
      { numRuns: 300 },
    );
  });
});

describe('host: old functions of the migration', () => {
  const request = { prompt: 'p', dataType: 'gpu' as const, requestId: 'one' };

  it('are there while their request runs, and only for it', async () => {
    const legacy = legacyFunctions();
    const data = await legacy.during(
      'one',
      async () => [1],
      () => legacy.call(request),
    );
    assert.deepEqual(data, ok([1]));
    const other = await legacy.during(
      'two',
      async () => [1],
      () => legacy.call(request),
    );
    assert.equal(other.ok || other.error.code, 'no_system');
    const later = await legacy.call(request);
    assert.equal(later.ok || later.error.code, 'no_system');
  });

  it('fail as values', async () => {
    const legacy = legacyFunctions();
    const old = async () => Promise.reject(new Error('down'));
    const failed = await legacy.during('one', old, () => legacy.call(request));
    assert.equal(failed.ok || failed.error.code, 'legacy_failed');
  });
});
