import type { ReportViewMessage, ReportViewState } from '../../protocol/report-view.ts';
import { reportView } from './report.ts';

/** Defined by VS Code in every webview; it may be called once. */
declare const acquireVsCodeApi: () => { readonly postMessage: (message: ReportViewMessage) => void };

const place = document.getElementById('report');
if (place) {
  const host = acquireVsCodeApi();
  const draw = reportView(place, (message) => host.postMessage(message));
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (isState(event.data)) draw(event.data);
  });
  host.postMessage({ action: 'ready' });
}

/** Only our host speaks to this page, but extensions of the browser post messages too. */
function isState(data: unknown): data is ReportViewState {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'report';
}
