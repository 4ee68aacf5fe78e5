import assert from 'node:assert/strict';
import { alternativeRows } from '../../../src/host/alternative-rows.ts';
import { consentTo } from '../../../src/host/consent.ts';
import {
  computeLine,
  limitsInTheWay,
  predictionLine,
  predictionText,
  priceLine,
  questionsFirst,
  taskLine,
} from '../../../src/host/prediction-words.ts';
import type { PredictedTask } from '../../../src/protocol/ledger.ts';
import { FIRST, LEARNED, LEDGERS, MONEY_A_DAY, PREDICTED, SNAPSHOT } from '../../webview/ledger-states.ts';

const snapshotOf = (name: string) => LEDGERS[name]?.snapshot ?? assert.fail(`no state ${name}`);
const taskOf = (name: string): PredictedTask => snapshotOf(name).task ?? assert.fail(`no task in ${name}`);

describe('host: words of a prediction', () => {
  it('tell range, compute and price, and never a price that nobody knows', () => {
    assert.equal(predictionLine(LEARNED), 'Output 5.9k, likely 1.2k–8.4k (80 %)');
    assert.equal(taskLine(SNAPSHOT), predictionLine(LEARNED));
    assert.equal(taskLine({ ...SNAPSHOT, task: null }), null);
    assert.equal(
      computeLine(PREDICTED.compute),
      'medium: 5 candidates, verified, 1 refinement; 8.5 compute units',
    );
    assert.match(
      computeLine(taskOf('predicted-hard').compute),
      /^very_hard: 20 candidates, verified, search of 50 steps, 3 refinements; 33\.5 compute units$/,
    );
    assert.equal(priceLine(PREDICTED, 'en'), '≈ $0.052 ($0.031–$0.10)');
    assert.equal(priceLine({ ...PREDICTED, price: null, priceKind: 'unknown' }, 'en'), 'price unknown');
    assert.equal(
      priceLine({ ...PREDICTED, price: null, priceKind: 'included' }, 'en'),
      'included in your subscription',
    );
  });

  it('name the limits that are near, reached or in the way', () => {
    assert.deepEqual(limitsInTheWay(SNAPSHOT), []);
    for (const name of ['limit-near', 'limit-reached', 'limit-passed'])
      assert.deepEqual(
        limitsInTheWay(snapshotOf(name)).map(({ limit }) => limit.id),
        [MONEY_A_DAY.id],
        name,
      );
    const passed = snapshotOf('limit-passed');
    const standings = passed.standings.map((standing) => ({ ...standing, state: 'fine' as const }));
    assert.equal(limitsInTheWay({ ...passed, standings }).length, 1, 'The task would pass it.');
    const task = { ...taskOf('limit-passed'), applied: false };
    assert.deepEqual(
      limitsInTheWay({ ...passed, standings, task }),
      [],
      'Not limited: the rollout leaves it out.',
    );
  });

  it('make a document: words as they were typed, phases that sum, similar tasks, the section for agents', () => {
    const text = predictionText('Fix <b>the</b> *parser*\n# now', PREDICTED, 'en');
    assert.match(
      text,
      /^ {4}Fix <b>the<\/b> \*parser\*\n {4}# now$/m,
      'As code, read by nobody as Markdown.',
    );
    assert.match(text, /\*\*Output:\*\* 5,920 tokens; typically 3,140, likely 1,230–8,420 \(80 %\)/);
    assert.match(text, /All tokens in and out:\*\* typically 96,000/);
    assert.match(text, /\| thinking \| 1,480 \| 25 % \(18 %–31 %\) \|/);
    assert.match(text, /\*\*generous\*\*, 8,420 tokens/);
    assert.match(text, /\| `a1b2c3` \| 83 % \| 3,320 \|/);
    assert.match(text, /## Token budget\n$/);
    const first = predictionText('x', { ...PREDICTED, prediction: FIRST, applied: false }, 'en');
    assert.match(first, /\| thinking \| 1,513 \| 25 % \|/);
    assert.match(first, /not limited/);
    assert.doesNotMatch(first, /similar past tasks/);
  });
});

describe('host: output budgets to choose from', () => {
  const rows = (chosen: number | null) =>
    alternativeRows(LEARNED, chosen).map(({ label, description }) => `${label} ${description}`.trim());

  it('go from the smallest to the largest, the present one marked, an own amount last', () => {
    assert.deepEqual(rows(null), [
      'Conservative 3.1k',
      'Recommended (now) 5.9k',
      'Generous 8.4k',
      'Maximum 11.8k',
      'Another amount…',
    ]);
    assert.deepEqual(
      rows(8420).filter((row) => row.includes('(now)')),
      ['Generous (now) 8.4k'],
    );
    assert.deepEqual(
      rows(7000).filter((row) => row.includes('(now)')),
      ['Another amount… (now) 7k'],
    );
  });

  it('say what the recommendation is enough for', () => {
    const detail = (prediction: typeof LEARNED) =>
      alternativeRows(prediction, null).find(({ tokens }) => tokens === null)?.detail;
    assert.equal(detail(LEARNED), 'Enough for 80 % of tasks like this.');
    const early = { ...LEARNED, interval: { ...LEARNED.interval, calibrated: false } };
    assert.match(detail(early) ?? '', /^Enough for about 80 % of tasks, as a rule of thumb/);
    assert.equal(detail(FIRST), 'From what is known of the task.');
    assert.equal(detail({ ...FIRST, method: 'history' }), 'From similar tasks of the past.');
  });
});

describe('host: consent to pass a limit', () => {
  const passing = taskOf('limit-passed');
  const asked = (answer: boolean) => {
    const questions: (readonly string[])[] = [];
    const consent = consentTo(async (about) => {
      questions.push(about);
      return answer;
    });
    return { consent, questions };
  };

  it('is not asked for while limits hold, nor for a task that is not limited', async () => {
    const { consent, questions } = asked(false);
    assert.ok(await consent.given(null));
    assert.ok(await consent.given(PREDICTED));
    assert.ok(await consent.given({ ...passing, applied: false }));
    assert.deepEqual(questions, []);
  });

  it('is remembered for that fit only', async () => {
    const { consent, questions } = asked(true);
    assert.ok(await consent.given(passing));
    assert.ok(await consent.given(passing));
    assert.equal(questions.length, 1);
    assert.deepEqual(questions[0], passing.questions);
    assert.ok(await consent.given({ ...passing, questions: ['This task may take $0.20. Pass it?'] }));
    assert.ok(await consent.given({ ...passing, taskId: 'another' }));
    assert.equal(questions.length, 3);
  });

  it('is asked for again after a no', async () => {
    const { consent, questions } = asked(false);
    assert.ok(!(await consent.given(passing)));
    assert.ok(!(await consent.given(passing)));
    assert.equal(questions.length, 2);
  });

  it('is not asked for because a price is unknown: a prompt that is fitted costs nothing', () => {
    const unknown: PredictedTask = {
      ...PREDICTED,
      price: null,
      priceKind: 'unknown',
      room: { ...PREDICTED.room, moneyUnnamed: [MONEY_A_DAY] },
      questions: ['The price of house-model is unknown. Use it all the same?'],
    };
    assert.deepEqual(questionsFirst(unknown), []);
    const both = { ...unknown, questions: [...passing.questions, ...unknown.questions] };
    assert.deepEqual(questionsFirst(both), both.questions);
  });
});
