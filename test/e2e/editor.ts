import type { Browser, Page } from 'playwright-core';
import { newPage, startBrowser } from '../vscode/browser.ts';
import { createSandbox, type Sandbox, type Settings } from '../vscode/sandbox.ts';
import { screenshot } from '../vscode/screenshots.ts';
import { installVsix, type Server, startServer, workbenchAddress } from '../vscode/server.ts';
import { type Files, SMALL_PROJECT, writeFiles } from '../vscode/small-project.ts';
import { VSIX } from '../vscode/vsix.ts';
import { openWorkbench } from '../vscode/workbench.ts';

export interface EditorOptions {
  /** Files of the workspace folder, by relative path; the small project unless told otherwise. */
  readonly files?: Files;
  /** Opens this folder or `.code-workspace` file instead of the sandbox's; null opens no folder. */
  readonly folder?: string | null;
  readonly settings?: Settings;
  /** Workspace trust stays on: the window starts restricted. */
  readonly trust?: boolean;
}

export interface Editor {
  readonly page: Page;
  readonly sandbox: Sandbox;
  readonly server: Server;
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

/** A real VS Code with the packaged extension installed as a user would, in a fresh browser profile. */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  const sandbox = createSandbox(
    options.trust ? { 'security.workspace.trust.enabled': true, ...options.settings } : options.settings,
  );
  const undo: (() => unknown)[] = [sandbox.dispose];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    writeFiles(sandbox.workspace, options.files ?? SMALL_PROJECT);
    await installVsix(sandbox, process.env['CONTEXT_BUDGET_VSIX'] ?? VSIX);
    const server = await startServer(sandbox, { trust: options.trust ?? false });
    undo.push(server.stop);
    const browser = await startBrowser();
    undo.push(() => browser.close());
    const page = await newPage(browser);
    const folder = options.folder === null ? undefined : (options.folder ?? sandbox.workspace);
    await openWorkbench(page, workbenchAddress(server, folder));
    return { page, sandbox, server, browser, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * One editor for the tests of a `describe`, opened before the first and closed after the last. A failed test leaves
 * a picture of the window in test/e2e/out.
 * @param options a function where they are known only when the tests run, such as the ports of servers.
 */
export function useEditor(options: EditorOptions | (() => Promise<EditorOptions>) = {}): () => Editor {
  let editor: Editor | undefined;
  before(async () => {
    editor = await openEditor(typeof options === 'function' ? await options() : options);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed' && editor) {
      const file = await screenshot(editor.page, `failed-${this.currentTest.fullTitle()}`);
      console.log(`      the window then: ${file}`);
    }
  });
  after(async () => editor?.close());
  return () => {
    if (!editor) throw new Error('The editor opens before the first test, not before.');
    return editor;
  };
}
