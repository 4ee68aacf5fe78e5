import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ADAPTER_ERRORS } from '../../../src/core/facts/model-response.ts';
import type { AskedModel, AskedState } from '../../../src/protocol/models.ts';
import type { AskingState } from '../../../src/protocol/plan-view.ts';
import { STAGES } from '../../../src/core/facts/model-record.ts';
import { amountsIn } from '../../../src/webview/amounts.ts';
import { askedNotice, askedRows, askingAnnouncement, askingHeading } from '../../../src/webview/asking.ts';
import { ASKINGS } from '../../webview/asking-states.ts';

const en = amountsIn('en');
const asking = (name: string): AskingState => ASKINGS[name] ?? assert.fail(`no state ${name}`);
const plain = (text: string): string => text.replaceAll('\u00A0', ' ');

describe('webview: a request to models', () => {
  it('says of each model how it stands, for how long, how much and at what cost', () => {
    assert.deepEqual(
      askedRows(asking('asking'), en).map(({ name, words }) => `${name}: ${plain(words)}`),
      [
        'gpt-5: answered · 3.4 s · 1.2k tokens · $0.01',
        'qwen3-max: answering · 8.1 s · 340 tokens',
        'Claude Sonnet 4.5: trying again · 8.1 s',
      ],
    );
    assert.match(askedRows(asking('asked'), en)[1]?.words ?? '', /It did not answer within 30 s\.$/);
  });

  it('tells answers from verifications and rewrites', () => {
    const words = askedRows(asking('asking-verified'), en).map((row) => plain(row.words));
    assert.match(words[2] ?? '', /^verifies: answering/);
    assert.match(words[3] ?? '', /^rewrites: waiting/);
  });

  it('counts models, not calls, in its heading, and names the other steps', () => {
    assert.equal(askingHeading(asking('asking')), 'Asking 3 models');
    assert.equal(askingHeading({ ...asking('asking'), models: [] }), 'Asking 0 models');
    assert.equal(askingHeading(asking('asking-verified')), 'Asking 3 models');
    assert.equal(askingHeading(asking('asking-begun')), 'Fitting the context');
    for (const stage of STAGES) assert.notEqual(askingHeading({ ...asking('asking'), stage }), '');
  });

  it('offers the answer and a way to put it away when it is over, whatever came of it', () => {
    assert.equal(askedNotice(asking('asking')), null);
    for (const [name, tone] of [
      ['asked', 'warning'],
      ['asked-in-vain', 'error'],
    ] as const) {
      const notice = askedNotice(asking(name));
      assert.equal(notice?.tone, tone);
      assert.deepEqual(
        notice?.ways.map(({ action }) => action),
        ['showAnswer', 'dismissAnswer'],
      );
    }
  });

  it('is said aloud once, when a request ends that was seen running', () => {
    const [running, ended] = [asking('asking'), asking('asked')];
    assert.equal(askingAnnouncement(running, ended), ended.sentence);
    assert.equal(askingAnnouncement(ended, ended), null);
    assert.equal(askingAnnouncement(null, ended), null, 'A view that was opened later says nothing.');
    assert.equal(askingAnnouncement(running, { ...ended, requestId: 'two' }), null);
    assert.equal(askingAnnouncement(running, null), null);
  });

  it('never says a price that is not known, and never $0 for it', () => {
    const model = fc.record<AskedModel>({
      callId: fc.uuid(),
      model: fc.string({ minLength: 1 }),
      name: fc.string({ minLength: 1 }),
      work: fc.constantFrom('answer', 'verification', 'refinement'),
      state: fc.constantFrom<AskedState>(
        'waiting',
        'asking',
        'answering',
        'retrying',
        'answered',
        'failed',
        'cancelled',
      ),
      ms: fc.nat(),
      outputTokens: fc.option(fc.nat()),
      costMicroUsd: fc.option(fc.nat()),
      error: fc.option(
        fc.record({
          code: fc.constantFrom(...(Object.keys(ADAPTER_ERRORS) as (keyof typeof ADAPTER_ERRORS)[])),
          message: fc.constant('It failed.'),
        }),
      ),
    });
    fc.assert(
      fc.property(fc.array(model, { maxLength: 6 }), (models) => {
        const rows = askedRows({ ...asking('asking'), models }, en);
        assert.equal(rows.length, models.length);
        rows.forEach(({ words }, at) => assert.equal(words.includes('$'), models[at]?.costMicroUsd !== null));
      }),
      { numRuns: 200 },
    );
  });
});
