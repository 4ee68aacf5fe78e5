import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PHASES, type Prediction } from '../../../src/core/facts/prediction.ts';
import { wholeShares } from '../../../src/core/facts/whole-shares.ts';
import { amountsIn } from '../../../src/webview/amounts.ts';
import { ledgerReasons } from '../../../src/webview/ledger-reasons.ts';
import {
  alertNotice,
  failureNotice,
  limitAnnouncement,
  limitFigure,
  limitNotice,
} from '../../../src/webview/limits.ts';
import { surroundings } from '../../../src/webview/notice.ts';
import {
  computeFigure,
  coverageWords,
  outputFigure,
  phaseFigures,
  predictionRows,
  rangeDrawing,
  rangeFigure,
  taskPrice,
} from '../../../src/webview/prediction.ts';
import { FIRST, LEARNED, ledgerOf, LEDGERS, PREDICTED, SNAPSHOT } from '../../webview/ledger-states.ts';
import { stateOf } from '../../webview/states.ts';

const en = amountsIn('en');
const spaced = (text: string) => text.replaceAll('\u00A0', ' ');
const ledger = (name: string) => LEDGERS[name] ?? assert.fail(`no state ${name}`);
const snapshot = (name: string) => ledger(name).snapshot;

describe('webview: what a task may take', () => {
  it('shows what is allocated, the range around what is typical, and its level', () => {
    assert.equal(outputFigure(LEARNED, en).text, '5.9k');
    assert.match(outputFigure(LEARNED, en).title, /^Output: 5,920 tokens, recommended; typically 3,140/);
    assert.match(outputFigure({ ...LEARNED, method: 'override' }, en).title, /your own amount/);
    assert.equal(spaced(rangeFigure(LEARNED, en).text), 'likely 1.2k–8.4k (80 %)');
    assert.match(spaced(rangeFigure(LEARNED, en).title), /^80 % of tasks like this .* 1,230 to 8,420/);
    const early = { ...LEARNED, interval: { ...LEARNED.interval, calibrated: false } };
    assert.match(
      spaced(rangeFigure(early, en).title),
      /^As a rule of thumb, about 80 % of tasks are expected/,
    );
  });

  it('the line holds low, typical, high and the budget in their order', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(sizes, (four) => {
        const [low = 1, typical = 1, high = 1] = four.toSorted((a, b) => a - b);
        const recommended = four[3] ?? 1;
        const line = rangeDrawing({
          ...LEARNED,
          recommended,
          typical,
          interval: { ...LEARNED.interval, low, high },
        });
        assert.ok(0 <= line.low && line.low <= line.typical && line.typical <= line.high && line.high <= 100);
        assert.ok(line.budget > 0 && line.budget <= 100);
      }),
    );
  });

  it('the figures of the phases sum to the figure of the output, as it is shown', () => {
    const parse = (text: string) => {
      const [, digits = '0', unit = ''] = /([\d.]+)([kM]?)$/.exec(text) ?? [];
      return Number(digits) * (unit === 'k' ? 1000 : unit === 'M' ? 1_000_000 : 1);
    };
    const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000_000 }), weights, (recommended, shares) => {
        const parts = wholeShares(recommended, shares);
        const phases = Object.fromEntries(PHASES.map((phase, at) => [phase, parts[at] ?? 0]));
        const prediction = { ...FIRST, recommended, phases } as unknown as Prediction;
        const figures = phaseFigures(prediction, en);
        const sum = figures.reduce((total, { text }) => total + parse(text), 0);
        assert.ok(
          Math.abs(sum - parse(outputFigure(prediction, en).text)) < 1e-6 * sum,
          `${recommended} ${sum}`,
        );
        const length = figures.reduce((total, figure) => total + figure.length, 0);
        assert.ok(Math.abs(length - 100) < 1e-6);
      }),
      { numRuns: 500 },
    );
  });

  it('says of each phase its share, and the usual one where it was learned', () => {
    const [thinking] = phaseFigures(LEARNED, en);
    assert.deepEqual(
      [
        spaced(thinking?.text ?? ''),
        thinking?.tokens,
        spaced(thinking?.share ?? ''),
        spaced(thinking?.usual ?? ''),
      ],
      ['thinking 1.5k', '1,480', '25 %', '18–31 %'],
    );
    assert.ok(phaseFigures(FIRST, en).every(({ usual }) => usual === null));
  });

  it('the table says all of it', () => {
    assert.deepEqual(
      predictionRows(LEARNED, en).map(({ name, tokens, share }) => spaced(`${name}: ${tokens} (${share})`)),
      [
        'Output budget: 5,920 (–)',
        'Typical: 3,140 (–)',
        'Likely range: 1,230 to 8,420 (80 % of tasks)',
        'Thinking: 1,480 (25 %, usually 18–31 %)',
        'Planning: 1,190 (20 %, usually 9–27 %)',
        'Execution: 2,420 (41 %, usually 30–58 %)',
        'Reflection: 830 (14 %, usually 5–22 %)',
      ],
    );
  });

  it('says beside the promise how often it held, or why nobody knows yet', () => {
    const words = (name: string, prediction = snapshot(name).task?.prediction ?? LEARNED) => {
      const { text, offersImport } = coverageWords(snapshot(name), prediction, en);
      return spaced(text) + (offersImport ? ' [import]' : '');
    };
    assert.equal(words('predicted'), 'held 79 % of the time over your last 212 tasks');
    assert.equal(words('predicted-first'), 'ranges come from defaults until 20 tasks are recorded; [import]');
    assert.equal(
      words('predicted-few'),
      'held 4 of 5 so far; ranges lean on defaults until 20 tasks are recorded (7 now); [import]',
    );
    assert.equal(words('predicted-own'), 'your own amount; its range is a rule of thumb');
    assert.equal(words('predicted-loading'), 'Reading the history…');
    assert.match(words('predicted', { ...FIRST, method: 'history' }), /^by the formula alone/);
  });

  it('shows compute and price, and no figure for a price that nobody knows', () => {
    const suggested = { ...PREDICTED, compute: { ...PREDICTED.compute, suggestion: 'Less would do.' } };
    assert.match(computeFigure(suggested).title, / Less would do\.$/);
    const { text, units, title } = computeFigure(PREDICTED);
    assert.deepEqual([text, units], ['medium', '8.5 units']);
    assert.equal(title, 'Compute budget: 5 candidates, verified, refined up to 1×. Complexity 46 of 100.');
    assert.equal(spaced(taskPrice(PREDICTED, en)?.text ?? ''), '≈ $0.05 ($0.03–0.10)');
    assert.equal(taskPrice({ ...PREDICTED, price: null, priceKind: 'unknown' }, en), null);
    assert.equal(taskPrice({ ...PREDICTED, priceKind: 'included' }, en), null);
    const german = taskPrice(PREDICTED, amountsIn('de-DE'))?.text ?? '';
    assert.equal(spaced(german), '≈ 0,05 $ (0,03 $–0,10 $)');
  });

  it('gives its reasons in sentences', () => {
    const sentences = ledgerReasons(ledger('predicted'), en).map(spaced);
    assert.ok(sentences.includes('11 similar tasks; those that went well used 3,320 tokens on average.'));
    assert.ok(
      sentences.includes('Output: 5,920 tokens, recommended; typically 3,140.'),
      sentences.join('\n'),
    );
    assert.ok(sentences.includes('$0.38 of $10.00 a day used, $9.62 left.'));
    assert.ok(
      sentences.every((sentence) => /[.!]$/.test(sentence)),
      sentences.join('\n'),
    );
    assert.deepEqual(ledgerReasons(null, en), []);
    assert.equal(ledgerReasons(ledgerOf({}, null), en).length, 3, 'Limits stand without a task too.');
  });
});

describe('webview: limits', () => {
  it('shows what is left of the fullest, rounded down', () => {
    assert.equal(spaced(limitFigure(SNAPSHOT, en)?.text ?? ''), 'today 38 % of 2M output');
    assert.equal(spaced(limitFigure(snapshot('limit-near'), en)?.text ?? ''), 'today 83 % of $10');
    assert.equal(spaced(limitFigure(snapshot('predicted-first'), en)?.text ?? ''), 'today 0 % of $10');
    assert.equal(spaced(limitFigure(snapshot('limit-passed'), en)?.text ?? ''), 'today 99 % of $10');
    assert.equal(limitFigure({ ...SNAPSHOT, standings: [] }, en), null);
  });

  it('warns of what the task would pass first, then of what is reached, tight or near', () => {
    const passed = limitNotice(snapshot('limit-passed'));
    assert.equal(passed?.tone, 'warning');
    assert.match(passed.text, /^May pass the limit of \$10\.00 a day: \$0\.04\d* left\.$/);
    assert.deepEqual(
      passed.ways.map(({ action }) => action),
      ['chooseOutput', 'setLimit'],
    );
    assert.match(limitNotice(snapshot('limit-reached'))?.text ?? '', /^Limit reached: \$10\.12 of/);
    assert.match(limitNotice(snapshot('predicted-hard'))?.text ?? '', /window/);
    assert.equal(limitNotice(snapshot('limit-near'))?.tone, 'info');
    assert.equal(limitNotice(SNAPSHOT), null);
    const unlimited = { ...snapshot('limit-passed').task, applied: false } as typeof PREDICTED;
    assert.doesNotMatch(
      limitNotice({ ...snapshot('limit-passed'), task: unlimited })?.text ?? '',
      /May pass/,
    );
  });

  it('says a warning aloud once', () => {
    const notice = limitNotice(snapshot('limit-passed'));
    assert.equal(limitAnnouncement(null, notice), notice?.text);
    assert.equal(limitAnnouncement(notice?.text ?? null, notice), null);
    assert.equal(limitAnnouncement(null, limitNotice(snapshot('limit-near'))), null);
    assert.equal(limitAnnouncement('before', null), null);
  });

  it('shows an alert until it is dismissed, and why there is no prediction', () => {
    assert.deepEqual(
      alertNotice(ledger('alert'))?.ways.map(({ action }) => action),
      ['showReport', 'dismissAlert'],
    );
    assert.equal(alertNotice(ledger('predicted')), null);
    assert.equal(failureNotice(snapshot('wrong-override'))?.ways[0]?.action, 'chooseOutput');
    assert.equal(failureNotice(SNAPSHOT), null);
  });

  it('says above all what is wrong with the store', () => {
    const notice = surroundings(stateOf({}, { ledger: ledger('trouble'), restricted: true }));
    assert.match(notice?.text ?? '', /^A newer version wrote this history/);
  });
});
