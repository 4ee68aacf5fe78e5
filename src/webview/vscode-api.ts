import type { PlanViewMessage } from '../protocol/plan-view.ts';

/** What the webview keeps for itself while it is hidden: how it is unfolded, never figures. */
export interface UiState {
  readonly reasonsOpen: boolean;
}

/** The door to the host that VS Code gives to a webview. */
export interface HostApi {
  readonly postMessage: (message: PlanViewMessage) => void;
  readonly getState: () => UiState | undefined;
  readonly setState: (state: UiState) => void;
}

/** Defined by VS Code in every webview; it may be called once. */
declare const acquireVsCodeApi: () => HostApi;

export function hostApi(): HostApi {
  return acquireVsCodeApi();
}
