import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Audit } from '../../../src/core/context/audit.ts';
import { fitContext } from '../../../src/core/context/fit-context.ts';
import type { ContextItem } from '../../../src/core/context/item.ts';
import { type Witness, type WitnessPorts, witnessOf } from '../../../src/core/context/witness.ts';
import { item, ports, sha256 } from './fit-ports.ts';

const FRESH = '0123456789abcdef0123456789abcdef';
const witnessPorts: WitnessPorts = { sha256, salt: 'salt', freshHex: () => FRESH, now: () => 1_000 };

const FILES = { 'a.ts': 'const a = 1;\n', 'b.ts': 'const b = 2;\n', 'c.ts': 'word '.repeat(500) };

async function audited(items: readonly ContextItem[], budget = 100, files: object = FILES): Promise<Audit> {
  const fitted = await fitContext(items, { budget, renderer: {} }, ports({ ...FILES, ...files }));
  assert.ok(fitted.ok);
  return fitted.value.audit;
}

describe('the witness of a fit', () => {
  it('says what went in, with hashes in place of words', async () => {
    const audit = await audited([
      item(FILES, 'a.ts', { probability: 0.9 }),
      item(FILES, 'b.ts', { probability: 0.5 }),
      item(FILES, 'c.ts', { probability: 0.6 }),
    ]);
    const witness = witnessOf(audit, { instructions: 'Be brief.\r\n', task: 'Rename a' }, witnessPorts);
    assert.deepEqual(witness, {
      id: `wit_${FRESH}`,
      modelId: null,
      promptHash: sha256('salt\n["Be brief.\\n","Rename a"]'),
      packHash: audit.packHash,
      itemIds: ['a.ts', 'b.ts'],
      confidence: 0.7,
      confidenceBand: 'B',
      tokensUsed: audit.tokensUsed,
      framingTokens: audit.framingTokens,
      outputTokens: null,
      strategy: 'greedy',
      createdAt: 1_000,
    } satisfies Witness);
    assert.doesNotMatch(JSON.stringify(witness), /brief|Rename|const/);
  });

  it('tells other words, another order of words and another salt apart', async () => {
    const audit = await audited([]);
    const hashes = [
      witnessOf(audit, {}, witnessPorts),
      witnessOf(audit, { instructions: 'a\nb' }, witnessPorts),
      witnessOf(audit, { instructions: 'a', task: 'b' }, witnessPorts),
      witnessOf(audit, { task: 'a\nb' }, witnessPorts),
      witnessOf(audit, { task: 'a\nb' }, { ...witnessPorts, salt: 'other' }),
    ].map(({ promptHash }) => promptHash);
    assert.equal(new Set(hashes).size, hashes.length);
    assert.equal(witnessOf(audit, { instructions: ' ', task: '\n' }, witnessPorts).promptHash, hashes[0]);
  });

  it('has no confidence without candidates, and counts what was never ranked as nothing', async () => {
    const none = witnessOf(await audited([]), {}, witnessPorts);
    assert.deepEqual([none.confidence, none.confidenceBand, none.itemIds], [0, 'C', []]);
    const fitted = await fitContext(
      [item(FILES, 'a.ts')],
      { leftOut: [{ path: 'logo.png', reason: 'binary' }] },
      ports(FILES),
    );
    assert.ok(fitted.ok);
    const { confidence, confidenceBand } = witnessOf(fitted.value.audit, {}, witnessPorts);
    assert.deepEqual([confidence, confidenceBand], [1, 'A']);
  });

  it('has the bands of the spec, limits inclusive', async () => {
    const bandAt = async (inside: number, outside: number): Promise<unknown> => {
      const items = [
        item(FILES, 'a.ts', { probability: inside }),
        item(FILES, 'c.ts', { probability: outside }),
      ];
      const { confidence, confidenceBand } = witnessOf(await audited(items), {}, witnessPorts);
      return [confidence, confidenceBand];
    };
    assert.deepEqual(await bandAt(0.9, 0.1), [0.9, 'A']);
    assert.deepEqual(await bandAt(0.89, 0.11), [0.89, 'B']);
    assert.deepEqual(await bandAt(0.7, 0.3), [0.7, 'B']);
    assert.deepEqual(await bandAt(0.69, 0.31), [0.69, 'C']);
  });

  it('property: confidence lies in [0, 1], is 1 when all gets in, and no order of candidates changes the witness', async () => {
    const anyItems = fc.uniqueArray(
      fc.record({
        id: fc.stringMatching(/^[a-z]{1,6}$/),
        probability: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { selector: ({ id }) => id, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(anyItems, fc.integer({ min: 60, max: 400 }), async (drawn, budget) => {
        const files = Object.fromEntries(drawn.map(({ id }) => [id, `${id} `.repeat(10)]));
        const items = drawn.map(({ id, probability }) => item(files, id, { probability }));
        const audit = await audited(items, budget, files);
        const witness = witnessOf(audit, {}, witnessPorts);
        assert.ok(witness.confidence >= 0 && witness.confidence <= 1);
        assert.deepEqual(witness.itemIds.length, audit.includedCount);
        if (audit.excludedCount === 0 && drawn.some(({ probability }) => probability > 0))
          assert.equal(witness.confidence, 1);
        assert.deepEqual(
          witnessOf(await audited(items.toReversed(), budget, files), {}, witnessPorts),
          witness,
        );
      }),
      { numRuns: 100 },
    );
  });
});
