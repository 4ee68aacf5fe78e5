import { ConfigurationTarget, EventEmitter, workspace } from 'vscode';
import type { Disposable, Event, Memento, WorkspaceConfiguration } from 'vscode';
import { DEFAULT_FIT } from '../core/context/fit-settings.ts';
import type { FitSettings } from '../core/context/fit-settings.ts';
import { fitSettingsChanged } from '../protocol/fit.ts';
import type { FileSettings } from '../protocol/workspace.ts';
import type { AllowedSecrets } from './allowed-secrets.ts';
import type { EngineClient } from './engine-client.ts';
import { switchedEntries } from './own-entries.ts';
import type { TaskStore } from './task.ts';

export const SECTION = 'contextBudget';
/** Workspace state of a window that has no workspace settings. */
const STATE_KEY = 'chosen';

/** What the commands choose; everything else of a fit is edited in the settings. */
export type Chosen = Pick<FitSettings, 'model' | 'budget' | 'strategy' | 'format'>;

/** What a task chooses among: every file of the workspace, or those that the user ticked. */
export type TaskCandidates = 'workspace' | 'ticked';

export interface Settings extends Disposable {
  fit(): FitSettings;
  /** Whether there is a task, and it makes every file a candidate. */
  offersAll(): boolean;
  candidates(): TaskCandidates;
  /** The user's own model entries, unchecked: the engine checks them. */
  ownModels(): readonly unknown[];
  /** Writes which models may be asked into the user's own entries, where those are. */
  switchModels(enabled: ReadonlyMap<string, boolean>): Promise<void>;
  /** Writes a choice where it lasts for this workspace. */
  choose(choice: Partial<Chosen>): Promise<void>;
  readonly onFit: Event<FitSettings>;
  readonly onFiles: Event<void>;
  readonly onModels: Event<void>;
}

export function fitSettings(
  engine: EngineClient,
  state: Memento,
  task: Pick<TaskStore, 'settled' | 'onSettled'>,
  allowed: Pick<AllowedSecrets, 'ids' | 'onChange'>,
): Settings {
  const onFit = new EventEmitter<FitSettings>();
  const onFiles = new EventEmitter<void>();
  const onModels = new EventEmitter<void>();
  /** Kept, as every plan asks for it; null: to be read. */
  let taskCandidates: TaskCandidates | null = null;
  // Without a task nothing tells one file from another: then only those are candidates that the user ticked.
  const candidates = (): TaskCandidates =>
    (taskCandidates ??= section().get('task.candidates') === 'ticked' ? 'ticked' : 'workspace');
  const offersAll = (): boolean => task.settled() !== '' && candidates() === 'workspace';
  const fit = (): FitSettings => ({
    ...configured(),
    levels: levelsFor(task.settled()),
    task: task.settled(),
    offer: offersAll() ? 'all' : 'ticked',
    allowSecrets: allowed.ids(),
    ...state.get<Partial<Chosen>>(STATE_KEY, {}),
  });
  const tellFit = (): void => {
    const settings = fit();
    engine.tell(fitSettingsChanged, settings);
    onFit.fire(settings);
  };
  const parts: Disposable[] = [
    onFit,
    onFiles,
    onModels,
    engine.onStart(() => engine.tell(fitSettingsChanged, fit())),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${SECTION}.task`)) taskCandidates = null;
      if (change.affectsConfiguration(`${SECTION}.models`)) onModels.fire();
      if (
        ['files', 'search'].some((section) => change.affectsConfiguration(`${section}.exclude`)) ||
        change.affectsConfiguration(`${SECTION}.files`) ||
        change.affectsConfiguration(`${SECTION}.rank`)
      )
        onFiles.fire();
      if ([...FIT_KEYS, 'task'].some((key) => change.affectsConfiguration(`${SECTION}.${key}`))) tellFit();
    }),
    task.onSettled(tellFit),
    allowed.onChange(tellFit),
  ];
  return {
    fit,
    offersAll,
    candidates,
    ownModels: () => section().get<readonly unknown[]>('models', []),
    async switchModels(enabled) {
      const found = section().inspect<readonly unknown[]>('models');
      // Entries of the workspace hide those of the user.
      const inWorkspace = workspace.isTrusted ? found?.workspaceValue : undefined;
      const [entries, target] =
        inWorkspace === undefined
          ? [found?.globalValue ?? [], ConfigurationTarget.Global]
          : [inWorkspace, ConfigurationTarget.Workspace];
      await section().update('models', switchedEntries(entries, enabled), target);
    },
    async choose(choice) {
      const kept = { ...state.get<Partial<Chosen>>(STATE_KEY, {}) };
      if (!settingsLast()) {
        await state.update(STATE_KEY, { ...kept, ...choice });
        tellFit();
        return;
      }
      for (const key of CHOICES) {
        if (!(key in choice)) continue;
        const value = choice[key];
        // The default is said by having no setting: a later change of the user's own default then still counts.
        const same = value === inherited(key);
        await section().update(key, same ? undefined : value, ConfigurationTarget.Workspace);
        delete kept[key];
      }
      await state.update(STATE_KEY, Object.keys(kept).length === 0 ? undefined : kept);
      tellFit();
    },
    onFit: onFit.event,
    onFiles: onFiles.event,
    onModels: onModels.event,
    dispose: () => parts.forEach((part) => part.dispose()),
  };
}

const CHOICES = ['model', 'budget', 'strategy', 'format'] as const;

/** Names of the settings that make up a fit, as package.json declares them. */
export const FIT_KEYS = [
  ...CHOICES,
  'encoding',
  'reserve',
  'groupBy',
  'levels',
  'order',
  'tree',
  'lineNumbers',
  'instructions',
  'floor',
  'duplicates',
  'secrets',
] as const;

/** Workspace settings can be written: there is a folder, and the user trusts it. */
function settingsLast(): boolean {
  return workspace.isTrusted && (workspace.workspaceFolders?.length ?? 0) > 0;
}

function section(): WorkspaceConfiguration {
  return workspace.getConfiguration(SECTION);
}

function inherited(key: keyof Chosen): unknown {
  const found = section().inspect<unknown>(key);
  return found?.globalValue ?? found?.defaultValue;
}

/**
 * Levels that the user named, else all of them for a task; without one a file that was ticked is wanted in full, and
 * its path alone would hide that it has no room.
 */
function levelsFor(task: string): FitSettings['levels'] {
  const found = section().inspect<FitSettings['levels']>('levels');
  const named = found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
  return named ?? (task === '' ? ['full'] : DEFAULT_FIT.levels);
}

function configured(): Omit<FitSettings, 'levels' | 'task' | 'offer' | 'allowSecrets'> {
  const found = section();
  const read = <K extends keyof FitSettings>(key: K): FitSettings[K] =>
    found.get<FitSettings[K]>(key) ?? DEFAULT_FIT[key];
  return {
    model: read('model'),
    encoding: read('encoding'),
    budget: read('budget'),
    reserve: read('reserve'),
    strategy: read('strategy'),
    groupBy: read('groupBy'),
    format: read('format'),
    order: read('order'),
    tree: read('tree'),
    lineNumbers: read('lineNumbers'),
    instructions: read('instructions'),
    floor: read('floor'),
    duplicates: read('duplicates'),
    secrets: read('secrets'),
  };
}

/**
 * Which files are candidates. Globs are read for every root and joined: the engine applies them to all roots, so
 * what one folder of a multi-root workspace excludes is excluded everywhere.
 */
export function fileSettings(ownFiles: readonly string[]): FileSettings {
  const folders = workspace.workspaceFolders ?? [];
  const scopes = folders.length === 0 ? [undefined] : folders.map((folder) => folder.uri);
  // Once for each root: a reading joins all layers of all settings, which takes milliseconds.
  const read = scopes.map((scope) => workspace.getConfiguration(undefined, scope));
  const own = <T>(name: string, otherwise: T): readonly T[] =>
    read.map((settings) => settings.get(`${SECTION}.files.${name}`, otherwise));
  const excluded = read.flatMap((settings) =>
    ['files.exclude', 'search.exclude'].flatMap((name) => {
      const globs = settings.get<Readonly<Record<string, unknown>>>(name, {});
      // `{ "when": … }` needs a sibling's name, which no glob matcher knows: such files stay candidates.
      return Object.keys(globs).filter((glob) => globs[glob] === true);
    }),
  );
  return {
    gitignore: own('gitignore', true).every(Boolean),
    editorExclude: unique(excluded),
    include: unique(own<readonly string[]>('include', []).flat()),
    exclude: unique(own<readonly string[]>('exclude', []).flat()),
    maxFileBytes: Math.min(...own('maxFileBytes', DEFAULT_MAX_FILE_BYTES)),
    ownFiles,
  };
}

/** Whether git may be asked which files changed together: it is a process, and runs in trusted workspaces only. */
export function asksHistory(): boolean {
  return workspace.isTrusted && section().get('rank.history', true);
}

/** As at the terminal: text above it is data. package.json declares the same. */
export const DEFAULT_MAX_FILE_BYTES = 1_000_000;

function unique(globs: readonly string[]): readonly string[] {
  return [...new Set(globs)];
}
