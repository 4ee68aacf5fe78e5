import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { webviewHtml } from '../../src/host/webview-html.ts';
import type { PlanViewState } from '../../src/protocol/plan-view.ts';
import type { ReportViewState } from '../../src/protocol/report-view.ts';
import themes from './themes.json' with { type: 'json' };

export const THEMES = ['dark', 'light', 'hc-dark', 'hc-light'] as const;
export type Theme = (typeof THEMES)[number];

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];

/** A browser and a server that show the view's real page: its html with its policy, its bundle, its style sheet. */
export interface Stage {
  readonly open: (options: {
    readonly theme: Theme;
    readonly width: number;
    readonly height?: number;
    readonly reducedMotion?: boolean;
  }) => Promise<Page>;
  readonly close: () => Promise<void>;
}

/** The pages that we have: script and style sheet, and what is drawn into. */
export const PAGES = {
  plan: { title: 'Plan', entry: 'src/webview/main.ts', style: 'media/plan.css' },
  report: { title: 'Model Report', entry: 'src/webview/report/main.ts', style: 'media/report.css' },
} as const;

export async function raiseStage(view: keyof typeof PAGES = 'plan'): Promise<Stage> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`There is no browser at ${executablePath}: name a Chromium or Chrome in CHROMIUM.`);
  }
  const server = await serve(view);
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  const { address } = server;
  return {
    open: (options) => openPage(browser, address, options),
    async close() {
      await browser.close();
      server.server.close();
    },
  };
}

/** What `acquireVsCodeApi` gives in the editor; messages and the state are kept where a test can read them. */
const STAND_IN = `
  globalThis.sent = [];
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => { globalThis.sent.push(message); },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
  globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    globalThis.violations.push(event.violatedDirective + ' ' + event.blockedURI);
  });
`;

/** The defaults that VS Code puts below every webview's own styles, as far as they touch this page. */
const EDITOR_DEFAULTS =
  '@layer vscode-default { body { background-color: transparent; color: var(--vscode-editor-foreground); ' +
  'font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight); ' +
  'font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; } }' +
  // Stands for the side bar behind the transparent webview.
  'html { background: var(--vscode-sideBar-background); }';

async function openPage(
  browser: Browser,
  address: string,
  { theme, width, height = 420, reducedMotion = true }: Parameters<Stage['open']>[0],
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: 2,
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const { bodyClass, variables } = themes[theme];
  const look = JSON.stringify({ bodyClass, variables, defaults: EDITOR_DEFAULTS });
  // By CSSOM and constructed sheets, as the editor does it: the policy of the page allows no inline style.
  await page.addInitScript(`${STAND_IN}
    const look = ${look};
    document.addEventListener('DOMContentLoaded', () => {
      for (const [name, value] of Object.entries(look.variables)) document.documentElement.style.setProperty(name, value);
      document.body.className = look.bodyClass;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(look.defaults);
      document.adoptedStyleSheets = [sheet];
    });`);
  await page.goto(address);
  return page;
}

/** Sends a state as the host does and waits until it is drawn. */
export async function draw(page: Page, state: PlanViewState | ReportViewState): Promise<void> {
  // The page listens since it was ready, so this listener is called after its own.
  await page.evaluate(
    `new Promise((drawn) => {
      window.addEventListener('message', () => requestAnimationFrame(() => drawn()), { once: true });
      window.postMessage(${JSON.stringify(state)}, '*');
    })`,
  );
}

async function serve(view: keyof typeof PAGES): Promise<{ server: Server; address: string }> {
  const bundle = await build({
    entryPoints: [path.join(REPOSITORY, PAGES[view].entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome128',
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  const style = await readFile(path.join(REPOSITORY, PAGES[view].style), 'utf8');
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    const page = {
      title: PAGES[view].title,
      place: view,
      nonce: 'abc123',
      cspSource: origin,
      scriptUri: `${origin}/plan.js`,
      styleUri: `${origin}/plan.css`,
    };
    const [type, body] =
      request.url === '/plan.js'
        ? ['text/javascript', script]
        : request.url === '/plan.css'
          ? ['text/css', style]
          : ['text/html', webviewHtml(page)];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The test server has no port.');
  return { server, address: `http://127.0.0.1:${bound.port}/` };
}
