import assert from 'node:assert/strict';
import { fitContext } from '../../../src/core/context/fit-context.ts';
import type { BudgetAllocation, FitPorts } from '../../../src/core/context/fit-context.ts';
import type { FitOptions } from '../../../src/core/context/fit-options.ts';
import type { ContextItem } from '../../../src/core/context/item.ts';
import type { FailureCode } from '../../../src/core/facts/result.ts';
import { count, item, ports, sha256 } from './fit-ports.ts';
import type { Files } from './fit-ports.ts';

const FILES: Files = {
  'a.ts': 'const a = 1;\n',
  'b.ts': 'const b = 2;\nconst c = 3;\n',
  'long.md': 'word '.repeat(400),
};

describe('fitContext', () => {
  it("writes the specification's audit", async () => {
    const items = [0.9, 0.8, 0.75].map((probability, index) => ({
      sourceId: 'abc'.charAt(index),
      probability,
      tokenCount: [60, 50, 50][index] ?? 0,
    }));
    const { audit, text } = await fitted(items, { budget: 100 }, ports({ a: 'a', b: 'b', c: 'c' }));
    assert.equal(text, null);
    assertNear(JSON.parse(JSON.stringify(audit)), GOLDEN);
    assert.deepEqual(Object.keys(audit), Object.keys(GOLDEN));
  });

  it('renders what fits, and counts the whole', async () => {
    const items = Object.keys(FILES).map((path) => item(FILES, path));
    const { audit, text } = await fitted(items, { budget: 150, renderer: {}, task: 'Fix.' });
    assert.ok(text !== null && text.includes('## a.ts (full, line 1)\n```ts\nconst a = 1;\n```\n'));
    assert.ok(text.endsWith('# Task\nFix.\n'));
    assert.equal(audit.tokensUsed, count(text));
    assert.deepEqual(
      audit.included.map(({ path, ranges, sha256 }) => [path, ranges, sha256]),
      [
        ['a.ts', [[1, 1]], sha256(FILES['a.ts'] as string)],
        ['b.ts', [[1, 2]], sha256(FILES['b.ts'] as string)],
      ],
    );
    assert.deepEqual(audit.excludedByReason, { does_not_fit: 1 });
    assert.equal(audit.options.tree, true);
  });

  it('says that there are no candidates', async () => {
    const { audit } = await fitted([], {});
    assert.deepEqual(audit.notes, ['no candidates']);
    assert.deepEqual(
      [audit.tokensUsed, audit.value, audit.gap, audit.efficiency, audit.avgRelevanceIncluded],
      [0, 0, 0, 0, 0],
    );
    assert.equal(audit.saved.compressionRatio, 1);
    const rendered = await fitted([], { renderer: {} });
    assert.equal(rendered.text, '');
  });

  it('gives every candidate one reason, that of the first step that decides it', async () => {
    const items = [
      item(FILES, 'a.ts', { probability: 0.9 }),
      item(FILES, 'b.ts', { probability: 0.1 }),
      item(FILES, 'long.md', { probability: 0.8 }),
      { sourceId: 'odd', probability: 0.95, tokenCount: Number.NaN },
    ];
    const leftOut = [
      { path: 'z.lock', reason: 'lock_file', tokens: 412 },
      { path: 'img.png', reason: 'binary' },
    ] as const;
    const { audit } = await fitted(items, { budget: 100, minRelevance: 0.2, renderer: {}, leftOut });
    assert.deepEqual(
      audit.excluded.map((entry) => [entry.path ?? entry.id, entry.reason, entry.tokens, entry.probability]),
      [
        ['long.md', 'does_not_fit', 400, 0.8],
        ['b.ts', 'below_min_relevance', count(FILES['b.ts'] as string), 0.1],
        ['img.png', 'binary', null, null],
        ['odd', 'invalid_token_count', null, 0.95],
        ['z.lock', 'lock_file', 412, null],
      ],
    );
    assert.deepEqual(audit.excludedHighRelevance, ['long.md', 'odd']);
    assert.deepEqual(audit.excludedAboveWeakest, ['odd']);
    assert.equal(audit.candidatesConsidered, 6);
  });

  it('shows by the path only where the full text has no room and the level is allowed', async () => {
    const long = item(FILES, 'long.md', {
      variants: [
        { id: 'l1', level: 'full', ranges: [[1, 1]], tokens: 400, value: 0.5 },
        { id: 'l4', level: 'path', ranges: [], tokens: 2, value: 0.025 },
      ],
    });
    const { audit, text, chosenVariants } = await fitted([long], { budget: 100, renderer: {} });
    assert.ok(text !== null && text.includes('## long.md (path, 1 line)\n'));
    assert.ok(text.includes('long.md (1 line)\n```'));
    assert.deepEqual(chosenVariants, ['l4']);
    assert.equal(audit.included[0]?.sha256, sha256('1 line'));
    assert.deepEqual(audit.saved, { before: 400, after: 2, tokensSaved: 398, compressionRatio: 0.005 });
    const fullOnly = await fitted([long], { budget: 100, renderer: {}, levels: ['full'] });
    assert.equal(fullOnly.audit.includedCount, 0);
  });

  it('reads only what is chosen', async () => {
    const asked: string[] = [];
    const base = ports(FILES);
    const load: FitPorts['load'] = (ids) => {
      asked.push(...ids);
      return base.load(ids);
    };
    const items = Object.keys(FILES).map((path) => item(FILES, path));
    await fitted(items, { budget: 150, renderer: {} }, { ...base, load });
    assert.deepEqual(asked.sort(), ['a.ts', 'b.ts']);
  });

  it('shows text without BOM and CR, hashes it as shown and the bytes as they are', async () => {
    const files = { 'crlf.ts': '\uFEFFa\r\nb\r\n' };
    const { audit, text } = await fitted(
      [item(files, 'crlf.ts')],
      { renderer: { format: 'plain' } },
      ports(files),
    );
    assert.equal(text, 'a\nb\n');
    assert.equal(audit.included[0]?.sha256, sha256('a\nb\n'));
    assert.equal(audit.included[0]?.fileSha256, sha256(files['crlf.ts']));
  });

  it('hashes instructions with the salt, and the pack without instructions and task', async () => {
    const items = [item(FILES, 'a.ts')];
    const bare = await fitted(items, { renderer: {} });
    const full = await fitted(items, { renderer: {}, instructions: 'Be brief.', task: 'Fix.' });
    assert.equal(bare.audit.instructionsHash, null);
    assert.equal(full.audit.instructionsHash, sha256('salt\nBe brief.'));
    assert.equal(full.audit.packHash, bare.audit.packHash);
    assert.equal(bare.audit.packHash, sha256(bare.text ?? ''));
  });

  it('records the groups of the balanced strategy', async () => {
    const items = ['x/a.ts', 'y/b.ts'].map((path) => item({ [path]: 'x' }, path));
    const files = { 'x/a.ts': 'x', 'y/b.ts': 'x' };
    const options = { strategy: 'balanced', groupBy: 'folder', renderer: {} } as const;
    const { audit } = await fitted(items, options, ports(files));
    assert.deepEqual(Object.keys(audit.groups ?? {}).sort(), ['x', 'y']);
    assert.equal(audit.options.groupBy, 'folder');
    assert.equal(audit.options.shares, null);
  });

  it('says what sharing costs at most, and nothing where it costs nothing', async () => {
    const text = 'word '.repeat(40);
    const files = { 'x/a.ts': text, 'x/b.ts': text, 'y/c.ts': text };
    const likely = { 'x/a.ts': 0.9, 'x/b.ts': 0.8, 'y/c.ts': 0.1 };
    const items = Object.entries(likely).map(([path, probability]): ContextItem =>
      Object.assign(item(files, path), { probability }),
    );
    const options = { strategy: 'balanced', groupBy: 'folder', renderer: { tree: false } } as const;
    const all = await fitted(items, { ...options, budget: 1000 }, ports(files));
    assert.deepEqual(all.audit.notes, []);
    const crowded = await fitted(items, { ...options, shares: { x: 1, y: 1 }, budget: 130 }, ports(files));
    assert.match(crowded.audit.notes.join(), /^Sharing by folder costs at most \d+\.\d % of the value\.$/);
  });

  it('notes a lowered budget and keeps the margin of an estimate free', async () => {
    const counting = { encoding: 'o200k_base', exact: false, factor: 1.2, band: 0.1, basis: 'x' } as const;
    const { audit } = await fitted([item(FILES, 'a.ts')], { budget: 200, counting, renderer: {} });
    assert.deepEqual([audit.exact, audit.margin, audit.budget], [false, 20, 200]);
  });
});

describe('what a fit refuses', () => {
  const a = item(FILES, 'a.ts');
  const cases: readonly (readonly [FailureCode, readonly ContextItem[], FitOptions])[] = [
    ['invalid_budget', [a], { budget: 0 }],
    ['invalid_budget', [a], { budget: -5 }],
    ['invalid_budget', [a], { budget: Number.NaN }],
    ['invalid_option', [a], { reservedOutputTokens: -1 }],
    ['invalid_option', [a], { highRelevance: Number.NaN }],
    ['invalid_option', [a], { renderer: { format: 'yaml' as 'xml' } }],
    ['invalid_option', [a], { renderer: { order: 'size' as 'path' } }],
    ['invalid_min_relevance', [a], { minRelevance: Infinity }],
    ['unknown_strategy', [a], { strategy: 'best' as 'greedy' }],
    ['unknown_strategy', [], { strategy: 'toString' as 'greedy' }],
    ['invalid_floor', [a], { floor: -1 }],
    ['invalid_levels', [a], { levels: [] }],
    ['invalid_levels', [a], { levels: ['most' as 'full'] }],
    ['invalid_shares', [a], { strategy: 'balanced', shares: { x: -1 } }],
    ['invalid_work_limit', [a], { strategy: 'optimal', workLimit: -1 }],
    ['duplicate_source_id', [a, a], {}],
    ['duplicate_source_id', [{ ...a, sourceId: ' ' }], {}],
    ['duplicate_source_id', [a], { leftOut: [{ path: 'a.ts', reason: 'binary' }] }],
    ['invalid_probability', [{ ...a, probability: 1.1 }], {}],
    ['invalid_probability', [{ ...a, probability: Number.NaN }], {}],
    ['invalid_score', [{ ...a, score: Infinity }], {}],
    ['no_room', [a], { budget: 10, renderer: {}, instructions: 'word '.repeat(20) }],
    ['pinned_invalid_token_count', [{ ...a, pinned: true, tokenCount: -1 }], {}],
    ['pinned_unreadable', [a], { leftOut: [{ path: 'x.png', reason: 'binary', pinned: true }] }],
    ['pinned_unreadable', [], { leftOut: [{ path: 'gone.lock', reason: 'lock_file', pinned: true }] }],
    ['pinned_unreadable', [item(FILES, 'gone.ts', { pinned: true })], { renderer: {} }],
    ['pinned_exceed_budget', [item(FILES, 'long.md', { pinned: true })], { budget: 300, renderer: {} }],
    ['pinned_exceed_budget', [item(FILES, 'long.md', { pinned: true })], { budget: 300 }],
  ];
  for (const [index, [code, items, options]] of cases.entries()) {
    it(`${code} (${index + 1})`, async () => {
      const result = await fitContext(items, options, ports(FILES));
      assert.equal(result.ok ? 'ok' : result.error.code, code);
      assert.ok(!result.ok && /[.]$/.test(result.error.message));
    });
  }

  it('budget_exceeds_window', async () => {
    const model = {
      id: 'm',
      name: 'M',
      provider: 'p',
      counting: { encoding: 'o200k_base', exact: true, factor: 1, band: 0, basis: null },
      contextWindow: 4096,
      maxInputTokens: null,
      maxOutputTokens: null,
      price: { kind: 'unknown' },
      sources: [],
      disagreements: [],
    } as const;
    const result = await fitContext([a], { model, budget: 5000 }, ports(FILES));
    assert.equal(result.ok ? 'ok' : result.error.code, 'budget_exceeds_window');
  });

  it('pins that exceed the budget: by how much, and the least to unpin', async () => {
    const files: Files = { 'l.md': 'w '.repeat(400), 'm.md': 'w '.repeat(80), 's.md': 'w '.repeat(10) };
    const items = Object.keys(files).map((path) => item(files, path, { pinned: true }));
    const result = await fitContext(items, { budget: 490, renderer: { format: 'plain' } }, ports(files));
    assert.ok(!result.ok);
    assert.equal(result.error.code, 'pinned_exceed_budget');
    const { needed, available, over, unpin } = result.error.details ?? {};
    assert.deepEqual([available, over, unpin], [490, Number(needed) - 490, ['s.md']]);
    const more = await fitContext(items, { budget: 30, renderer: { format: 'plain' } }, ports(files));
    assert.ok(!more.ok);
    assert.deepEqual(more.error.details?.unpin, ['l.md', 'm.md']);
  });

  it("pins that exceed the budget by the editor's count: measured against the whole budget, framing freed too", async () => {
    const files: Files = { 'a.md': 'w '.repeat(10), 'empty.md': '' };
    const items = Object.keys(files).map((path) => item(files, path, { pinned: true }));
    const counting = { encoding: 'o200k_base', exact: false, factor: 1, band: 0.2, basis: 'x' } as const;
    const verify = (): Promise<number> => Promise.resolve(205);
    const options = { budget: 200, counting, renderer: { format: 'xml' as const, tree: false } };
    const result = await fitContext(items, options, ports(files, { verify }));
    assert.ok(!result.ok);
    const { needed, available, over, unpin } = result.error.details ?? {};
    assert.deepEqual([needed, available, over, unpin], [205, 200, 5, ['empty.md']]);
  });

  it('a fit that was cancelled, at every point where it waits', async () => {
    const items = [a, item(FILES, 'b.ts')];
    for (let calls = 0; calls < 4; calls++) {
      let asked = 0;
      const isCancelled = (): boolean => asked++ >= calls;
      const verify = (text: string): Promise<number> => Promise.resolve(count(text));
      const result = await fitContext(items, { renderer: {} }, ports(FILES, { isCancelled, verify }));
      assert.equal(result.ok ? 'ok' : result.error.code, 'cancelled');
    }
  });
});

describe('pins against reasons', () => {
  for (const reason of [
    'user_excluded',
    'lock_file',
    'minified',
    'generated',
    'vendored',
    'too_large',
  ] as const) {
    it(`a pinned file gets in although it is ${reason}`, async () => {
      const leftOut = [{ path: 'b.ts', reason, pinned: true }];
      const { audit } = await fitted([], { leftOut, renderer: {}, minRelevance: 2 });
      assert.deepEqual(
        audit.included.map((entry) => [entry.path, entry.reason, entry.tokens]),
        [['b.ts', 'pinned', count(FILES['b.ts'] as string)]],
      );
      assert.equal(audit.excludedCount, 0);
    });
  }
});

describe('files that change while they are read', () => {
  it('are counted again, and the choice is made again', async () => {
    const files: Files = { ...FILES, 'a.ts': 'word '.repeat(90) };
    const items = [item(FILES, 'a.ts', { probability: 0.9 }), item(FILES, 'b.ts')];
    const { audit, text } = await fitted(items, { budget: 100, renderer: {} }, ports(files));
    assert.deepEqual(
      audit.included.map(({ path }) => path),
      ['b.ts'],
    );
    assert.deepEqual(
      audit.excluded.map(({ path, tokens, reason }) => [path, tokens, reason]),
      [['a.ts', 90, 'does_not_fit']],
    );
    assert.equal(audit.notes.length, 1);
    assert.ok(count(text ?? '') <= 100);
  });

  it('may let more in when they have become smaller', async () => {
    const files: Files = { 'a.md': 'w', 'b.md': 'w '.repeat(60) };
    const items = [item(files, 'a.md', { tokenCount: 70, probability: 0.9 }), item(files, 'b.md')];
    const { audit } = await fitted(items, { budget: 130, renderer: {} }, ports(files));
    assert.deepEqual(
      audit.included.map(({ path, tokens }) => [path, tokens]),
      [
        ['a.md', 1],
        ['b.md', 60],
      ],
    );
    assert.ok(audit.upperBound >= audit.value);
  });

  it('are left out with the reason when they cannot be read', async () => {
    const files: Files = { ...FILES, 'b.ts': { reason: 'bad_encoding' } };
    const items = ['a.ts', 'b.ts', 'gone.ts'].map((path) => item(FILES, path));
    const { audit } = await fitted(items, { renderer: {} }, ports(files));
    assert.deepEqual(
      audit.excluded.map(({ path, reason }) => [path, reason]),
      [
        ['gone.ts', 'vanished'],
        ['b.ts', 'bad_encoding'],
      ],
    );
    assert.equal(audit.includedCount, 1);
  });

  it('end the fit even when every file of many proves larger than it was counted', async () => {
    const paths = Array.from({ length: 300 }, (_, index) => `f${index}.md`);
    const files: Files = Object.fromEntries(paths.map((path) => [path, 'w '.repeat(95)]));
    const items = paths.map((path) => item(files, path, { tokenCount: 60 }));
    const { audit, text } = await fitted(items, { budget: 100, renderer: {} }, ports(files));
    assert.equal(audit.includedCount, 0);
    assert.equal(audit.excludedCount, 300);
    assert.ok(audit.notes.some((note) => note.includes('kept changing')));
    assert.ok(count(text ?? '') <= 100);
  });
});

describe('a counter by which every cut is far too small', () => {
  it('is met by larger cuts, so that the fit ends soon', async () => {
    const paths = Array.from({ length: 500 }, (_, index) => `f${index}.md`);
    const files: Files = Object.fromEntries(paths.map((path) => [path, 'w\n']));
    const pinned = item(files, 'f7.md', { pinned: true });
    const items = [pinned, ...paths.filter((path) => path !== 'f7.md').map((path) => item(files, path))];
    // One token over with more than five files, whatever their size.
    const wayward = (text: string): number => ((text.match(/^## /gm)?.length ?? 0) > 5 ? 8001 : count(text));
    let choices = 0;
    const base = ports(files);
    const choose: FitPorts['choose'] = (items, options) => {
      choices++;
      return base.choose(items, options);
    };
    const { audit } = await fitted(
      items,
      { budget: 8000, renderer: {} },
      { ...base, count: wayward, choose },
    );
    assert.ok(audit.includedCount >= 2 && audit.includedCount <= 5);
    assert.equal(audit.included[0]?.path, 'f7.md');
    assert.ok(choices < 80, `${choices} choices`);
  });
});

describe("the editor's own counter", () => {
  const items = ['a.ts', 'b.ts'].map((path) => item(FILES, path));

  it('verifies the final text', async () => {
    const verify = (text: string): Promise<number> => Promise.resolve(count(text) + 3);
    const { audit } = await fitted(items, { budget: 500, renderer: {} }, ports(FILES, { verify }));
    assert.deepEqual(audit.notes, [`Verified by the editor's own counter: ${audit.tokensUsed + 3} tokens.`]);
    assert.equal(audit.includedCount, 2);
  });

  it('takes from the prompt until it holds for both', async () => {
    const seen: number[] = [];
    const verify = (text: string): Promise<number> => {
      seen.push(count(text) * 2);
      return Promise.resolve(count(text) * 2);
    };
    const { audit } = await fitted(items, { budget: 130, renderer: {} }, ports(FILES, { verify }));
    assert.equal(audit.includedCount, 1);
    assert.ok((seen.at(-1) ?? 0) <= 130 && audit.tokensUsed * 2 <= 130);
  });

  it('names the pins when they alone are too much for it', async () => {
    const verify = (): Promise<number> => Promise.resolve(501);
    const pinned = [item(FILES, 'a.ts', { pinned: true })];
    const result = await fitContext(pinned, { budget: 500, renderer: {} }, ports(FILES, { verify }));
    assert.equal(result.ok ? 'ok' : result.error.code, 'pinned_exceed_budget');
    const none = await fitContext(items, { budget: 500, renderer: {} }, ports(FILES, { verify }));
    assert.equal(none.ok ? 'ok' : none.error.code, 'no_room');
  });

  it('may fail: then our own count holds, and the audit says so', async () => {
    for (const verify of [
      (): Promise<number> => Promise.reject(new Error('no model')),
      (): Promise<number> => Promise.resolve(Number.NaN),
    ]) {
      const { audit } = await fitted(items, { renderer: {} }, ports(FILES, { verify }));
      assert.deepEqual(audit.notes, ["The editor's own counter gave no count: not verified."]);
    }
  });
});

async function fitted(
  items: readonly ContextItem[],
  options: FitOptions,
  given: FitPorts = ports(FILES),
): Promise<BudgetAllocation> {
  const result = await fitContext(items, options, given);
  assert.ok(result.ok, result.ok ? '' : `${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** Equal, numbers within 1e−9 (spec F5). */
function assertNear(found: unknown, wanted: unknown, where = 'audit'): void {
  if (typeof wanted === 'number') {
    assert.ok(Math.abs(Number(found) - wanted) <= 1e-9, `${where}: ${String(found)} is not ${wanted}`);
  } else if (typeof wanted === 'object' && wanted !== null && typeof found === 'object' && found !== null) {
    assert.deepEqual(Object.keys(found), Object.keys(wanted), where);
    for (const [name, value] of Object.entries(wanted)) {
      assertNear((found as Record<string, unknown>)[name], value, `${where}.${name}`);
    }
  } else {
    assert.equal(found, wanted, where);
  }
}

const GOLDEN = {
  budget: 100,
  tokensUsed: 60,
  budgetRemaining: 40,
  budgetUtilization: 0.6,
  framingTokens: 0,
  encoding: 'o200k_base',
  exact: true,
  model: null,
  margin: 0,
  strategy: 'greedy',
  value: 0.9,
  upperBound: 1.55,
  gap: 0.41935483870967744,
  proven: false,
  efficiency: 0.015,
  included: [
    {
      id: 'a',
      level: 'full',
      ranges: [[1, 1]],
      tokens: 60,
      probability: 0.9,
      value: 0.9,
      reason: 'selected',
      sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      fileSha256: null,
    },
  ],
  excluded: ['b', 'c'].map((id, index) => ({
    id,
    level: null,
    ranges: null,
    tokens: 50,
    probability: [0.8, 0.75][index],
    value: [0.8, 0.75][index],
    reason: 'does_not_fit',
    sha256: null,
    fileSha256: null,
  })),
  candidatesConsidered: 3,
  includedCount: 1,
  excludedCount: 2,
  excludedByReason: { does_not_fit: 2 },
  avgRelevanceIncluded: 0.9,
  excludedHighRelevance: ['b', 'c'],
  excludedAboveWeakest: [],
  options: {
    minRelevance: 0,
    highRelevance: 0.7,
    floor: 0,
    levels: ['full', 'chunks', 'outline', 'path'],
    duplicates: false,
    workLimit: 1_000_000,
    secrets: 'exclude',
  },
  secrets: [],
  duplicates: [],
  saved: { before: 60, after: 60, tokensSaved: 0, compressionRatio: 1 },
  packHash: '87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7',
  format: 'plain',
  order: 'path',
  instructionsHash: null,
  elapsedMs: 0,
  notes: [],
};
