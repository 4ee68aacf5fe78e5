import type { ScanSecrets } from '../core/context/secrets/finding.ts';
import type { ModelData } from '../core/models/model-data.ts';
import type { OutlineOf } from '../node/outline/outliner.ts';
import type { ReadText } from '../node/read.ts';
import type { PlanSnapshot } from '../protocol/plan.ts';
import type { TokenCounters } from '../tokens/token-counters.ts';
import type { CloserLook } from './closer-look.ts';
import type { Detailing } from './detailing.ts';
import type { Details } from './details.ts';
import type { LiveDocuments } from './documents.ts';
import type { OpenMemory } from './memory.ts';
import type { ModelChoice } from './model-choice.ts';
import type { Planner } from './planner.ts';
import type { PresentCounting } from './present-counting.ts';
import type { Ranking } from './ranking.ts';
import type { Remembering } from './remembering.ts';
import type { TaskOutlook } from './task-outlook.ts';
import type { WorkspaceFiles } from './workspace-files.ts';
import type { WorkspaceState } from './workspace-state.ts';

/** What the engine needs from its thread. */
export interface EnginePorts {
  /** Epoch ms. */
  readonly now: () => number;
  readonly counters: TokenCounters;
  readonly readModelData: () => Promise<ModelData>;
  readonly read: ReadText;
  readonly openMemory: OpenMemory;
  readonly outlineOf: OutlineOf;
  /** @param salt the store's, for the ids of what is found. */
  readonly scanSecrets: (salt: string) => ScanSecrets;
  /** Who knows what tasks take; absent: nobody. */
  readonly outlook?: TaskOutlook;
  readonly onPlan: (plan: PlanSnapshot) => void;
  readonly onTree: (paths: readonly string[] | null) => void;
  readonly onProgress: (progress: { found: number; counted: number; done: boolean }) => void;
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
}

/**
 * The residents: each owns one state and knows no other. What happens to them all is a function on them (`events.ts`),
 * and so is what is asked of them (`*-request.ts`); which message is answered by which is said in `serve-context.ts`.
 */
export interface Engine {
  readonly ports: EnginePorts;
  /** What the door said. */
  readonly workspace: WorkspaceState;
  readonly models: ModelChoice;
  readonly counting: PresentCounting;
  readonly remembering: Remembering;
  readonly documents: LiveDocuments;
  readonly files: WorkspaceFiles;
  readonly ranking: Ranking;
  /** Remembered by content. */
  readonly outlineOf: OutlineOf;
  /** The scanner with the ids of the open workspace's machine. */
  readonly secretScan: () => Promise<ScanSecrets>;
  readonly closerLook: CloserLook;
  readonly details: Details;
  readonly detailing: Detailing;
  readonly planner: Planner;
}
