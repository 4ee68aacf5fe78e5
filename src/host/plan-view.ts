import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { isPlanViewMessage, type PlanViewMessage, type PlanViewState } from '../protocol/plan-view.ts';
import { EDITOR_TIMERS, paced, type Paced } from './paced.ts';
import { webviewHtml } from './webview-html.ts';

/** The id under which package.json contributes the view. */
export const PLAN_VIEW_ID = 'contextBudget.plan';

/** At most ten snapshots a second go to the webview. */
const SNAPSHOT_PAUSE_MS = 100;

/** Draws the plan in the side bar. It holds no plan of its own: it asks for the state whenever it sends one. */
export class PlanView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #state: () => PlanViewState;
  readonly #act: (message: PlanViewMessage) => void;
  readonly #pace: Paced;
  readonly #subscription: vscode.Disposable;
  /** The page on show that has said it is ready; a hidden page is thrown away and says so again. */
  #ready: vscode.Webview | null = null;

  /** `act` gets every message of the user's, never `ready`. */
  constructor(
    extensionUri: vscode.Uri,
    state: () => PlanViewState,
    onDidChange: vscode.Event<void>,
    act: (message: PlanViewMessage) => void,
  ) {
    this.#extensionUri = extensionUri;
    this.#state = state;
    this.#act = act;
    this.#pace = paced(SNAPSHOT_PAUSE_MS, () => this.#send(), EDITOR_TIMERS);
    this.#subscription = onDidChange(() => this.#pace.ask());
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view;
    const file = (...path: string[]) =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#extensionUri, ...path)).toString();
    webview.options = {
      enableScripts: true,
      localResourceRoots: ['dist', 'media'].map((folder) => vscode.Uri.joinPath(this.#extensionUri, folder)),
    };
    const listening = webview.onDidReceiveMessage((message: unknown) => {
      if (!isPlanViewMessage(message)) return;
      if (message.action !== 'ready') return this.#act(message);
      this.#ready = webview;
      this.#pace.ask();
    });
    const hiding = view.onDidChangeVisibility(() => {
      if (!view.visible && this.#ready === webview) this.#ready = null;
    });
    view.onDidDispose(() => {
      if (this.#ready === webview) this.#ready = null;
      listening.dispose();
      hiding.dispose();
    });
    webview.html = webviewHtml({
      title: 'Plan',
      place: 'plan',
      nonce: randomBytes(16).toString('hex'),
      cspSource: webview.cspSource,
      scriptUri: file('dist', 'webview', 'plan.js'),
      styleUri: file('media', 'plan.css'),
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#pace.stop();
    this.#ready = null;
  }

  #send(): void {
    // A page that goes away in between takes the promise with it; the next one asks anew.
    this.#ready?.postMessage(this.#state()).then(undefined, () => undefined);
  }
}
