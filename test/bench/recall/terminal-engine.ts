import { scanSecrets } from '../../../src/node/secrets/scan-secrets.ts';
import { DEFAULT_FIT, type FitSettings } from '../../../src/core/context/fit-settings.ts';
import { COMMANDED_WORK_LIMIT } from '../../../src/core/context/fit-options.ts';
import type { RankParameters } from '../../../src/core/context/rank/weights.ts';
import type { Result } from '../../../src/core/facts/result.ts';
import { createEngine } from '../../../src/engine/create-engine.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { memoryOpener } from '../../../src/engine/memory.ts';
import { rankWorkspace } from '../../../src/engine/rank-request.ts';
import type { OutlineOf } from '../../../src/node/outline/outliner.ts';
import { DEFAULT_MAX_BYTES, readText } from '../../../src/node/read.ts';
import type { FittedPrompt } from '../../../src/protocol/fit.ts';
import type { RankedFiles } from '../../../src/protocol/ranking.ts';
import type { TokenCounters } from '../../../src/tokens/token-counters.ts';
import { builtData } from '../../unit/models/built-data.ts';
import { closeEngine, configure, openWorkspace, select } from '../../../src/engine/events.ts';

/** What all engines of a bench share. */
export interface EngineParts {
  readonly counters: TokenCounters;
  readonly outlineOf: OutlineOf;
  /** Where counts and terms are kept between runs. */
  readonly cacheFolder: string;
  /** Of the code that makes what is kept. */
  readonly madeBy: string;
  /** Whether the files that rank first are looked into, as they are at the terminal. */
  readonly looks: boolean;
}

export interface TerminalEngine {
  readonly rank: () => Promise<Result<RankedFiles>>;
  readonly fit: (settings: Pick<FitSettings, 'budget' | 'levels'>) => Promise<Result<FittedPrompt>>;
  readonly close: () => Promise<void>;
}

/** The engine as `rank` and `fit --task` at the terminal have it, in this thread, by parameters that are given. */
export function terminalEngine(
  folder: string,
  task: string,
  parameters: RankParameters,
  { counters, outlineOf, cacheFolder, madeBy, looks }: EngineParts,
): TerminalEngine {
  const { data } = builtData();
  const engine = createEngine({
    now: Date.now,
    counters,
    readModelData: () => Promise.resolve(data),
    read: readText,
    openMemory: memoryOpener(madeBy),
    outlineOf,
    scanSecrets,
    onPlan: () => undefined,
    onTree: () => undefined,
    onProgress: () => undefined,
    log: (level, text) => level === 'info' || console.error(`${level}: ${text}`),
  });
  engine.ranking.parameters = () => parameters;
  if (!looks) engine.closerLook.look = (judged) => Promise.resolve(judged);
  configure(engine, { ...DEFAULT_FIT, task });
  select(engine, { marks: { '': true }, pinned: [], leftOut: [], levels: {} });
  openWorkspace(engine, {
    roots: [{ name: 'workspace', path: folder }],
    only: [],
    pin: [],
    cacheFolder,
    live: false,
    ranking: { history: true },
    files: {
      gitignore: true,
      editorExclude: [],
      include: [],
      exclude: [],
      maxFileBytes: DEFAULT_MAX_BYTES,
      ownFiles: [],
    },
  });
  const isCancelled = (): boolean => false;
  return {
    rank: () => rankWorkspace(engine, { top: Number.MAX_SAFE_INTEGER, isCancelled }),
    fit: (settings) => {
      configure(engine, { ...DEFAULT_FIT, task, ...settings });
      return fitPrompt(engine, { workLimit: COMMANDED_WORK_LIMIT, verify: null, isCancelled });
    },
    close: () => closeEngine(engine),
  };
}
