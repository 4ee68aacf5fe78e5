/** Making the prompt and proving it later. */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { Audit, VerifiedPack } from '../core/context/audit.ts';
import type { FitSettings } from '../core/context/fit-settings.ts';
import type { Witness } from '../core/context/witness.ts';
import type { Result } from '../core/facts/result.ts';

export const fitSettingsChanged = new NotificationType<FitSettings>('fit/settings');

export interface FittedPrompt {
  readonly prompt: string;
  readonly audit: Audit;
  /** By which this fit is known again; it is kept with the workspace's caches. */
  readonly witness: Witness;
  /** The audit for people. */
  readonly readable: string;
}

/**
 * Waits until every candidate is counted, then fits and renders. Cancellable. `workLimit`: units of search. `verify`:
 * whether the door answers `countByEditor`.
 */
export const fit = new RequestType<
  { readonly workLimit: number; readonly verify: boolean },
  Result<FittedPrompt>,
  void
>('fit');

/** Re-checks a saved audit (JSON text) against the open workspace. */
export const verifyAudit = new RequestType<{ readonly audit: string }, Result<VerifiedPack>, void>('verify');
