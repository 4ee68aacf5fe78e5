import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Audit } from '../../../src/core/context/audit.ts';
import { nameOf } from '../../../src/core/context/audit.ts';
import { fitContext } from '../../../src/core/context/fit-context.ts';
import type { FitOptions, LeftOut } from '../../../src/core/context/fit-options.ts';
import { FORMATS, STRATEGIES } from '../../../src/core/context/fit-settings.ts';
import type { ContextItem } from '../../../src/core/context/item.ts';
import { parseAudit } from '../../../src/core/context/parse-audit.ts';
import { READING_REASONS } from '../../../src/core/context/reason.ts';
import { verifyPack } from '../../../src/core/context/verify.ts';
import type { Files } from './fit-ports.ts';
import { count, item, ports, sha256 } from './fit-ports.ts';

interface Case {
  readonly files: Files;
  readonly items: readonly ContextItem[];
  readonly options: FitOptions & { readonly leftOut: readonly LeftOut[] };
}

const LINE = fc.constantFrom('const a = 1;', '```', '</file>', '', 'word word word', '}{', '漢字 …', '\r');
const TEXT = fc.array(LINE, { maxLength: 30 }).map((lines) => lines.join('\n'));
const PATH = fc
  .array(fc.constantFrom('src', 'a', 'b c', '"q"', 'x\ny', 'z'), { minLength: 1, maxLength: 3 })
  .map((segments) => `${segments.join('/')}.ts`);

const CASE: fc.Arbitrary<Case> = fc
  .record({
    entries: fc.uniqueArray(
      fc.record({
        path: PATH,
        text: TEXT,
        probability: fc.integer({ min: 0, max: 20 }).map((n) => n / 20),
        pinned: fc.nat(9).map((n) => n === 0),
        withPath: fc.boolean(),
        // Miscounted: the file has changed since.
        drift: fc.nat(5).map((n) => (n === 0 ? 7 : 0)),
        fate: fc.nat(15),
      }),
      { selector: ({ path }) => path, maxLength: 10 },
    ),
    budget: fc.integer({ min: 20, max: 600 }),
    strategy: fc.constantFrom(...STRATEGIES),
    format: fc.constantFrom(...FORMATS),
    order: fc.constantFrom('path' as const, 'rank' as const),
    tree: fc.boolean(),
    lineNumbers: fc.boolean(),
    minRelevance: fc.constantFrom(0, 0.3),
    band: fc.constantFrom(0, 0.1),
    task: fc.constantFrom('', 'Fix it.'),
  })
  .map(({ entries, budget, strategy, format, order, tree, lineNumbers, minRelevance, band, task }) => {
    const files: Record<string, Files[string]> = {};
    const items: ContextItem[] = [];
    const leftOut: LeftOut[] = [];
    for (const { path, text, probability, pinned, withPath, drift, fate } of entries) {
      files[path] = fate === 1 ? { reason: 'unreadable' } : text;
      if (fate === 0) {
        leftOut.push({ path, reason: READING_REASONS[text.length % 10] ?? 'binary', pinned });
        continue;
      }
      const tokens = count(text) + drift;
      const more = withPath
        ? {
            variants: [
              { id: `f${path}`, level: 'full' as const, ranges: [], tokens, value: probability },
              { id: `p${path}`, level: 'path' as const, ranges: [], tokens: 2, value: probability / 20 },
            ],
          }
        : {};
      items.push(item(files, path, { probability, pinned, tokenCount: tokens, ...more }));
    }
    const counting = { encoding: 'o200k_base', exact: band === 0, factor: 1, band, basis: null } as const;
    const renderer = { format, order, tree, lineNumbers };
    return { files, items, options: { budget, strategy, minRelevance, counting, task, renderer, leftOut } };
  });

/**
 * Deliberately not additive: a whole costs more than its parts, by its length and by every place where a line
 * begins as another ended, so that sums of parts mislead the choice.
 */
function wayward(text: string): number {
  return (
    count(text) + Math.floor((text.match(/\n\W/g)?.length ?? 0) * 1.5) + Math.floor(text.length ** 1.2 / 40)
  );
}

const RUNS = { numRuns: 200 };

describe('properties of a fit', () => {
  for (const [name, counter] of Object.entries({ additive: count, wayward })) {
    it(`the final text is never over the budget less the margin, with a counter that is ${name}`, async () => {
      let fits = 0;
      await fc.assert(
        fc.asyncProperty(CASE, async ({ files, items, options }) => {
          const result = await fitContext(items, options, ports(files, { count: counter }));
          if (!result.ok) return;
          fits++;
          const { audit, text } = result.value;
          assert.equal(audit.tokensUsed, counter(text ?? ''));
          assert.ok(audit.tokensUsed <= audit.budget - audit.margin);
          const shown = audit.included.reduce((sum, { tokens }) => sum + tokens, 0);
          assert.equal(audit.tokensUsed, audit.framingTokens + shown);
        }),
        RUNS,
      );
      assert.ok(fits >= 80, `only ${fits} cases were fits`);
    });
  }

  it('included and excluded partition the candidates, the counts add up', async () => {
    await holds(({ items, options }, audit) => {
      const names = [...audit.included, ...audit.excluded].map(nameOf).sort();
      const given = [...items.map(({ sourceId }) => sourceId), ...options.leftOut.map(({ path }) => path)];
      assert.deepEqual(names, given.sort());
      assert.equal(audit.includedCount + audit.excludedCount, audit.candidatesConsidered);
      const reasons = Object.values(audit.excludedByReason).reduce((sum, count) => sum + count, 0);
      assert.equal(reasons, audit.excludedCount);
    });
  });

  it('all pinned items are included, or the result is an error', async () => {
    await holds(({ items, options }, audit) => {
      const inside = new Set(audit.included.map(nameOf));
      const pinned = [
        ...items.filter(({ pinned }) => pinned === true).map(({ sourceId }) => sourceId),
        ...options.leftOut.filter(({ pinned }) => pinned === true).map(({ path }) => path),
      ];
      for (const name of pinned) assert.ok(inside.has(name), name);
    });
  });

  it('every excluded item above a threshold is flagged, and no other, in rank order', async () => {
    await holds((_, audit) => {
      const above = (threshold: number): string[] =>
        audit.excluded.filter(({ probability }) => (probability ?? -1) > threshold).map(nameOf);
      const selected = audit.included.filter(({ reason }) => reason === 'selected');
      const weakest = Math.min(...selected.map(({ probability }) => probability));
      assert.deepEqual(audit.excludedHighRelevance, above(audit.options.highRelevance));
      assert.deepEqual(audit.excludedAboveWeakest, above(weakest));
    });
  });

  it('the same input in any order gives the same output', async () => {
    await fc.assert(
      fc.asyncProperty(CASE, fc.infiniteStream(fc.nat()), async ({ files, items, options }, keys) => {
        const shuffled = items
          .map((item) => ({ item, key: Number(keys.next().value) }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item);
        const leftOut = [...options.leftOut].reverse();
        const one = await fitContext(items, options, ports(files));
        const other = await fitContext(shuffled, { ...options, leftOut }, ports(files));
        assert.equal(JSON.stringify(other), JSON.stringify(one));
      }),
      RUNS,
    );
  });

  it('value is within the bound, and the gap is theirs', async () => {
    await holds((_, audit) => {
      assert.ok(audit.value <= audit.upperBound + 1e-9);
      assert.ok(audit.gap >= 0 && audit.gap <= 1);
    });
  });

  it('the audit is read back as it was written, and verifies against unchanged files', async () => {
    await holds(async ({ files }, audit) => {
      const parsed = parseAudit(JSON.parse(JSON.stringify(audit)));
      assert.ok(parsed.ok, parsed.ok ? '' : parsed.error.message);
      const read = (path: string) => {
        const text = files[path];
        return Promise.resolve(typeof text === 'string' ? { text, fileSha256: sha256(text) } : null);
      };
      const verified = await verifyPack(parsed.value, read, sha256);
      assert.ok(verified.packHashEqual);
      assert.ok(verified.items.every(({ status }) => status === 'same'));
    });
  });
});

async function holds(check: (given: Case, audit: Audit) => void | Promise<void>): Promise<void> {
  let fits = 0;
  await fc.assert(
    fc.asyncProperty(CASE, async (given) => {
      const result = await fitContext(given.items, given.options, ports(given.files));
      if (!result.ok) return;
      fits++;
      await check(given, result.value.audit);
    }),
    RUNS,
  );
  assert.ok(fits >= 100, `only ${fits} cases were fits`);
}
