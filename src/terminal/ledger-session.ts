import path from 'node:path';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import { exactCount } from '../core/facts/readable-number.ts';
import { fail, ok, type Result } from '../core/facts/result.ts';
import { findWorkspace, type FoundWorkspace } from '../node/store/find-store.ts';
import { modelsChanged } from '../protocol/models-offered.ts';
import {
  ledgerProgress,
  ledgerTrouble,
  ledgerSettingsChanged,
  type LedgerSettings,
  openLedger,
} from '../protocol/ledger.ts';
import { type OwnConfig, readOwnConfig } from './own-config.ts';
import { ownModelsOf } from './own-models.ts';
import { ownSettingsOf } from './own-settings.ts';
import { isFolder, refuse, type Surroundings, withEngine } from './session.ts';

/** What every command on the history takes. */
export interface LedgerFlags {
  /** Folder of the history. */
  readonly store?: string;
  /** The workspace's root; by default what the current folder belongs to. */
  readonly workspace?: string;
  /** JSON file with own models and settings. */
  readonly config?: string;
  readonly json?: boolean;
}

interface LedgerPlace extends FoundWorkspace {
  readonly own: OwnConfig;
  readonly models: readonly unknown[];
  readonly settings: LedgerSettings;
}

/**
 * Runs requests on the history of the workspace; a failure is written and becomes the exit code, and what is wrong with
 * the store is noted. `prepare` runs before the history is opened.
 */
export async function withLedger<T>(
  around: Surroundings,
  flags: LedgerFlags,
  ask: (connection: MessageConnection, token: CancellationToken) => Promise<Result<T>>,
  show: (value: T) => number | Promise<number>,
  change: Partial<LedgerSettings> = {},
  prepare: (connection: MessageConnection, own: OwnConfig) => Promise<void> = async () => undefined,
): Promise<number> {
  const json = flags.json ?? false;
  const place = await placeOf(around, flags);
  if (!place.ok) return refuse(around.output, place.error, json);
  const { root, store, own, models, settings } = place.value;
  let trouble: string | null = null;
  return withEngine(
    around,
    json,
    async ({ connection }, { token }) => {
      showProgress(connection, around.output);
      await connection.sendNotification(modelsChanged, { editor: [], own: models });
      await connection.sendNotification(ledgerSettingsChanged, { ...settings, ...change });
      await prepare(connection, own);
      await connection.sendNotification(openLedger, { store, roots: [root], live: false });
      const answer = await ask(connection, token);
      // a failure says itself what is wrong
      if (answer.ok) trouble = await connection.sendRequest(ledgerTrouble);
      return answer;
    },
    async (value) => {
      const status = await show(value);
      if (trouble !== null) around.output.note(trouble);
      return status;
    },
  );
}

/** Writes how far an import or an evaluation is, where somebody watches. */
export function showProgress(connection: MessageConnection, output: Surroundings['output']): void {
  connection.onNotification(ledgerProgress, ({ of, done, total }) => {
    const counted = total === null ? exactCount(done) : `${exactCount(done)} of ${exactCount(total)}`;
    output.progress(of === 'import' ? `Importing ${counted} files` : `Replaying ${counted} rows`);
  });
}

/** Errors: `path_not_found` for a workspace that is no folder, for a slip of the pen would begin a history of its own. */
async function placeOf(
  { cwd, env }: Pick<Surroundings, 'cwd' | 'env'>,
  { store, workspace, config }: LedgerFlags,
): Promise<Result<LedgerPlace>> {
  const folder = path.resolve(cwd, workspace ?? '.');
  if (!isFolder(folder))
    return fail('path_not_found', `--workspace ${JSON.stringify(workspace)} is no folder. Check the path.`);
  const override = store === undefined ? null : path.resolve(cwd, store);
  const found = findWorkspace(folder, env, { override, isRoot: workspace !== undefined });
  const own = await readOwnConfig(found.root, config === undefined ? undefined : path.resolve(cwd, config));
  if (!own.ok) return own;
  const models = ownModelsOf(own.value);
  if (!models.ok) return models;
  const settings = ownSettingsOf(own.value, Intl.DateTimeFormat().resolvedOptions().timeZone);
  return settings.ok
    ? ok({ ...found, own: own.value, models: models.value, settings: settings.value })
    : settings;
}
