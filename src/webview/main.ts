import type { PlanViewState } from '../protocol/plan-view.ts';
import { planView } from './plan.ts';
import { hostApi } from './vscode-api.ts';

const place = document.getElementById('plan');
if (place) {
  const host = hostApi();
  const draw = planView(place, host);
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (isState(event.data)) draw(event.data);
  });
  host.postMessage({ action: 'ready' });
}

/** Only our host speaks to this page, but extensions of the browser post messages too. */
function isState(data: unknown): data is PlanViewState {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'state';
}
