import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DEFAULT_FIT, type FitSettings } from '../../../src/core/context/fit-settings.ts';
import { EMPTY_SELECTION } from '../../../src/core/context/selection.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { createEngine } from '../../../src/engine/create-engine.ts';
import type { TaskOutlook } from '../../../src/engine/task-outlook.ts';
import { memoryOpener } from '../../../src/engine/memory.ts';
import { createOutliner } from '../../../src/node/outline/outliner.ts';
import type { ReadText } from '../../../src/node/read.ts';
import { readText } from '../../../src/node/read.ts';
import { scanSecrets } from '../../../src/node/secrets/scan-secrets.ts';
import type { PlanSnapshot } from '../../../src/protocol/plan.ts';
import type { FileSettings, OpenWorkspace } from '../../../src/protocol/workspace.ts';
import { createTokenCounters } from '../../../src/tokens/token-counters.ts';
import { builtData } from '../models/built-data.ts';
import { builtGrammars } from '../node/outline/built-grammars.ts';
import { builtTokenAssets } from '../tokens/built-assets.ts';
import { configure, openWorkspace, select } from '../../../src/engine/events.ts';

export const FILES: FileSettings = {
  gitignore: true,
  editorExclude: [],
  include: [],
  exclude: [],
  maxFileBytes: 1_000_000,
  ownFiles: [],
};

/** Files by path, in a folder of their own. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'context-budget-engine-')));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

export interface RunningEngine {
  readonly engine: Engine;
  readonly plans: PlanSnapshot[];
  readonly logged: string[];
  readonly told: (readonly string[] | null)[];
  /** Files read so far. */
  readonly reads: string[];
  open(folder: string, more?: Partial<OpenWorkspace>): void;
  configure(settings: Partial<FitSettings>): void;
  tickAll(): void;
  /** The first plan that satisfies the condition, from now on or already there. */
  plan(condition: (plan: PlanSnapshot) => boolean): Promise<PlanSnapshot>;
}

/** An engine on this thread, with everything real but the door. */
export async function runEngine(outlook?: TaskOutlook): Promise<RunningEngine> {
  const readAsset = await builtTokenAssets();
  const { data } = builtData();
  const plans: PlanSnapshot[] = [];
  const logged: string[] = [];
  const told: (readonly string[] | null)[] = [];
  const reads: string[] = [];
  const read: ReadText = (path, options) => {
    reads.push(path);
    return readText(path, options);
  };
  const engine = createEngine({
    now: Date.now,
    counters: createTokenCounters(readAsset),
    readModelData: () => Promise.resolve(data),
    read,
    openMemory: memoryOpener('test'),
    outlineOf: createOutliner(builtGrammars(), (text) => logged.push(`warn: ${text}`)),
    scanSecrets,
    ...(outlook === undefined ? {} : { outlook }),
    onPlan: (plan) => plans.push(plan),
    onTree: (paths) => told.push(paths),
    onProgress: () => undefined,
    log: (level, text) => logged.push(`${level}: ${text}`),
  });
  return {
    engine,
    plans,
    logged,
    told,
    reads,
    open: (folder, more = {}) =>
      openWorkspace(engine, {
        roots: [{ name: 'root', path: folder }],
        only: [],
        pin: [],
        files: FILES,
        cacheFolder: null,
        live: true,
        ...more,
      }),
    configure: (settings) => configure(engine, { ...DEFAULT_FIT, ...settings }),
    tickAll: () => select(engine, { ...EMPTY_SELECTION, marks: { '': true } }),
    plan: async (condition) => {
      const until = Date.now() + 10_000;
      for (;;) {
        const found = plans.findLast(condition);
        if (found !== undefined) return found;
        if (Date.now() > until) throw new Error(`No such plan; the last is ${JSON.stringify(plans.at(-1))}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}
