import assert from 'node:assert/strict';
import { ladderBudgets, ladderRow } from '../../../src/host/ladder-words.ts';
import { previewName } from '../../../src/host/preview-name.ts';
import { secretWords } from '../../../src/host/secret-words.ts';
import type { LadderStep } from '../../../src/protocol/ladder.ts';

const step: LadderStep = {
  budget: 16_000,
  tokensUsed: 15_800,
  costMicroUsd: 20_100,
  files: 21,
  share: 0.724,
  added: [
    { path: 'src/lexer.ts', level: 'full', tokens: 2100, fuller: false },
    { path: 'src/parser.ts', level: 'chunks', tokens: 900, fuller: false },
    { path: 'README.md', level: 'outline', tokens: 90, fuller: false },
    { path: 'a.ts', level: 'full', tokens: 9, fuller: false },
    { path: 'b.ts', level: 'full', tokens: 9, fuller: false },
    { path: 'c.ts', level: 'full', tokens: 9, fuller: false },
  ],
  failure: null,
};
const later = { present: false, isFirst: false, hasTask: true };

describe('the ladder of budgets', () => {
  it('has the usual steps and the present one, none above the window', () => {
    assert.deepEqual(ladderBudgets(24_000, 272_000), [8000, 16_000, 24_000, 32_000, 64_000]);
    assert.deepEqual(ladderBudgets(16_000, null), [8000, 16_000, 32_000, 64_000]);
    assert.deepEqual(ladderBudgets(20_000, 20_000), [8000, 16_000, 20_000]);
    assert.deepEqual(ladderBudgets(0, 8192), [8000]);
  });

  it('says what a step adds, how much of the need it shows, and what it costs', () => {
    assert.deepEqual(ladderRow(step, 'en', later), {
      label: '16k',
      description: '+6 files · 72 % of what is needed · ≈ $0.02',
      detail: 'lexer.ts, parser.ts (chunks), README.md (outline), a.ts, 2 more',
    });
  });

  it('tells files that are new from those that are shown more fully', () => {
    const adding = (fuller: readonly boolean[]): string => {
      const added = fuller.map((is) => ({ path: 'a.ts', level: 'full' as const, tokens: 9, fuller: is }));
      return ladderRow({ ...step, added, costMicroUsd: null }, 'en', { ...later, hasTask: false })
        .description;
    };
    assert.equal(adding([false, true, true]), '+1 file, 2 fuller');
    assert.equal(adding([true]), '1 file fuller');
    assert.equal(adding([true, true]), '2 files fuller');
  });

  it('says for the first step how many files it holds', () => {
    assert.equal(
      ladderRow({ ...step, added: step.added.slice(0, 1) }, 'en', { ...later, isFirst: true }).description,
      '21 files · 72 % of what is needed · ≈ $0.02',
    );
  });

  it('leaves out what is not known, and says when a step adds nothing or cannot be fitted', () => {
    const bare = { ...step, added: [], costMicroUsd: null };
    assert.deepEqual(ladderRow(bare, 'en', { ...later, present: true, hasTask: false }), {
      label: '16k (now)',
      description: 'nothing more',
    });
    const failure = { code: 'pinned_exceed_budget' as const, message: 'The pins take 20k.' };
    assert.deepEqual(ladderRow({ ...step, failure }, 'en', later), {
      label: '16k',
      description: 'The pins take 20k.',
    });
  });
});

describe('names', () => {
  it('of a preview tell file and level', () => {
    assert.equal(previewName('src/parser.ts', 'chunks'), 'Goes In/src/parser.ts (parts)');
    assert.equal(previewName('untitled:Untitled-1', 'full'), 'Goes In/Untitled-1 (in full)');
  });

  it('of a secret are its rule and place, never what was found', () => {
    assert.deepEqual(secretWords({ rule: 'AWS access key', path: 'config/prod.ts', line: 12 }), {
      label: 'AWS access key',
      description: 'config/prod.ts, line 12',
    });
  });
});
