import type { PlanSnapshot } from '../../src/protocol/plan.ts';
import type { PlanViewState } from '../../src/protocol/plan-view.ts';
import { ASKINGS } from './asking-states.ts';
import { LEDGERS } from './ledger-states.ts';

/** A plan that fits; the start of every other state. */
const NONE_HELD: PlanSnapshot['files']['heldBack'] = { count: 0, first: null };
export const FITTING_PLAN: PlanSnapshot = {
  revision: 1,
  state: 'fits',
  failure: null,
  indexing: null,
  model: {
    id: 'gpt-5',
    name: 'gpt-5',
    window: 272_000,
    exact: true,
    encoding: 'o200k_base',
    band: 0,
    disagreements: [],
  },
  budget: 32_000,
  margin: 0,
  tokens: { used: 24_112, instructions: 512, files: 23_600, wanted: 24_112 },
  settled: true,
  files: { candidates: 1204, ticked: 18, pinned: 2, included: 18, leftOut: 37, heldBack: NONE_HELD },
  ranking: null,
  strategy: 'optimal',
  format: 'markdown',
  gap: 0,
  proven: true,
  costMicroUsd: 51_200,
  priceKind: 'perToken',
  sentence: 'Fits with 7.9k to spare.',
  notes: [],
};

const NO_TASK: PlanViewState['task'] = { text: '', edition: 0, candidates: 'workspace' };

export function stateOf(plan: Partial<PlanSnapshot>, around: Partial<PlanViewState> = {}): PlanViewState {
  return {
    kind: 'state',
    plan: { ...FITTING_PLAN, ...plan },
    ledger: null,
    task: NO_TASK,
    asking: null,
    more: '',
    engineRestarting: false,
    restricted: false,
    locale: 'en',
    ...around,
  };
}

const ESTIMATED: PlanSnapshot['model'] = {
  id: 'claude-sonnet-4-5',
  name: 'Claude Sonnet 4.5',
  window: 200_000,
  exact: false,
  encoding: 'o200k_base',
  band: 0.12,
  disagreements: [
    'The sources disagree on the input price: 3.00 and 3.30 USD per million tokens; the first is used.',
  ],
};
const NO_FILES = { candidates: 0, ticked: 0, pinned: 0, included: 0, leftOut: 0, heldBack: NONE_HELD };
const NO_TOKENS = { used: 0, instructions: 0, files: 0, wanted: 0 };
const OVER: Partial<PlanSnapshot> = {
  state: 'over',
  tokens: { used: 31_420, instructions: 512, files: 30_908, wanted: 48_930 },
  files: { candidates: 1204, ticked: 41, pinned: 2, included: 27, leftOut: 37, heldBack: NONE_HELD },
  gap: 0.0013,
  proven: false,
  costMicroUsd: 66_700,
  sentence: 'Over by 16.9k: 14 of 41 ticked files stay out.',
};

const NOTHING_SELECTED: Partial<PlanSnapshot> = {
  state: 'nothing_selected',
  tokens: { used: 512, instructions: 512, files: 0, wanted: 512 },
  files: { candidates: 1204, ticked: 0, pinned: 0, included: 0, leftOut: 37, heldBack: NONE_HELD },
  sentence: 'Nothing is ticked yet. Tick files in the Context view.',
};
const TASK: PlanViewState['task'] = {
  text: 'Fix the parser losing the last line of a file',
  edition: 1,
  candidates: 'workspace',
};
const STACK_TRACE = [
  'The parser loses the last line of a file without a line feed:',
  '',
  'TypeError: Cannot read properties of undefined (reading "length")',
  '    at parseRange (src/core/context/render/shown-text.ts:41:19)',
  '    at renderPack (src/core/context/render/pack.ts:88:12)',
  '    at fitContext (src/core/context/fit-context.ts:120:9)',
  '    at Engine.fit (src/engine/engine.ts:214:5)',
].join('\n');
const RANKED: Partial<PlanSnapshot> = {
  files: { candidates: 1204, ticked: 3, pinned: 1, included: 14, leftOut: 37, heldBack: NONE_HELD },
  ranking: { files: 1167, indexing: false, share: 0.812, found: true },
  sentence: '14 files show 81 % of what is probably needed, with 7.9k to spare.',
};

/** Every state the view has a picture of. */
export const STATES: Readonly<Record<string, PlanViewState>> = {
  starting: { ...stateOf({}), plan: null },
  'no-folder': stateOf({
    state: 'no_folder',
    budget: 8000,
    tokens: NO_TOKENS,
    files: NO_FILES,
    sentence: 'No folder is open. Open one, or a document, to see what it takes.',
  }),
  empty: stateOf({
    state: 'empty',
    tokens: NO_TOKENS,
    files: NO_FILES,
    sentence: 'This folder has no file that could go into a prompt.',
  }),
  'nothing-selected': stateOf(NOTHING_SELECTED),
  fits: stateOf({}),
  unsettled: stateOf({ settled: false }),
  indexing: stateOf({ indexing: { found: 5000, counted: 1204 }, settled: false }),
  over: stateOf(OVER),
  'far-over': stateOf({
    ...OVER,
    tokens: { used: 31_420, instructions: 1512, files: 29_908, wanted: 1_304_000 },
    files: { candidates: 5210, ticked: 4903, pinned: 2, included: 61, leftOut: 37, heldBack: NONE_HELD },
    sentence: 'Over by 1.3M: 4,842 of 4,903 ticked files stay out.',
  }),
  refused: stateOf({
    state: 'refused',
    failure: {
      code: 'pinned_exceed_budget',
      message:
        'The pinned files alone take 41,210 tokens, 9,210 more than the budget of 32,000: unpin one or raise the budget.',
    },
    tokens: { used: 0, instructions: 512, files: 0, wanted: 41_210 },
    costMicroUsd: null,
    sentence: 'The pinned files exceed the budget.',
  }),
  'unknown-model': stateOf({
    state: 'refused',
    failure: { code: 'unknown_model', message: 'No model is called "gtp-5". Did you mean gpt-5?' },
    model: { ...ESTIMATED, id: 'gtp-5', name: null, window: null, exact: true, band: 0 },
    tokens: NO_TOKENS,
    priceKind: 'unknown',
    costMicroUsd: null,
    sentence: 'No model is called "gtp-5".',
  }),
  margin: stateOf({
    model: ESTIMATED,
    margin: 3840,
    costMicroUsd: 72_300,
    format: 'xml',
    notes: ['The editor offers this model: the final prompt is verified with its own count.'],
    sentence: 'Fits with 4.0k to spare.',
  }),
  'margin-over': stateOf({
    ...OVER,
    model: ESTIMATED,
    margin: 3840,
    tokens: { used: 27_900, instructions: 512, files: 27_388, wanted: 48_930 },
  }),
  'no-model': stateOf({
    model: { ...FITTING_PLAN.model, id: null, name: null, window: null },
    budget: 8000,
    tokens: { used: 7650, instructions: 214, files: 7436, wanted: 7650 },
    priceKind: 'unknown',
    costMicroUsd: null,
    sentence: 'Fits with 350 to spare.',
  }),
  'long-model': stateOf({
    model: {
      ...ESTIMATED,
      id: 'accounts/fireworks/models/qwen3-coder-480b-a35b-instruct-preview-2026-11',
      name: 'accounts/fireworks/models/qwen3-coder-480b-a35b-instruct-preview-2026-11',
      window: 1_048_576,
    },
    budget: 1_048_576,
    margin: 125_830,
    priceKind: 'included',
    costMicroUsd: null,
    sentence: 'Fits with 898k to spare.',
  }),
  restricted: stateOf({}, { restricted: true }),
  restarting: stateOf({}, { engineRestarting: true }),
  task: stateOf(RANKED, { task: TASK }),
  'task-ranking': stateOf(
    {
      ...RANKED,
      ranking: { files: 311, indexing: true, share: 0.64, found: true },
      indexing: { found: 5000, counted: 1204 },
      settled: false,
    },
    { task: TASK },
  ),
  'task-unmatched': stateOf(
    {
      ...RANKED,
      ranking: { files: 1167, indexing: false, share: 0.38, found: false },
      sentence:
        'Nothing here matches this task: the 14 files are a guess. Name a file, a function or an error message.',
    },
    { task: { ...TASK, text: 'Zzyzx' } },
  ),
  'task-secret': stateOf(
    {
      ...RANKED,
      files: {
        candidates: 1204,
        ticked: 3,
        pinned: 1,
        included: 14,
        leftOut: 37,
        heldBack: { count: 1, first: 'src/deploy/publish.ts' },
      },
    },
    { task: TASK },
  ),
  'task-long': stateOf(RANKED, { task: { ...TASK, text: STACK_TRACE, edition: 2 } }),
  'task-ticked': stateOf(
    { ...RANKED, sentence: 'Fits with 7.9k to spare.' },
    { task: { ...TASK, candidates: 'ticked' } },
  ),
  'task-typed': stateOf(NOTHING_SELECTED, { task: TASK }),
  german: stateOf(OVER, { locale: 'de-DE' }),
  ...Object.fromEntries(
    Object.entries(LEDGERS).map(([name, ledger]) => [
      name,
      stateOf(RANKED, { task: TASK, ledger, more: name === 'predicted' ? 'high priority · 5 points' : '' }),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(ASKINGS).map(([name, asking]) => [name, stateOf(RANKED, { task: TASK, asking })]),
  ),
  'predicted-german': stateOf(RANKED, { task: TASK, ledger: LEDGERS['predicted'] ?? null, locale: 'de-DE' }),
};
