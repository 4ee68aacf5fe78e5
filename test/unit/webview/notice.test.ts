import assert from 'node:assert/strict';
import fc from 'fast-check';
import { budgetForEverything } from '../../../src/core/context/budget-for-everything.ts';
import { PLAN_VIEW_ACTIONS } from '../../../src/protocol/plan-view.ts';
import { amountsIn } from '../../../src/webview/amounts.ts';
import { announcement } from '../../../src/webview/announcement.ts';
import { nextItem } from '../../../src/webview/menu-keys.ts';
import { canFit, planNotice, surroundings } from '../../../src/webview/notice.ts';
import { STATES, stateOf } from '../../webview/states.ts';

const en = amountsIn('en');
const state = (name: string) => STATES[name] ?? assert.fail(`no state ${name}`);
const notice = (name: string) => planNotice(state(name).plan ?? assert.fail(), en);
const labels = (name: string) => notice(name).ways.map(({ label }) => label);

describe('webview: notices', () => {
  it('offers one click out of every state that is in the way', () => {
    assert.deepEqual(labels('no-folder'), ['Open Folder…']);
    assert.deepEqual(labels('empty'), ['Open Settings']);
    assert.deepEqual(labels('nothing-selected'), ['Add Open Editors', 'Show Files']);
    assert.deepEqual(labels('over'), ['Raise Budget to 49k', 'Explain Fit']);
    assert.deepEqual(labels('far-over'), ['Choose a Larger Model…', 'Explain Fit']);
    assert.deepEqual(labels('refused'), ['Raise Budget to 42k', 'Show Files']);
    assert.deepEqual(labels('unknown-model'), ['Choose Model…']);
    assert.deepEqual(labels('fits'), []);
  });

  it('says why it refuses instead of the sentence', () => {
    assert.equal(notice('refused').tone, 'error');
    assert.match(notice('refused').text, /unpin one or raise the budget/);
  });

  it('shows the log for a failure that has no way of its own', () => {
    const refused = stateOf({ state: 'refused', failure: { code: 'cancelled', message: 'Cancelled.' } });
    assert.deepEqual(
      planNotice(refused.plan ?? assert.fail(), en).ways.map(({ action }) => action),
      ['showLog'],
    );
  });

  it('tells a restarting engine before restricted mode', () => {
    assert.match(
      surroundings(stateOf({}, { restricted: true, engineRestarting: true }))?.text ?? '',
      /engine/,
    );
    assert.match(surroundings(state('restricted'))?.text ?? '', /^Restricted Mode/);
    assert.equal(surroundings(state('fits')), null);
  });

  it('only offers actions that the host takes', () => {
    for (const name of Object.keys(STATES)) {
      const { plan } = state(name);
      const ways = [...(plan ? planNotice(plan, en).ways : []), ...(surroundings(state(name))?.ways ?? [])];
      for (const { action } of ways) assert.ok(PLAN_VIEW_ACTIONS.includes(action));
    }
  });

  it('fits for a task that was typed before the engine planned for it, unless only ticked files count', () => {
    const typed = state('task-typed');
    assert.ok(canFit(typed, true));
    assert.ok(!canFit(typed, false));
    assert.ok(!canFit({ ...typed, task: { ...typed.task, candidates: 'ticked' } }, true));
    assert.ok(!canFit(state('no-folder'), true));
    assert.ok(!canFit({ ...typed, engineRestarting: true }, true));
  });

  it('fits only where there is something to fit', () => {
    const able = new Set(Object.keys(STATES).filter((name) => canFit(state(name), false)));
    for (const name of [
      'starting',
      'no-folder',
      'empty',
      'nothing-selected',
      'refused',
      'unknown-model',
      'restarting',
    ]) {
      assert.ok(!able.has(name), name);
    }
    for (const name of ['fits', 'over', 'indexing', 'restricted']) assert.ok(able.has(name), name);
  });
});

describe('webview: what is said aloud', () => {
  it('is silent for the first side and speaks when it changes', () => {
    const first = announcement(null, state('fits'));
    assert.deepEqual(first, { side: 'fits', say: null });
    const second = announcement(first.side, state('over'));
    assert.deepEqual(second, { side: 'over', say: 'Over by 16.9k: 14 of 41 ticked files stay out.' });
    assert.equal(announcement(second.side, state('over')).say, null);
    assert.match(announcement('over', state('refused')).say ?? '', /^The pinned files alone/);
  });

  it('waits while figures are estimates, and keeps its side through states without one', () => {
    const rough = { ...state('over'), plan: stateOf({ state: 'over', settled: false }).plan };
    assert.deepEqual(announcement('fits', rough), { side: 'fits', say: null });
    assert.deepEqual(announcement('over', state('nothing-selected')), { side: 'over', say: null });
    assert.deepEqual(announcement('over', state('restarting')), { side: 'over', say: null });
  });
});

describe('webview: keys of the menu', () => {
  const menu = ['Copy', 'Open', 'Send', 'Save'];

  it('moves round by arrows, to the ends, and to the next item with a letter', () => {
    assert.equal(nextItem('ArrowDown', 3, menu), 0);
    assert.equal(nextItem('ArrowUp', 0, menu), 3);
    assert.equal(nextItem('Home', 2, menu), 0);
    assert.equal(nextItem('End', 0, menu), 3);
    assert.equal(nextItem('s', 0, menu), 2);
    assert.equal(nextItem('S', 2, menu), 3);
    assert.equal(nextItem('s', 3, menu), 2);
    assert.equal(nextItem('x', 0, menu), null);
    assert.equal(nextItem(' ', 0, menu), null);
    assert.equal(nextItem('Enter', 0, menu), null);
  });
});

describe('budget for everything', () => {
  it('rounds up to what a person would type and keeps to the window', () => {
    assert.equal(budgetForEverything(48_930, 0, null), 49_000);
    assert.equal(budgetForEverything(7650, 0, null), 8000);
    assert.equal(budgetForEverything(271_999, 0, 271_999), 271_999);
    assert.equal(budgetForEverything(272_001, 0, 272_000), null);
  });

  it('property: everything gets in beside the margin, and never above the window', () => {
    fc.assert(
      fc.property(
        fc.nat(3_000_000),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.option(fc.integer({ min: 1, max: 3_000_000 })),
        (wanted, band, window) => {
          const budget = budgetForEverything(wanted, band, window);
          if (budget === null) return;
          assert.ok(budget - Math.ceil(budget * band) >= wanted);
          assert.ok(window === null || budget <= window);
        },
      ),
      { numRuns: 500 },
    );
  });
});
