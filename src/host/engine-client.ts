import { setImmediate as nextTurn } from 'node:timers/promises';
import { EventEmitter } from 'vscode';
import type { CancellationToken, Disposable, Event } from 'vscode';
import type { NotificationType, RequestParam, RequestType, RequestType0 } from 'vscode-jsonrpc';
import { documentLost } from '../protocol/documents.ts';
import { engineLog, shutDown } from '../protocol/engine-thread.ts';
import { planSnapshot } from '../protocol/plan.ts';
import { countByEditor } from '../protocol/tokens.ts';
import { treeChanged } from '../protocol/tree.ts';
import { progress } from '../protocol/workspace.ts';
import type { PlanSnapshot } from '../protocol/plan.ts';
import { alertsRaised, ledgerProgress, ledgerSnapshot } from '../protocol/ledger.ts';
import type { Alert, LedgerSnapshot } from '../protocol/ledger.ts';
import {
  askEditorModel,
  askLegacy,
  askProgress,
  askText,
  editorPiece,
  keyOf,
  modelsConfigRefused,
  modelsLog,
} from '../protocol/models.ts';
import type { AskProgress } from '../protocol/models.ts';
import type { Failure } from '../core/facts/result.ts';
import { crashed, NO_CRASHES, pauseAfter } from './backoff.ts';
import { startThread } from './engine-thread.ts';
import type { EngineThread } from './engine-thread.ts';
import type { AskEditorModel } from './language-models.ts';
import type { LegacyFunctions } from './legacy-functions.ts';
import type { Log } from './log.ts';

export interface EngineProgress {
  readonly found: number;
  readonly counted: number;
  readonly done: boolean;
}

/** What the rest of the host knows of the engine: events go up, snapshots come down. */
export interface EngineClient extends Disposable {
  /** The last snapshot; null until the first. */
  plan(): PlanSnapshot | null;
  /** The last of the tasks' past and limits; null until the first. */
  ledger(): LedgerSnapshot | null;
  /** True from a crash until the engine is back. */
  restarting(): boolean;
  /** Rises with everything that was told: two equal readings mean that the engine knows nothing new. */
  told(): number;
  readonly onPlan: Event<PlanSnapshot>;
  readonly onLedger: Event<LedgerSnapshot>;
  /** Raised by what this window did. */
  readonly onAlerts: Event<readonly Alert[]>;
  /** The engine started, crashed or gave up. */
  readonly onState: Event<void>;
  /** Path ids whose entries changed; null: all. */
  readonly onTree: Event<readonly string[] | null>;
  readonly onProgress: Event<EngineProgress>;
  /** Files of an import. */
  readonly onImport: Event<{ readonly done: number; readonly total: number | null }>;
  /** How a request to models stands. */
  readonly onAsked: Event<AskProgress>;
  /** The answers to it, as they come. */
  readonly onAnswerText: Event<AnswerText>;
  /** What is wrong with the settings of asking, in words; empty: nothing. */
  readonly onAskSettingsRefused: Event<readonly Failure[]>;
  /** The engine could not follow the edits of the document of that id: it needs its text again. */
  readonly onLost: Event<string>;
  /**
   * Registers what tells the engine one part's whole state. Called at every start, so that a new engine knows
   * all that the old one did.
   */
  onStart(tell: () => void): Disposable;
  /** Starts the engine's thread unless it runs. */
  start(): void;
  /** Dropped while there is no engine: its start tells the whole state. */
  tell<P>(type: NotificationType<P>, params: RequestParam<P>): void;
  /** Starts the engine if need be. Rejects when it crashes meanwhile or when the token is cancelled. */
  ask<P, R>(type: RequestType<P, R, void>, params: RequestParam<P>, token?: CancellationToken): Promise<R>;
  askAll<R>(type: RequestType0<R, void>): Promise<R>;
  /** Starts it, or ends the running one and lets it come back as after a crash. */
  restart(): void;
  /** Lets the engine save what it learnt, for at most SAVE_MS (SAVE_ANSWERS_MS while models answer), and ends it. */
  close(): Promise<void>;
}

export interface AnswerText {
  readonly requestId: string;
  readonly callId: string;
  readonly model: string;
  readonly text: string;
}

export interface EngineOptions {
  /** Absolute path of `dist/worker.js`. */
  readonly worker: string;
  readonly log: Log;
  /** Tokens of a text by the editor's own counter, or null. */
  readonly count: (model: string, text: string, token: CancellationToken) => Promise<number | null>;
  /** A key by its name; null: there is none. */
  readonly keyOf: (name: string) => Promise<string | null>;
  readonly askEditor: AskEditorModel;
  readonly callLegacy: LegacyFunctions['call'];
  /** The engine crashed too often to try on by itself; `retry` starts it again. */
  readonly gaveUp: (retry: () => void) => void;
}

/** The editor gives an extension five seconds to deactivate; a reload should not wait that long. */
const SAVE_MS = 2000;
/** Models that answer meanwhile are charged and recorded (spec M15): nearly all of the five seconds. */
const SAVE_ANSWERS_MS = 4500;

/** The engine is started on the first need and restarted after a crash, with growing pauses. */
export function engineClient(options: EngineOptions): EngineClient {
  const { log } = options;
  const planEmitter = new EventEmitter<PlanSnapshot>();
  const ledgerEmitter = new EventEmitter<LedgerSnapshot>();
  const alertEmitter = new EventEmitter<readonly Alert[]>();
  const stateEmitter = new EventEmitter<void>();
  const treeEmitter = new EventEmitter<readonly string[] | null>();
  const progressEmitter = new EventEmitter<EngineProgress>();
  const importEmitter = new EventEmitter<{ readonly done: number; readonly total: number | null }>();
  const askedEmitter = new EventEmitter<AskProgress>();
  const answerTextEmitter = new EventEmitter<AnswerText>();
  const refusedEmitter = new EventEmitter<readonly Failure[]>();
  const lostEmitter = new EventEmitter<string>();
  const parts = new Set<() => void>();
  /** Requests to models that run. */
  const asking = new Set<string>();
  let thread: EngineThread | null = null;
  let toldAll: Promise<void> = Promise.resolve();
  let plan: PlanSnapshot | null = null;
  let ledger: LedgerSnapshot | null = null;
  let crashes = NO_CRASHES;
  let restart: NodeJS.Timeout | null = null;
  let down = false;
  let disposed = false;
  let told = 0;

  function start(): EngineThread {
    if (thread !== null) return thread;
    if (disposed) throw new Error('Context Budget was deactivated.');
    if (restart !== null) clearTimeout(restart);
    restart = null;
    asking.clear();
    const started = startThread(options.worker, log, recover);
    thread = started;
    const { connection } = started;
    // Every engine numbers its snapshots from 1; for the host they go on over a restart.
    const earlier = plan?.revision ?? 0;
    const earlierLedger = ledger?.revision ?? 0;
    connection.onNotification(planSnapshot, (snapshot) => {
      plan = { ...snapshot, revision: earlier + snapshot.revision };
      planEmitter.fire(plan);
    });
    connection.onNotification(ledgerSnapshot, (snapshot) => {
      ledger = { ...snapshot, revision: earlierLedger + snapshot.revision };
      ledgerEmitter.fire(ledger);
    });
    connection.onNotification(alertsRaised, (alerts) => alertEmitter.fire(alerts));
    connection.onNotification(ledgerProgress, (state) => importEmitter.fire(state));
    connection.onNotification(treeChanged, ({ paths }) => treeEmitter.fire(paths));
    connection.onNotification(progress, (state) => progressEmitter.fire(state));
    connection.onNotification(documentLost, ({ id }) => lostEmitter.fire(id));
    connection.onNotification(engineLog, ({ level, text }) => log[level](text));
    connection.onRequest(countByEditor, ({ model, text }, token) =>
      options.count(model, text, asVscode(token)),
    );
    connection.onNotification(askProgress, (state) => {
      if (state.done) asking.delete(state.requestId);
      else asking.add(state.requestId);
      askedEmitter.fire(state);
    });
    connection.onNotification(askText, (piece) => answerTextEmitter.fire(piece));
    connection.onNotification(modelsConfigRefused, (failures) => refusedEmitter.fire(failures));
    connection.onNotification(modelsLog, ({ level, requestId, text }) => log[level](`${requestId}: ${text}`));
    connection.onRequest(keyOf, ({ name }) => options.keyOf(name));
    connection.onRequest(askLegacy, (request) => options.callLegacy(request));
    connection.onRequest(askEditorModel, (call, token) =>
      // Past `tell`: an answer is nothing that the engine is told of the workspace.
      options.askEditor(
        call,
        (text) => void connection.sendNotification(editorPiece, { callId: call.callId, text }),
        asVscode(token),
      ),
    );
    connection.listen();
    log.info('engine started');
    down = false;
    toldAll = tellAll(started);
    return started;
  }

  /** One part a turn: reading settings, documents and roots in one go would be felt in the extension host. */
  async function tellAll(started: EngineThread): Promise<void> {
    for (const tellState of parts) {
      if (thread !== started) return;
      tellState();
      await nextTurn();
    }
    if (thread === started) stateEmitter.fire();
  }

  /** The connection of an engine that has been told everything. */
  async function informed(): Promise<EngineThread['connection']> {
    const { connection } = start();
    await toldAll;
    return connection;
  }

  function recover(why: string): void {
    thread = null;
    if (disposed) return;
    crashes = crashed(crashes, Date.now());
    const pause = pauseAfter(crashes);
    down = true;
    log.error(`engine crashed (${crashes.count} in a row): ${why}`);
    stateEmitter.fire();
    if (pause === null) {
      crashes = NO_CRASHES;
      options.gaveUp(() => void start());
      return;
    }
    restart = setTimeout(start, pause);
  }

  return {
    plan: () => plan,
    ledger: () => ledger,
    restarting: () => down,
    told: () => told,
    onPlan: planEmitter.event,
    onLedger: ledgerEmitter.event,
    onAlerts: alertEmitter.event,
    onState: stateEmitter.event,
    onTree: treeEmitter.event,
    onProgress: progressEmitter.event,
    onImport: importEmitter.event,
    onAsked: askedEmitter.event,
    onAnswerText: answerTextEmitter.event,
    onAskSettingsRefused: refusedEmitter.event,
    onLost: lostEmitter.event,
    onStart(tellState) {
      parts.add(tellState);
      return { dispose: () => parts.delete(tellState) };
    },
    start: () => void start(),
    tell(type, params) {
      told++;
      thread?.connection.sendNotification(type, params).catch((error: unknown) => {
        log.warn(`not told ${type.method}: ${String(error)}`);
      });
    },
    async ask(type, params, token) {
      const connection = await informed();
      return token === undefined
        ? connection.sendRequest(type, params)
        : connection.sendRequest(type, params, token);
    },
    async askAll(type) {
      return (await informed()).sendRequest(type);
    },
    restart() {
      // Wanted, so no crash in a row of crashes.
      crashes = NO_CRASHES;
      if (thread === null) start();
      else thread.kill();
    },
    async close() {
      const running = thread;
      disposed = true;
      if (running === null) return;
      const saved = running.connection.sendRequest(shutDown).catch(() => undefined);
      const late = new Promise((resolve) => setTimeout(resolve, asking.size > 0 ? SAVE_ANSWERS_MS : SAVE_MS));
      await Promise.race([saved, late]);
      running.end();
    },
    dispose() {
      disposed = true;
      if (restart !== null) clearTimeout(restart);
      thread?.end();
      thread = null;
      for (const emitter of [
        planEmitter,
        ledgerEmitter,
        alertEmitter,
        stateEmitter,
        treeEmitter,
        progressEmitter,
        importEmitter,
        askedEmitter,
        answerTextEmitter,
        refusedEmitter,
        lostEmitter,
      ])
        emitter.dispose();
    },
  };
}

/** The connection's token has the shape of the editor's; only its event's type is written differently. */
function asVscode(token: {
  readonly isCancellationRequested: boolean;
  readonly onCancellationRequested: (listener: (e: unknown) => unknown) => { dispose(): void };
}): CancellationToken {
  return {
    get isCancellationRequested() {
      return token.isCancellationRequested;
    },
    onCancellationRequested: (listener, self, disposables) => {
      const subscription = token.onCancellationRequested((event) => listener.call(self, event));
      disposables?.push(subscription);
      return subscription;
    },
  };
}
