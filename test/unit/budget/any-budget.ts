import fc from 'fast-check';

const COUNT = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 1e9 }));

/** Settings of a compute budget within the bounds of C2. */
export const ANY_SETTINGS = fc.record({
  numCandidates: COUNT,
  usePrm: fc.boolean(),
  useSearch: fc.boolean(),
  maxRefinements: fc.oneof(fc.nat(9), fc.nat(1e9)),
  searchIterations: fc.option(COUNT),
  prmThreshold: fc.double({ min: 0, max: 1, noNaN: true }),
  metadata: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }) as fc.Arbitrary<
    Record<string, unknown>
  >,
});
