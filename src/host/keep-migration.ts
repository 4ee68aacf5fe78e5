import { ConfigurationTarget, workspace } from 'vscode';
import { DEFAULT_MODELS_CONFIG } from '../core/models/config.ts';
import { fail, ok } from '../core/facts/result.ts';
import { ASK_SECTION } from './ask-settings.ts';
import type { KeepMigration } from './asking-api.ts';

/** In the workspace's settings where they say it already, else in the user's. What is no setting (`on`) is left out. */
export const keepMigration: KeepMigration = async (config) => {
  const section = workspace.getConfiguration(ASK_SECTION);
  try {
    for (const [name, value] of Object.entries(config)) {
      const setting = `migration.${name}`;
      if (!Object.hasOwn(DEFAULT_MODELS_CONFIG, setting)) continue;
      const isOfWorkspace = section.inspect(setting)?.workspaceValue !== undefined;
      const target = isOfWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
      await section.update(setting, value, target);
    }
    return ok(null);
  } catch {
    return fail(
      'write_failed',
      'The settings cannot be written: what was changed holds until the window closes.',
    );
  }
};
