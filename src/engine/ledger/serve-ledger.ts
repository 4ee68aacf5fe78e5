import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import * as message from '../../protocol/ledger.ts';
import { evaluateFile } from './evaluate-request.ts';
import { exportAsked } from './export-request.ts';
import { clearAll, historyStatus } from './history-requests.ts';
import { importAsked } from './import-request.ts';
import type { Keeper } from './keeper.ts';
import { listLimits, removeLimitAsked, resetUsageAsked, setLimitAsked } from './limits-request.ts';
import { adviseModel } from './model-request.ts';
import { predictAsked } from './predict-request.ts';
import { recordReported } from './record-request.ts';
import { reportAsked } from './report-request.ts';
import { sparingly } from './told-progress.ts';

/** Answers a door by the protocol of tasks, outcomes and limits. */
export function serveLedger(connection: MessageConnection, keeper: Keeper): void {
  const progressOf = (of: 'import' | 'evaluate') =>
    sparingly((done, total) => {
      // the door may be gone already
      connection.sendNotification(message.ledgerProgress, { of, done, total }).catch(() => undefined);
    });
  connection.onNotification(message.openLedger, (place) => keeper.open(place));
  connection.onNotification(message.ledgerSettingsChanged, (settings) => keeper.configure(settings));
  connection.onNotification(message.taskContextChanged, (context) => keeper.describe(context));
  connection.onRequest(message.predictTask, (asked) => predictAsked(keeper, asked));
  connection.onRequest(message.modelForTask, (asked) => adviseModel(keeper, asked));
  connection.onRequest(message.recordOutcome, (report) => recordReported(keeper, report));
  connection.onRequest(message.listLimits, () => listLimits(keeper));
  connection.onRequest(message.setLimit, ({ limit, id }) => setLimitAsked(keeper, limit, id));
  connection.onRequest(message.removeLimit, ({ id }) => removeLimitAsked(keeper, id));
  connection.onRequest(message.resetUsage, ({ scope }) => resetUsageAsked(keeper, scope));
  connection.onRequest(message.ledgerTrouble, () => keeper.trouble);
  connection.onRequest(message.ledgerStatus, () => historyStatus(keeper));
  connection.onRequest(message.exportHistory, ({ file, what }) => exportAsked(keeper, file, what));
  connection.onRequest(message.clearHistory, () => clearAll(keeper));
  connection.onRequest(message.ledgerReport, (filter) => reportAsked(keeper, filter));
  connection.onRequest(message.importUsage, (source, token) =>
    importAsked(keeper, {
      source,
      environment: process.env,
      signal: signalOf(token),
      progress: progressOf('import'),
    }),
  );
  connection.onRequest(message.evaluate, (request, token) =>
    evaluateFile({
      ...request,
      isCancelled: () => token.isCancellationRequested,
      progress: progressOf('evaluate'),
    }),
  );
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
