import assert from 'node:assert/strict';
import type { PlanSnapshot } from '../../../src/protocol/plan.ts';
import { amountsIn } from '../../../src/webview/amounts.ts';
import { breakdown, meterText } from '../../../src/webview/breakdown.ts';
import {
  amount,
  certainty,
  indexingText,
  modelLabel,
  neededShare,
  partsLine,
  price,
} from '../../../src/webview/figures.ts';
import { reasons } from '../../../src/webview/reasons.ts';
import { partsOf } from '../../../src/webview/shares.ts';
import { FITTING_PLAN, STATES } from '../../webview/states.ts';

const en = amountsIn('en');
const spaced = (text: string) => text.replaceAll('\u00A0', ' ');
const planOf = (name: string): PlanSnapshot => STATES[name]?.plan ?? assert.fail(`no state ${name}`);
const line = (plan: PlanSnapshot) => partsLine(plan, partsOf(plan), en).map(({ text }) => spaced(text));

describe('webview: figures', () => {
  it('shows used and budget, with "~" while a figure rests on an estimate', () => {
    assert.equal(spaced(amount(FITTING_PLAN, en).text), '24.1k / 32k');
    assert.equal(spaced(amount(planOf('unsettled'), en).text), '~24.1k / 32k');
    assert.equal(amount(FITTING_PLAN, en).title, '24,112 of 32,000 tokens');
  });

  it('names the parts, and the margin and the overflow only where there are any', () => {
    assert.deepEqual(line(FITTING_PLAN), ['files 23.6k', 'instructions 512', 'gap 0.0 %']);
    assert.deepEqual(line(planOf('margin-over')), [
      'files 27.4k',
      'instructions 512',
      'margin 3.8k',
      'not in 21k',
      'gap 0.1 %',
    ]);
    assert.deepEqual(line(planOf('nothing-selected')), ['files 0', 'instructions 512']);
  });

  it('says which share of what is needed is shown, where the sentence does not', () => {
    const share = (name: string, candidates: 'workspace' | 'ticked') =>
      neededShare(planOf(name), candidates, en);
    assert.equal(share('fits', 'ticked'), null);
    assert.equal(share('task', 'workspace'), null);
    const shown = share('task', 'ticked') ?? assert.fail();
    assert.equal(spaced(shown.text), 'Shows ≈ 81 % of what is needed');
    assert.equal(
      spaced(shown.title),
      '1,167 files are ranked by how probably the task needs them; the prompt shows 81.2 % of what can be expected to be needed',
    );
    const early = share('task-ranking', 'workspace') ?? assert.fail();
    assert.equal(early.text, 'Ranking while files are read…');
    assert.match(early.title, /^311 files .* so far; the order may still change$/);
  });

  it('counts the files that are in for a task, and of the ticked ones without', () => {
    const title = (plan: PlanSnapshot) => partsLine(plan, partsOf(plan), en)[0]?.title;
    assert.equal(title(FITTING_PLAN), '23,600 tokens in 18 of 18 ticked files');
    assert.equal(title(planOf('task')), '23,600 tokens in 14 files');
    const said = reasons(planOf('task'), en);
    assert.ok(said.includes('14 files are in; 3 ticked, 1 pinned, 37 left out, 1,204 candidates.'));
    assert.ok(said.some((text) => text.startsWith('1,167 files are ranked')));
  });

  it('says what the model is and what its window holds', () => {
    assert.deepEqual(modelLabel(FITTING_PLAN, en), {
      name: 'gpt-5',
      window: '272k window',
      title: 'gpt-5: 272,000 tokens may go in',
    });
    assert.equal(modelLabel(planOf('no-model'), en).name, 'no model');
    assert.equal(modelLabel(planOf('unknown-model'), en).window, 'window unknown');
  });

  it('never writes a figure for a price that is unknown or included', () => {
    assert.equal(spaced(price(FITTING_PLAN, en).text), '≈ $0.05 input');
    assert.equal(price(planOf('no-model'), en).text, 'price unknown');
    assert.equal(price({ ...FITTING_PLAN, costMicroUsd: null }, en).text, 'price unknown');
    assert.equal(price(planOf('long-model'), en).text, 'included in your subscription');
  });

  it('says whether the count is exact, and what an estimate means', () => {
    assert.equal(certainty(FITTING_PLAN, en).text, 'exact');
    const estimated = certainty(planOf('margin'), en);
    assert.equal(spaced(estimated.text), 'estimated ± 12 %');
    assert.match(spaced(estimated.title), /may be off by 12 %, so 3,840 tokens are kept free/);
    assert.match(certainty(planOf('no-model'), en).title, /No model is chosen/);
  });

  it('tells how far counting is', () => {
    assert.equal(indexingText({ found: 5000, counted: 1204 }, en), 'Counting 1,204 of 5,000 files');
    assert.equal(indexingText({ found: 0, counted: 0 }, en), 'Looking for files…');
  });

  it('gives the meter its words and the table its rows', () => {
    const over = planOf('over');
    assert.equal(
      meterText(over, partsOf(over), en),
      '31,420 of 32,000 tokens: instructions 512, files 30,908, free 580. 17,510 more are ticked but not in',
    );
    assert.deepEqual(
      breakdown(over, partsOf(over), en).map(({ name, tokens, share }) => [name, tokens, spaced(share)]),
      [
        ['Instructions', '512', '1.6 %'],
        ['Files', '30,908', '96.6 %'],
        ['Free', '580', '1.8 %'],
        ['Budget', '32,000', '100.0 %'],
        ['Ticked but not in', '17,510', '54.7 %'],
      ],
    );
  });

  it('explains in sentences what is otherwise in tooltips, with the notes', () => {
    const sentences = reasons(planOf('margin'), en);
    assert.ok(
      sentences.every((sentence) => /[^.]\.$/.test(sentence)),
      sentences.join('\n'),
    );
    assert.ok(sentences.some((sentence) => sentence.includes('sources disagree')));
    assert.ok(sentences.some((sentence) => sentence.includes('verified with its own count')));
  });
});
