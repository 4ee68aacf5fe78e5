import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ContextItem } from '../../../../src/core/context/item.ts';
import type { Choice, ChoiceOptions } from '../../../../src/core/context/fit/choice.ts';
import { choose } from '../../../../src/core/context/fit/choose.ts';
import type { Instance } from '../../../instances.ts';

/** The choice, where an error would be a failure of the test. */
export function chosen(items: readonly ContextItem[], options: ChoiceOptions): Choice {
  const result = choose(items, options);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

/** Small numbers, so that ties, free and worthless variants and exact fits are frequent. */
export function anyInstance(most: { items: number; variants: number }): fc.Arbitrary<Instance> {
  const variant = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 12 }));
  return fc.record({
    name: fc.constant('any'),
    items: fc.array(fc.array(variant, { maxLength: most.variants }), { maxLength: most.items }),
    room: fc.integer({ min: 1, max: 120 }),
  });
}

/** Items with pins, folders, levels, framing, scores and equal values among them; probabilities of 2 decimals. */
export const anyItems: fc.Arbitrary<readonly ContextItem[]> = fc
  .array(
    fc.record({
      folder: fc.constantFrom('a', 'b', 'c'),
      percent: fc.integer({ min: 0, max: 100 }),
      tokens: fc.integer({ min: 0, max: 40 }),
      framing: fc.integer({ min: 0, max: 4 }),
      outline: fc.option(fc.integer({ min: 0, max: 15 })),
      path: fc.option(fc.constant(2)),
      score: fc.option(fc.integer({ min: -3, max: 3 })),
      pinned: fc.integer({ min: 0, max: 11 }).map((draw) => draw === 0),
    }),
    { maxLength: 14 },
  )
  .map((drawn) =>
    drawn.map(({ folder, percent, tokens, framing, outline, path, score, pinned }, i) => {
      const sourceId = `${folder}/${i}`;
      const probability = percent / 100;
      const shared = { ranges: [], framing };
      return {
        sourceId,
        probability,
        tokenCount: tokens,
        pinned,
        ...(score === null ? {} : { score }),
        variants: [
          { id: `${sourceId}#full`, level: 'full' as const, tokens, value: probability, ...shared },
          ...(outline === null
            ? []
            : [
                {
                  id: `${sourceId}#outline`,
                  level: 'outline' as const,
                  tokens: outline,
                  value: percent / 200,
                  ...shared,
                },
              ]),
          ...(path === null
            ? []
            : [
                {
                  id: `${sourceId}#path`,
                  level: 'path' as const,
                  tokens: path,
                  value: percent / 2000,
                  ...shared,
                },
              ]),
        ],
      };
    }),
  );
