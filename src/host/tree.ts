import { DataTransferItem, env, EventEmitter, TreeItemCheckboxState, window } from 'vscode';
import type { Disposable, TreeDataProvider, TreeDragAndDropController, TreeView, Uri } from 'vscode';
import { tick } from '../core/context/selection.ts';
import { explain, treeChildren, treeEntry } from '../protocol/engine.ts';
import type { PlanSnapshot } from '../protocol/engine.ts';
import { addUris } from './added-files.ts';
import { exact } from './amounts.ts';
import type { Documents } from './documents.ts';
import { URI_LIST, urisOf } from './dropped-uris.ts';
import type { EngineClient } from './engine-client.ts';
import type { Log } from './log.ts';
import type { SelectionStore } from './selection-store.ts';
import { treeItem, treeTooltip } from './tree-item.ts';
import { PAGE, parentPath, rows, topOf } from './tree-nodes.ts';
import type { EntryNode, TreeNode } from './tree-nodes.ts';

export const CONTEXT_VIEW = 'contextBudget.context';

/** At most ten refreshes a second; while every file is new, twice a second is what eyes can follow. */
const REFRESH_MS = 100;
const INDEXING_REFRESH_MS = 500;
/** Beyond this many changed entries of the top level one refresh of everything is cheaper. */
const MANY_ENTRIES = 20;

export interface ContextTree extends Disposable {
  readonly provider: TreeDataProvider<TreeNode>;
  readonly view: TreeView<TreeNode>;
  showMore(folder: string): void;
}

/** The Context view: files with checkboxes, the fit's answer for each, folders asked for when they open. */
export function contextTree(
  engine: EngineClient,
  selection: SelectionStore,
  documents: Documents,
  log: Log,
): ContextTree {
  const changes = new EventEmitter<TreeNode[] | undefined>();
  const shown = new Map<string, EntryNode>();
  const limits = new Map<string, number>();
  const uriOf = (path: string): Uri | undefined => documents.uriOf(path);

  const provider: TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: changes.event,
    async getChildren(node) {
      const folder = node === undefined ? '' : node.kind === 'entry' ? node.entry.path : node.folder;
      const limit = limits.get(folder) ?? PAGE;
      try {
        const { entries, total } = await engine.ask(treeChildren, { folder, offset: 0, limit });
        return [...rows(shown, folder, entries, total)];
      } catch (error) {
        // The engine went down; its start refreshes the view.
        log.warn(`children of a folder: ${String(error)}`);
        return [];
      }
    },
    getTreeItem: (node) =>
      treeItem(node, node.kind === 'entry' ? uriOf(node.entry.path) : undefined, env.language),
    getParent: (node) => {
      const path = node.kind === 'entry' ? parentPath(node.entry.path) : node.folder;
      return path === '' ? undefined : shown.get(path);
    },
    async resolveTreeItem(item, node, token) {
      if (node.kind === 'more') return item;
      const why = node.entry.folder ? '' : await engine.ask(explain, { path: node.entry.path }, token);
      item.tooltip = treeTooltip(node.entry, why, env.language);
      return item;
    },
  };
  const dragAndDropController: TreeDragAndDropController<TreeNode> = {
    dropMimeTypes: [URI_LIST],
    dragMimeTypes: [URI_LIST],
    handleDrag(nodes, data) {
      const uris = nodes.flatMap((node) => (node.kind === 'entry' ? (uriOf(node.entry.path) ?? []) : []));
      data.set(URI_LIST, new DataTransferItem(uris.map((uri) => uri.toString()).join('\r\n')));
    },
    async handleDrop(_target, data) {
      await addUris(selection, await urisOf(data));
    },
  };
  const view = window.createTreeView(CONTEXT_VIEW, {
    treeDataProvider: provider,
    canSelectMany: true,
    showCollapseAll: true,
    manageCheckboxStateManually: true,
    dragAndDropController,
  });
  const refresh = refresher(engine, changes, shown);
  const parts: Disposable[] = [
    changes,
    view,
    engine.onTree((paths) => refresh.soon(paths)),
    engine.onState(() => refresh.soon(null)),
    engine.onPlan((plan) => tellView(view, plan)),
    view.onDidChangeCheckboxState(async ({ items }) => {
      await selection.update((current) =>
        items.reduce(
          (sum, [node, state]) =>
            node.kind === 'entry' ? tick(sum, node.entry.path, state === TreeItemCheckboxState.Checked) : sum,
          current,
        ),
      );
    }),
    refresh,
  ];
  return {
    provider,
    view,
    showMore(folder) {
      limits.set(folder, (limits.get(folder) ?? PAGE) + PAGE);
      const node = shown.get(folder);
      changes.fire(node === undefined ? undefined : [node]);
    },
    dispose: () => parts.forEach((part) => part.dispose()),
  };
}

/** Gathers what changed and refreshes it at a bearable pace: the first at once, the rest together. */
function refresher(
  engine: EngineClient,
  changes: EventEmitter<TreeNode[] | undefined>,
  shown: ReadonlyMap<string, EntryNode>,
): Disposable & { soon(paths: readonly string[] | null): void } {
  const waiting = new Set<string>();
  let everything = false;
  let last = 0;
  let timer: NodeJS.Timeout | null = null;

  /** The rows at the top with their new entries; null when one came, went or cannot be had. */
  const fresh = async (tops: readonly string[]): Promise<EntryNode[] | null> => {
    const nodes: EntryNode[] = [];
    for (const top of tops) {
      const node = shown.get(top);
      const entry = node && (await engine.ask(treeEntry, { path: top }));
      if (!node || !entry || entry.folder !== node.entry.folder) return null;
      node.entry = entry;
      nodes.push(node);
    }
    return nodes;
  };
  const run = async (): Promise<void> => {
    const tops = everything || waiting.size > MANY_ENTRIES ? null : [...waiting];
    waiting.clear();
    everything = false;
    const nodes = tops && (await fresh(tops).catch(() => null));
    last = performance.now();
    timer = null;
    changes.fire(nodes ?? undefined);
    if (everything || waiting.size > 0) later();
  };
  const later = (): void => {
    const pace = engine.plan()?.indexing ? INDEXING_REFRESH_MS : REFRESH_MS;
    timer ??= setTimeout(() => void run(), Math.max(0, last + pace - performance.now()));
  };
  return {
    soon(paths) {
      if (paths === null) everything = true;
      // A folder shows sums: it changes with every file below it.
      else for (const path of paths) waiting.add(topOf(path));
      later();
    },
    dispose() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** What concerns the list as a whole is said above it. */
function tellView(view: TreeView<TreeNode>, plan: PlanSnapshot): void {
  const { language } = env;
  const message = plan.indexing
    ? `Counting: ${exact(plan.indexing.counted, language)} of ${exact(plan.indexing.found, language)} files…`
    : plan.state === 'nothing_selected'
      ? 'Tick the files and folders that the model should see.'
      : plan.state === 'refused'
        ? plan.sentence
        : '';
  // Setting it again would make screen readers say it again.
  if ((view.message ?? '') !== message) view.message = message;
  const left = plan.state === 'over' ? plan.files.ticked - plan.files.included : 0;
  const badge =
    left > 0 ? { value: left, tooltip: `${exact(left, language)} ticked files have no room` } : undefined;
  if (view.badge?.value !== badge?.value) view.badge = badge;
}
