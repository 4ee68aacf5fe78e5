import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { PlanViewState } from '../../src/protocol/plan-view.ts';
import type { ReportViewState } from '../../src/protocol/report-view.ts';
import { draw, type PAGES, raiseStage, type Stage, type Theme } from '../webview/plan-page.ts';
import { STATES } from '../webview/states.ts';

/** The narrowest side bar in which the view must read well, in CSS pixels. */
const NARROW = 280;

export interface ViewInBrowser {
  /** Another page, closed after this test. */
  readonly openIn: (theme: Theme, width?: number) => Promise<Page>;
  /** Draws one of `STATES`, or any other. */
  readonly show: (state: string | PlanViewState | ReportViewState) => Promise<void>;
  /** What the page told the host since the last question: actions, and `task …` with the words. */
  readonly sent: () => Promise<readonly string[]>;
}

export function stateNamed(name: string): PlanViewState {
  return STATES[name] ?? assert.fail(`no state ${name}`);
}

/**
 * The view's real page without an editor around it: one browser for a `describe`, a page for every test.
 * @param opened given the page before each test.
 */
export function useViewInBrowser(
  opened: (page: Page) => void,
  view: keyof typeof PAGES = 'plan',
): ViewInBrowser {
  let stage: Stage | null = null;
  const pages: Page[] = [];
  const openIn = async (theme: Theme, width = NARROW): Promise<Page> => {
    const page = await (stage ?? assert.fail('The browser was not started.')).open({ theme, width });
    pages.push(page);
    return page;
  };
  const page = (): Page => pages[0] ?? assert.fail('No page was opened.');
  before(async () => {
    stage = await raiseStage(view);
  });
  after(() => stage?.close());
  beforeEach(async () => opened(await openIn('dark')));
  afterEach(async () => {
    for (const each of pages.splice(0)) await each.context().close();
  });
  return {
    openIn,
    show: (state) => draw(page(), typeof state === 'string' ? stateNamed(state) : state),
    sent: () =>
      page().evaluate<string[]>(
        'sent.splice(0).map(({ action, task }) => (action === "task" ? `task ${task}` : action))',
      ),
  };
}
