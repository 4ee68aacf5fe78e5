import { randomBytes } from 'node:crypto';
import { commands, env, Uri, ViewColumn, window } from 'vscode';
import type { Disposable, WebviewPanel } from 'vscode';
import type { Result } from '../core/facts/result.ts';
import { listAskable, modelReport } from '../protocol/models.ts';
import type { ModelReport } from '../protocol/models.ts';
import { isReportViewMessage } from '../protocol/report-view.ts';
import type { ReportPeriod, ReportViewMessage, ReportViewState } from '../protocol/report-view.ts';
import type { EngineClient } from './engine-client.ts';
import { reportedModels } from './reported-models.ts';
import type { Texts } from './texts.ts';
import { webviewHtml } from './webview-html.ts';

export interface ModelReportPanel extends Disposable {
  /** Shows the panel with new figures. */
  show(): Promise<void>;
}

const COMMANDS: Readonly<Record<'ask' | 'manageModels', string>> = {
  ask: 'contextBudget.ask',
  manageModels: 'contextBudget.manageModels',
};

/** Accuracy, speed and cost per model in the editor area. The figures are the engine's; the panel holds none. */
export function modelReportPanel(
  extensionUri: Uri,
  engine: Pick<EngineClient, 'ask' | 'askAll'>,
  texts: Pick<Texts, 'show'>,
): ModelReportPanel {
  let panel: WebviewPanel | null = null;
  let ready = false;
  let state: ReportViewState = {
    kind: 'report',
    models: null,
    period: 'day',
    failure: null,
    busy: false,
    locale: env.language,
  };
  let report: Result<ModelReport> | null = null;
  /** Of several that run at once the last one counts. */
  let asked = 0;

  const draw = (change: Partial<ReportViewState>): void => {
    state = { ...state, ...change };
    // A page that goes away in between takes the promise with it; the next one asks anew.
    if (ready) panel?.webview.postMessage(state).then(undefined, () => undefined);
  };
  const load = async (period: ReportPeriod): Promise<void> => {
    const turn = ++asked;
    draw({ period, busy: true });
    const [next, listed] = await Promise.all([
      engine.ask(modelReport, { since: null, until: null, period, model: null, category: null }),
      engine.askAll(listAskable),
    ]);
    if (turn !== asked) return;
    report = next;
    const names = new Map(listed.ok ? listed.value.map(({ id, name }): [string, string] => [id, name]) : []);
    draw(
      next.ok
        ? { models: reportedModels(next.value.data, names), failure: null, busy: false }
        : { models: null, failure: next.error.message, busy: false },
    );
  };
  const act = async (message: ReportViewMessage): Promise<void> => {
    switch (message.action) {
      case 'ready':
        ready = true;
        draw({});
        return;
      case 'refresh':
        await load(state.period);
        return;
      case 'period':
        await load(message.period);
        return;
      case 'document':
        if (report?.ok === true) await texts.show('Model Report.md', report.value.markdown, 'markdown');
        return;
      case 'ask':
      case 'manageModels':
        await commands.executeCommand(COMMANDS[message.action]);
    }
  };
  const open = (): WebviewPanel => {
    const folders = ['dist', 'media'].map((folder) => Uri.joinPath(extensionUri, folder));
    const opened = window.createWebviewPanel('contextBudget.modelReport', 'Model Report', ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: folders,
    });
    const { webview } = opened;
    const file = (...path: string[]) => webview.asWebviewUri(Uri.joinPath(extensionUri, ...path)).toString();
    // On a tab a drawing has no colour of the theme to take.
    opened.iconPath = {
      light: Uri.joinPath(extensionUri, 'media', 'icon.svg'),
      dark: Uri.joinPath(extensionUri, 'media', 'icon-on-dark.svg'),
    };
    webview.onDidReceiveMessage((message: unknown) => {
      if (isReportViewMessage(message)) void act(message);
    });
    // A hidden page is thrown away, and says again when it is ready.
    opened.onDidChangeViewState(() => (ready &&= opened.visible));
    opened.onDidDispose(() => {
      panel = null;
      ready = false;
    });
    webview.html = webviewHtml({
      title: 'Model Report',
      place: 'report',
      nonce: randomBytes(16).toString('hex'),
      cspSource: webview.cspSource,
      scriptUri: file('dist', 'webview', 'report.js'),
      styleUri: file('media', 'report.css'),
    });
    return opened;
  };
  return {
    async show() {
      if (panel === null) panel = open();
      else panel.reveal();
      await load(state.period);
    },
    dispose: () => panel?.dispose(),
  };
}
