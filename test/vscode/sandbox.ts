import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;

/** User settings for a workbench that says nothing by itself. */
const QUIET: Settings = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  // What a compiler says of a file counts for the fit, and comes when the machine has time for it.
  'javascript.validate.enable': false,
  'typescript.validate.enable': false,
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'window.commandCenter': false,
};

/** What the editor must not inherit from the shell or editor that started us: keys would let tests ask real models. */
const INHERITED = /^(VSCODE_|ELECTRON_|CODE_SERVER_|NODE_OPTIONS$|PORT$)|_API_KEY$/;

export interface Sandbox {
  readonly folder: string;
  readonly home: string;
  readonly userData: string;
  readonly extensions: string;
  /** A workspace folder that starts empty. */
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv;
  /**
   * Merges into the user settings, which the editor reads when its window opens or reloads (it watches only the
   * workspace's own). `undefined` removes a setting.
   */
  readonly changeSettings: (changes: Settings) => void;
  readonly dispose: () => void;
}

/** A throwaway home, user data, extensions and workspace folder for one editor. */
export function createSandbox(settings: Settings = {}): Sandbox {
  const folder = mkdtempSync(path.join(tmpdir(), 'context-budget-'));
  const inside = (name: string): string => {
    const made = path.join(folder, name);
    mkdirSync(made, { recursive: true });
    return made;
  };
  const home = inside('home');
  const userData = inside('data');
  const settingsFile = path.join(inside('data/User'), 'settings.json');
  const write = (values: Settings): void => writeFileSync(settingsFile, JSON.stringify(values, null, 2));
  write({ ...QUIET, ...settings });
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !INHERITED.test(name)));
  return {
    folder,
    home,
    userData,
    extensions: inside('extensions'),
    workspace: inside('workspace'),
    env: {
      ...inherited,
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, '.config'),
      XDG_DATA_HOME: path.join(home, '.local/share'),
      XDG_CACHE_HOME: path.join(home, '.cache'),
      // No marketplace traffic.
      EXTENSIONS_GALLERY: '{}',
    },
    changeSettings: (changes) =>
      write({ ...(JSON.parse(readFileSync(settingsFile, 'utf8')) as Settings), ...changes }),
    // The editor's last writes may race with the removal.
    dispose: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}
