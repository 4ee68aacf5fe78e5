import type { Disposable } from 'vscode';
import type { EngineClient } from './engine-client.ts';
import type { Log } from './log.ts';
import type { TreeNode } from './tree-nodes.ts';
import type { ArrangedPages } from './arranged-pages.ts';

/** At most ten refreshes a second, four where rows change places; twice a second while every file is new. */
const REFRESH_MS = 100;
const RANKED_REFRESH_MS = 250;
const INDEXING_REFRESH_MS = 500;

export interface TreeRefresh extends Disposable {
  /** These paths look different, or (null) any may. */
  soon(paths: readonly string[] | null): void;
}

/**
 * Follows the engine at a bearable pace: the first change at once, the rest together. Only rows that differ are
 * drawn again, and after a crash none until the engine knows the files again: what is open stays open.
 */
export function treeRefresh(
  engine: Pick<EngineClient, 'plan' | 'restarting' | 'onTree' | 'onState' | 'onPlan'>,
  pages: ArrangedPages,
  draw: (nodes: TreeNode[] | undefined) => void,
  log: Pick<Log, 'warn'>,
): TreeRefresh {
  const waiting = new Set<string>();
  let everything = false;
  let last = -Infinity;
  let running = false;
  let recovering = false;
  let timer: NodeJS.Timeout | null = null;

  const run = async (): Promise<void> => {
    timer = null;
    const paths = everything ? null : [...waiting];
    waiting.clear();
    everything = false;
    running = true;
    try {
      const redraw = await pages.changed(paths);
      if (redraw === 'everything') draw(undefined);
      else if (redraw.length > 0) draw([...redraw]);
    } catch (error) {
      log.warn(`rows of the Context view: ${String(error)}`);
    }
    running = false;
    last = performance.now();
    if (everything || waiting.size > 0) later();
  };
  const later = (): void => {
    // Asking would start an engine that waits after its crash.
    if (running || recovering) return;
    timer ??= setTimeout(() => void run(), Math.max(0, last + pace() - performance.now()));
  };
  const pace = (): number => {
    if (engine.plan()?.indexing) return INDEXING_REFRESH_MS;
    return pages.arrangement() === 'rank' ? RANKED_REFRESH_MS : REFRESH_MS;
  };
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const soon = (paths: readonly string[] | null): void => {
    pages.outdated();
    if (paths === null) everything = true;
    else for (const path of paths) waiting.add(path);
    later();
  };
  const parts: Disposable[] = [
    engine.onTree(soon),
    engine.onState(() => {
      recovering ||= engine.restarting();
      if (recovering) stop();
      soon(null);
    }),
    engine.onPlan(({ indexing }) => {
      if (!recovering || indexing !== null) return;
      recovering = false;
      soon(null);
    }),
  ];
  return {
    soon,
    dispose() {
      stop();
      parts.forEach((part) => part.dispose());
    },
  };
}
