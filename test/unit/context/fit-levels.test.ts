import assert from 'node:assert/strict';
import { fitContext } from '../../../src/core/context/fit-context.ts';
import type { FitOptions } from '../../../src/core/context/fit-options.ts';
import type { FitPorts } from '../../../src/core/context/fit-context.ts';
import type { ContextItem, Variant } from '../../../src/core/context/item.ts';
import { parseAudit } from '../../../src/core/context/parse-audit.ts';
import { count, type Files, item, ports } from './fit-ports.ts';

async function fitted(
  items: readonly ContextItem[],
  files: Files,
  options: FitOptions,
  more: Partial<FitPorts> = {},
) {
  const result = await fitContext(items, options, ports(files, more));
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  const { audit } = result.value;
  const parsed = parseAudit(JSON.parse(JSON.stringify(audit)));
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.error.message);
  return result.value;
}

const words = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `word${from + index}`).join(' ');

describe('fit with near duplicates', () => {
  const files: Files = {
    'a.ts': `${words(0, 40)}\n`,
    'b.ts': `${words(1, 41)}\n`,
    'c.ts': `${words(50, 90)}\n`,
  };
  const items = [
    item(files, 'a.ts', { probability: 0.4 }),
    item(files, 'b.ts', { probability: 0.9 }),
    item(files, 'c.ts', { probability: 0.5 }),
  ];

  it('keeps the best by rank, says why the other is out, and writes both down', async () => {
    const { audit } = await fitted(items, files, { budget: 500, duplicates: true, renderer: {} });
    assert.deepEqual(
      audit.included.map(({ path }) => path),
      ['b.ts', 'c.ts'],
    );
    assert.deepEqual(
      audit.excluded.map(({ path, reason }) => [path, reason]),
      [['a.ts', 'duplicate']],
    );
    assert.equal(audit.options.duplicates, true);
    assert.deepEqual(audit.duplicates, [
      { clusterId: 'duplicates-1', representativeId: 'b.ts', mergedIds: ['a.ts'], reason: 'same_words' },
    ]);
  });

  it('keeps all without the option, and reads nothing that is not chosen', async () => {
    const read: string[] = [];
    const base = ports(files);
    const load: FitPorts['load'] = (ids) => {
      read.push(...ids);
      return base.load(ids);
    };
    const { audit } = await fitted(items, files, { budget: 60 }, { load });
    assert.deepEqual(audit.duplicates, []);
    assert.equal(audit.excludedByReason.duplicate, undefined);
    assert.deepEqual(
      read,
      audit.included.map(({ path }) => path),
    );
  });

  it('keeps what is pinned, and lets it stand for the others', async () => {
    const pinned = items.map((each) => (each.sourceId === 'a.ts' ? { ...each, pinned: true } : each));
    const { audit } = await fitted(pinned, files, { budget: 500, duplicates: true });
    assert.deepEqual(
      audit.included.map(({ path }) => path),
      ['a.ts', 'c.ts'],
    );
  });

  it('does not trip over what cannot be read', async () => {
    const { audit } = await fitted(
      [...items, { sourceId: 'd.ts', probability: 0.8, tokenCount: 3, metadata: { path: 'd.ts' } }],
      { ...files, 'd.ts': { reason: 'unreadable' } },
      { budget: 500, duplicates: true },
    );
    assert.equal(audit.excluded.find(({ path }) => path === 'd.ts')?.reason, 'unreadable');
  });
});

describe('fit with a floor', () => {
  it('says that budget stays unused as nothing worthwhile is left', async () => {
    const files: Files = { 'a.ts': `${words(0, 10)}\n`, 'b.ts': `${words(0, 20)}\n` };
    const items = [item(files, 'a.ts', { probability: 0.9 }), item(files, 'b.ts', { probability: 0.01 })];
    const { audit } = await fitted(items, files, { budget: 100, floor: 0.01 });
    assert.deepEqual(audit.excludedByReason, { below_floor: 1 });
    assert.deepEqual(audit.notes, [
      `Leaves ${100 - audit.tokensUsed} tokens unused: nothing worthwhile is left.`,
    ]);
  });
});

describe('fit of excerpts', () => {
  const before = 'one\ntwo\nthree\nfour\nfive\nsix\n';
  const variants = (text: string, line: number): readonly Variant[] => {
    const lines = text.split('\n').slice(0, -1);
    const shown = `… lines 1-${line - 1}\n${lines[line - 1]}\n… lines ${line + 1}-${lines.length}\n`;
    return [
      { id: 'full:a.ts', level: 'full', ranges: [[1, lines.length]], tokens: count(text), value: 0.5 },
      { id: 'chunks:a.ts', level: 'chunks', ranges: [[line, line]], tokens: count(shown), value: 0.4 },
    ];
  };
  const items = [{ ...item({ 'a.ts': before }, 'a.ts'), variants: variants(before, 3) }];

  it('counts what is saved', async () => {
    const long = `${words(0, 40)}\n`;
    const files: Files = { 'b.ts': `${long}two\n${long}` };
    const chosen = item(files, 'b.ts');
    const parts: readonly Variant[] = [
      { id: 'chunks:b.ts', level: 'chunks', ranges: [[2, 2]], tokens: 9, value: 0.4 },
    ];
    const { audit } = await fitted([{ ...chosen, variants: parts }], files, { budget: 60 });
    const before = chosen.tokenCount;
    assert.deepEqual(audit.saved, {
      before,
      after: 9,
      tokensSaved: before - 9,
      compressionRatio: 9 / before,
    });
  });

  it('makes ranges anew where the file changed since, by whoever made them', async () => {
    const after = `zero\nzero\n${before}`;
    const { audit, text } = await fitted(
      items,
      { 'a.ts': after },
      { budget: 60, levels: ['chunks'], renderer: { tree: false } },
      { revise: (_, now) => Promise.resolve(now === before ? null : variants(now, 5)) },
    );
    assert.deepEqual(
      audit.included.map(({ level, ranges }) => ({ level, ranges })),
      [{ level: 'chunks', ranges: [[5, 5]] }],
    );
    assert.match(text ?? '', /three/);
    assert.match(audit.notes.join('\n'), /Counted again/);
  });

  it('shows no old lines of a changed file where nobody can make them anew', async () => {
    const { audit } = await fitted(
      items,
      { 'a.ts': `zero and more\n${before}` },
      { budget: 60, renderer: { tree: false } },
    );
    assert.ok(audit.included.every(({ level }) => level !== 'chunks'));
  });
});
