/** Door 1: VS Code. Builds the parts and wires them. */
import type { ExtensionContext } from 'vscode';
import { Uri, window } from 'vscode';
import { isEmptySelection } from './core/context/selection.ts';
import { apiOf } from './host/api.ts';
import type { ContextBudgetApi } from './host/api.ts';
import { alertsOf } from './host/alerts.ts';
import { answerDocuments } from './host/answer-documents.ts';
import { answerLenses } from './host/answer-lenses.ts';
import { tellAskSettings } from './host/ask-settings.ts';
import { askedRequests } from './host/asked-requests.ts';
import { allowedSecrets } from './host/allowed-secrets.ts';
import { attention } from './host/attention.ts';
import { askFirst } from './host/commands/asking.ts';
import { giveCorrection } from './host/commands/judging.ts';
import { say } from './host/commands/messages.ts';
import { registerCommands } from './host/commands/table.ts';
import { consentTo } from './host/consent.ts';
import { corrections } from './host/corrections.ts';
import { contextKeys } from './host/context-keys.ts';
import { liveDocuments } from './host/documents.ts';
import { engineClient } from './host/engine-client.ts';
import type { EngineClient } from './host/engine-client.ts';
import { fitting as fittedPrompts } from './host/fitted.ts';
import { keysOf } from './host/keys.ts';
import { askEditorModel } from './host/language-models.ts';
import { legacyFunctions } from './host/legacy-functions.ts';
import { tellLedgerSettings } from './host/ledger-settings.ts';
import { openLog } from './host/log.ts';
import { modelReportPanel } from './host/model-report-panel.ts';
import { editorModels } from './host/models.ts';
import { EDITOR_TIMERS } from './host/paced.ts';
import { planView } from './host/plan-actions.ts';
import { selectionStore } from './host/selection-store.ts';
import { fitSettings } from './host/settings.ts';
import { statusItem } from './host/status.ts';
import { storeOfWindow } from './host/store-of-window.ts';
import { taskDetails } from './host/task-details.ts';
import { taskStore } from './host/task.ts';
import { refusedSettings } from './host/refused-settings.ts';
import { readOnlyTexts } from './host/texts.ts';
import { contextTree } from './host/tree.ts';
import { workspaceEvents } from './host/workspace-events.ts';
import { STORE_VARIABLE } from './node/data-folder.ts';
import { windowStore } from './node/store/window-store.ts';

/** The engine of the only activation; the editor gives `deactivate` nothing to find it by. */
const running: { engine: EngineClient | null } = { engine: null };

export async function deactivate(): Promise<void> {
  await running.engine?.close();
}

export function activate(context: ExtensionContext): ContextBudgetApi {
  const started = performance.now();
  const log = openLog();
  const models = editorModels(log);
  const task = taskStore(context.workspaceState);
  const allowed = allowedSecrets(context.workspaceState);
  const keys = keysOf(context.secrets, process.env);
  const legacy = legacyFunctions();
  const engine = engineClient({
    worker: Uri.joinPath(context.extensionUri, 'dist', 'worker.js').fsPath,
    log,
    count: (model, text, token) => models.count(model, text, token),
    keyOf: (name) => keys.of(name),
    askEditor: askEditorModel,
    callLegacy: (request) => legacy.call(request),
    gaveUp: (retry) => {
      const again = 'Try Again';
      void window
        .showErrorMessage('The engine of Context Budget keeps stopping. The log says why.', again, 'Show Log')
        .then((chosen) => (chosen === again ? retry() : chosen === undefined ? undefined : log.show()));
    },
  });
  running.engine = engine;
  // What each part tells a new engine is told in this order.
  const settings = fitSettings(engine, context.workspaceState, task, allowed);
  const selection = selectionStore(engine, context.workspaceState);
  const events = workspaceEvents(context, engine, settings);
  const documents = liveDocuments(engine);
  const seen = attention(engine);
  const offered = models.tellTo(engine, settings);
  const details = taskDetails(engine, context.workspaceState, task);
  const alerts = alertsOf(engine, context.workspaceState, Date.now);
  const consent = consentTo((questions) =>
    askFirst(log, 'This passes a limit.', questions.join('\n\n'), 'Fit Anyway'),
  );
  const ledger = [
    tellLedgerSettings(engine),
    storeOfWindow(engine, context.environmentVariableCollection, {
      find: (root) => windowStore(root, process.env),
      variable: STORE_VARIABLE,
    }),
  ];

  const requests = askedRequests(engine, () => performance.now());
  const answers = answerDocuments(requests, EDITOR_TIMERS);
  const corrected = corrections((correction, truth) => giveCorrection(engine, correction, truth));
  const asking = [
    keys,
    requests,
    answers,
    corrected,
    answerLenses(requests),
    tellAskSettings(engine),
    refusedSettings(engine, (sentence) => say('warning', sentence, ['openAskSettings'])),
  ];

  const flush = (): void => {
    task.flush();
    documents.flush();
    events.flush();
  };
  const fitting = fittedPrompts(engine, flush, log);
  const tree = contextTree(engine, selection, documents, context.workspaceState, log);
  const texts = readOnlyTexts();
  const report = modelReportPanel(context.extensionUri, engine, texts);
  const failedCommands: string[] = [];
  const parts = {
    engine,
    selection,
    task,
    details,
    alerts,
    consent,
    allowed,
    settings,
    fitting,
    documents,
    events,
    models,
    keys,
    legacy,
    requests,
    answers,
    corrections: corrected,
    report,
    tree,
    texts,
    log,
  };
  context.subscriptions.push(
    log,
    engine,
    task,
    allowed,
    settings,
    selection,
    events,
    documents,
    seen,
    offered,
    details,
    alerts,
    ...ledger,
    ...asking,
    fitting,
    tree,
    texts,
    report,
    statusItem(engine, alerts),
    contextKeys(engine, selection, task, tree, alerts, requests),
    planView(context.extensionUri, parts),
    registerCommands(parts, (command) => failedCommands.push(command)),
    selection.onChange(() => engine.start()),
    task.onSettled(() => engine.start()),
  );
  // A selection or task from before the reload has a figure to show; without one the first gesture starts the engine.
  if (!isEmptySelection(selection.current()) || task.settled() !== '') setImmediate(() => engine.start());
  const activationMs = performance.now() - started;
  log.info(`activated in ${activationMs.toFixed(1)} ms`);
  return apiOf(parts, failedCommands, activationMs);
}
