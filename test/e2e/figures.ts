import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { readableCount } from '../../src/core/facts/readable-number.ts';
import { CONTEXT_VIEW } from '../vscode/context-budget-view.ts';
import { view } from '../vscode/tree.ts';
import { webviewWith } from '../vscode/webview.ts';

/** One row of the Context view as people see and hear it. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly folder: boolean;
  readonly ticked: boolean;
  /** The fit's answer: "in", "pinned", "no room"…; empty when it is no candidate. */
  readonly answer: string;
  /** Every digit, as a screen reader says it; null when it was not counted. */
  readonly tokens: number | null;
}

/** What the three places say about the plan at one moment. */
export interface Figures {
  readonly rows: readonly Row[];
  readonly plan: {
    /** "224 / 8k" */
    readonly total: string;
    readonly used: number;
    readonly budget: number;
    readonly files: number;
    readonly instructions: number;
    /** Ticked but not in. */
    readonly over: number;
    readonly sentence: string;
  };
  readonly status: {
    /** "224/8k" */
    readonly text: string;
    readonly used: number;
    readonly budget: number;
    readonly included: number;
    readonly ticked: number;
    readonly pinned: number;
    readonly warns: boolean;
  };
}

const number = (digits: string | undefined): number =>
  Number((digits ?? '').replaceAll(',', '') || Number.NaN);
const first = (text: string, pattern: RegExp): number => number(pattern.exec(text)?.[1]);
const plain = (text: string): string => text.replaceAll('\u00A0', ' ').trim();

export async function treeRows(page: Page): Promise<Row[]> {
  const drawn = await view(page, CONTEXT_VIEW)
    .locator('.monaco-list-row')
    .evaluateAll((all) =>
      all.map((row) => ({
        top: row.getBoundingClientRect().top,
        label: row.querySelector('.label-name')?.textContent ?? '',
        description: row.querySelector('.label-description')?.textContent ?? '',
        said: row.getAttribute('aria-label') ?? '',
        folder: row.hasAttribute('aria-expanded'),
        ticked: row.querySelector('[role="checkbox"]')?.getAttribute('aria-checked') === 'true',
      })),
    );
  return drawn
    .sort((a, b) => a.top - b.top)
    .map(({ label, description, said, folder, ticked }) => {
      const tokens = /([\d,]+)(?: of [\d,]+)? tokens$/.exec(said)?.[1];
      const answer = description.split(' · ')[0] ?? '';
      return {
        label,
        description,
        folder,
        ticked,
        answer: /^~?[\d.]+[kM]?$/.test(answer) ? '' : answer,
        tokens: tokens === undefined ? null : number(tokens),
      };
    });
}

async function planFigures(page: Page): Promise<Figures['plan']> {
  const frame = await webviewWith(page, '[role=meter]');
  const { meter, total, sentence } = await frame.locator('main').evaluate((main) => ({
    meter: main.querySelector('[role=meter]')?.getAttribute('aria-valuetext') ?? '',
    total: main.querySelector('.total')?.textContent ?? '',
    sentence: main.querySelector('.figures .notice .text')?.textContent ?? '',
  }));
  return {
    total: plain(total),
    used: first(meter, /^(?:About )?([\d,]+) of/),
    budget: first(meter, /of ([\d,]+) tokens/),
    files: first(meter, /files ([\d,]+)/),
    instructions: first(meter, /instructions ([\d,]+)/),
    over: first(meter, /([\d,]+) more are ticked/) || 0,
    sentence,
  };
}

/** The one item of ours in the status bar. */
export const statusOf = (page: Page) => page.locator('.statusbar-item[id$="contextBudget.status"]');

async function statusFigures(page: Page): Promise<Figures['status']> {
  const item = statusOf(page);
  const said = (await item.locator('[aria-label]').first().getAttribute('aria-label')) ?? '';
  return {
    text: plain(await item.innerText()),
    used: first(said, /([\d,]+) of [\d,]+ tokens/),
    budget: first(said, /of ([\d,]+) tokens/),
    included: first(said, /([\d,]+) of [\d,]+ ticked/),
    ticked: first(said, /of ([\d,]+) ticked/),
    pinned: first(said, /([\d,]+) pinned/),
    warns: ((await item.getAttribute('class')) ?? '').includes('warning-kind'),
  };
}

const isIn = ({ folder, answer }: Row): boolean => !folder && (answer === 'in' || answer === 'pinned');

/** What the three places contradict each other in; empty when they agree. All folders have to stand open. */
export function disagreements({ rows, plan, status }: Figures): string[] {
  const said: string[] = [];
  const same = (what: string, a: unknown, b: unknown): void => {
    if (!Object.is(a, b)) said.push(`${what}: ${String(a)} and ${String(b)}`);
  };
  const included = rows.filter(isIn);
  same('used, status and plan', status.used, plan.used);
  same('budget, status and plan', status.budget, plan.budget);
  same(
    'words of status and figures',
    status.text,
    `${readableCount(plan.used)}/${readableCount(plan.budget)}`,
  );
  same('words of plan and status', plan.total.replaceAll(' ', ''), status.text);
  same('parts and sum of the plan', plan.files + plan.instructions, plan.used);
  same('files, tree and status', included.length, status.included);
  same(
    'tokens of files, tree and plan',
    included.reduce((sum, { tokens }) => sum + (tokens ?? Number.NaN), 0),
    plan.files,
  );
  for (const row of rows) {
    const shown = row.description.split(' · ').at(-1);
    if (row.tokens !== null) same(`words and figure of ${row.label}`, shown, readableCount(row.tokens));
  }
  return said;
}

async function figuresNow(page: Page): Promise<Figures> {
  const [rows, plan, status] = await Promise.all([treeRows(page), planFigures(page), statusFigures(page)]);
  return { rows, plan, status };
}

/** The slowest machine gets this long; people are promised a tenth of a second. */
const PATIENCE_MS = 15_000;
const POLL_MS = 50;

/**
 * Waits until tree, Plan view and status bar say the same, and what is wanted; gives the figures. Fails with what
 * they said instead.
 */
export async function agreed(
  page: Page,
  wanted: (figures: Figures) => boolean = () => true,
): Promise<Figures> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const figures = await figuresNow(page);
    const wrong = disagreements(figures);
    if (wrong.length === 0 && wanted(figures)) return figures;
    if (Date.now() > deadline) {
      const why = wrong.length === 0 ? ['They agree, but not on what was expected:', String(wanted)] : wrong;
      assert.fail([...why, JSON.stringify(figures, null, 1)].join('\n'));
    }
    await sleep(POLL_MS);
  }
}

export function rowOf({ rows }: Pick<Figures, 'rows'>, label: string): Row {
  return rows.find((row) => row.label === label) ?? assert.fail(`There is no row ${label}.`);
}
