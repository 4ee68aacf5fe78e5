import type { Alerts } from '../alerts.ts';
import type { AllowedSecrets } from '../allowed-secrets.ts';
import type { AnswerDocuments } from '../answer-documents.ts';
import type { AskedRequests } from '../asked-requests.ts';
import type { Consent } from '../consent.ts';
import type { Corrections } from '../corrections.ts';
import type { Documents } from '../documents.ts';
import type { EngineClient } from '../engine-client.ts';
import type { Fitting } from '../fitted.ts';
import type { Keys } from '../keys.ts';
import type { LegacyFunctions } from '../legacy-functions.ts';
import type { Log } from '../log.ts';
import type { ModelReportPanel } from '../model-report-panel.ts';
import type { EditorModels } from '../models.ts';
import type { SelectionStore } from '../selection-store.ts';
import type { Settings } from '../settings.ts';
import type { TaskDetails } from '../task-details.ts';
import type { TaskStore } from '../task.ts';
import type { Texts } from '../texts.ts';
import type { ContextTree } from '../tree.ts';
import type { WorkspaceEvents } from '../workspace-events.ts';

/** The parts that commands work on. */
export interface CommandContext {
  readonly engine: EngineClient;
  readonly selection: SelectionStore;
  readonly task: TaskStore;
  readonly details: TaskDetails;
  readonly alerts: Alerts;
  readonly consent: Consent;
  readonly allowed: AllowedSecrets;
  readonly settings: Settings;
  readonly fitting: Fitting;
  readonly documents: Documents;
  readonly events: WorkspaceEvents;
  readonly models: EditorModels;
  readonly keys: Keys;
  readonly legacy: LegacyFunctions;
  readonly requests: AskedRequests;
  readonly answers: AnswerDocuments;
  readonly corrections: Corrections;
  readonly report: ModelReportPanel;
  readonly tree: ContextTree;
  readonly texts: Texts;
  readonly log: Log;
}

/** What the editor passes depends on where the command was called from. */
export type Command = (context: CommandContext, ...args: readonly unknown[]) => Promise<void>;
export type Commands = Readonly<Record<string, Command>>;
