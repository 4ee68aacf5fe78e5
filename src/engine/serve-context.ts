import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { documentEdited, documentLost, documentReleased, documentText } from '../protocol/documents.ts';
import { fit, fitSettingsChanged, verifyAudit } from '../protocol/fit.ts';
import { ladder } from '../protocol/ladder.ts';
import { listModels, modelsChanged } from '../protocol/models-offered.ts';
import * as outline from '../protocol/outline.ts';
import { explain, preview } from '../protocol/plan.ts';
import { rankedEntries, rankFiles, rankReasons } from '../protocol/ranking.ts';
import { searchNodes } from '../protocol/search.ts';
import { secretsFound } from '../protocol/secrets.ts';
import { attentionChanged, selectionChanged } from '../protocol/selection.ts';
import { countByEditor, countFiles } from '../protocol/tokens.ts';
import { treeChildren, treeEntry } from '../protocol/tree.ts';
import * as workspace from '../protocol/workspace.ts';
import { countWorkspace } from './count-request.ts';
import type { Engine } from './engine.ts';
import * as event from './events.ts';
import { explainFile } from './explain-request.ts';
import { fitPrompt } from './fit-request.ts';
import { ladderOf } from './ladder-request.ts';
import { outlineFile } from './outline-request.ts';
import { previewFile } from './preview-request.ts';
import { rankWorkspace } from './rank-request.ts';
import { reasonsOf } from './reasons-request.ts';
import { searchWorkspace } from './search-request.ts';
import { secretsFoundIn } from './secrets-request.ts';
import { childrenOf, entryOf, rankedEntriesOf, treeState } from './tree-answers.ts';
import { verifyAuditText } from './verify-request.ts';

/** Answers a door by the protocol of files, plans and prompts. */
export function serveContext(connection: MessageConnection, engine: Engine): void {
  const state = (): ReturnType<typeof treeState> => treeState(engine);

  connection.onNotification(workspace.openWorkspace, (opened) => event.openWorkspace(engine, opened));
  connection.onNotification(workspace.filesChanged, ({ paths }) => event.followFiles(engine, paths));
  connection.onNotification(documentText, ({ id, text }) => event.takeText(engine, id, text));
  connection.onNotification(documentEdited, ({ id, edits }) => {
    if (event.takeEdits(engine, id, edits)) return;
    // the door may be gone already
    connection.sendNotification(documentLost, { id }).catch(() => undefined);
  });
  connection.onNotification(documentReleased, ({ id }) => event.releaseText(engine, id));
  connection.onNotification(attentionChanged, (attention) => event.attend(engine, attention));
  connection.onNotification(selectionChanged, (selection) => event.select(engine, selection));
  connection.onNotification(fitSettingsChanged, (settings) => event.configure(engine, settings));
  connection.onNotification(modelsChanged, (sources) => event.offerModels(engine, sources));

  connection.onRequest(treeChildren, ({ folder, offset, limit }) =>
    childrenOf(state(), folder, offset, limit),
  );
  connection.onRequest(treeEntry, ({ path }) => entryOf(state(), path));
  connection.onRequest(rankedEntries, ({ offset, limit }) => rankedEntriesOf(state(), offset, limit));
  connection.onRequest(rankReasons, ({ path }) => reasonsOf(engine, path));
  connection.onRequest(preview, ({ path }) => previewFile(engine, path));
  connection.onRequest(secretsFound, ({ path }) => secretsFoundIn(engine, path));
  connection.onRequest(explain, ({ path }) => explainFile(engine, path));
  connection.onRequest(listModels, () => engine.models.all());
  connection.onRequest(countFiles, (token) => countWorkspace(engine, cancelledBy(token)));
  connection.onRequest(outline.outlineFile, ({ path }) => outlineFile(engine, path));
  connection.onRequest(verifyAudit, ({ audit }) => verifyAuditText(engine, audit));
  connection.onRequest(rankFiles, (asked, token) =>
    rankWorkspace(engine, { ...asked, isCancelled: cancelledBy(token) }),
  );
  connection.onRequest(searchNodes, (asked, token) =>
    searchWorkspace(engine, { ...asked, isCancelled: cancelledBy(token) }),
  );
  connection.onRequest(ladder, (asked, token) =>
    ladderOf(engine, { ...asked, isCancelled: cancelledBy(token) }),
  );
  connection.onRequest(fit, ({ workLimit, verify }, token) =>
    fitPrompt(engine, {
      workLimit,
      isCancelled: cancelledBy(token),
      verify: verify ? (model, text) => connection.sendRequest(countByEditor, { model, text }, token) : null,
    }),
  );
}

function cancelledBy(token: CancellationToken): () => boolean {
  return () => token.isCancellationRequested;
}
