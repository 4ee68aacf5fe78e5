/** The models that there are to choose from. */
import { NotificationType, RequestType0 } from 'vscode-jsonrpc';
import type { ModelProfile } from '../core/facts/model-profile.ts';

/** A model that the editor's language-model API offers. */
export interface EditorModel {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly family: string;
  readonly maxInputTokens: number;
}
/** Models of the editor and the user's own entries (checked by the engine, failures come back in the snapshot). */
export const modelsChanged = new NotificationType<{
  readonly editor: readonly EditorModel[];
  readonly own: readonly unknown[];
}>('models/changed');

export const listModels = new RequestType0<readonly ModelProfile[], void>('models/list');
