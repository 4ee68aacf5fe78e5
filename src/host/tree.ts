import { DataTransferItem, env, EventEmitter, MarkdownString, TreeItemCheckboxState, window } from 'vscode';
import type {
  Disposable,
  Event,
  Memento,
  TreeDataProvider,
  TreeDragAndDropController,
  TreeView,
  Uri,
} from 'vscode';
import { tick } from '../core/context/selection.ts';
import { explain } from '../protocol/plan.ts';
import { rankedEntries, rankReasons } from '../protocol/ranking.ts';
import { treeChildren } from '../protocol/tree.ts';
import type { PlanSnapshot } from '../protocol/plan.ts';
import { addUris } from './added-files.ts';
import { exact } from './amounts.ts';
import { type Arrangement, arrangedPages } from './arranged-pages.ts';
import type { Documents } from './documents.ts';
import { URI_LIST, urisOf } from './dropped-uris.ts';
import type { EngineClient } from './engine-client.ts';
import { entryTooltip } from './entry-tooltip.ts';
import type { Log } from './log.ts';
import { withoutRoom } from './plan-words.ts';
import { RANKED_PAGE } from './ranked-rows.ts';
import type { SelectionStore } from './selection-store.ts';
import { treeItem } from './tree-item.ts';
import { parentPath } from './tree-nodes.ts';
import type { TreeNode } from './tree-nodes.ts';
import { treePages } from './tree-pages.ts';
import { treeRefresh } from './tree-refresh.ts';

export const CONTEXT_VIEW = 'contextBudget.context';

export interface ContextTree extends Disposable {
  readonly provider: TreeDataProvider<TreeNode>;
  readonly view: TreeView<TreeNode>;
  showMore(folder: string): void;
  /** How the user wants to see the files when there is a task; without one they are always a tree. */
  preferred(): Arrangement;
  prefer(arrangement: Arrangement): Promise<void>;
  readonly onPreferred: Event<void>;
}

const ARRANGEMENT_KEY = 'arrangement';

/**
 * The Context view: files with checkboxes and the fit's answer for each; by folders, which are asked for when they
 * open, or by how probably the task needs them.
 */
export function contextTree(
  engine: EngineClient,
  selection: SelectionStore,
  documents: Documents,
  state: Memento,
  log: Log,
): ContextTree {
  const changes = new EventEmitter<TreeNode[] | undefined>();
  const preference = new EventEmitter<void>();
  const pages = arrangedPages(
    treePages((folder, limit) => engine.ask(treeChildren, { folder, offset: 0, limit })),
    treePages((_, limit) => engine.ask(rankedEntries, { offset: 0, limit }), RANKED_PAGE),
  );
  const preferred = (): Arrangement => (state.get(ARRANGEMENT_KEY) === 'tree' ? 'tree' : 'rank');
  /** The engine has to have ranked first: an empty list would flash in between. */
  const arrange = (): void => {
    const ranked = (engine.plan()?.ranking?.files ?? 0) > 0;
    const wanted = ranked ? preferred() : 'tree';
    if (!pages.arrange(wanted)) return;
    view.description = wanted === 'rank' ? 'by rank' : '';
    changes.fire(undefined);
  };
  // Read once: asking for it for every row is felt.
  const locale = env.language;
  const uriOf = (path: string): Uri | undefined => documents.uriOf(path);

  const provider: TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: changes.event,
    async getChildren(node) {
      const folder = node === undefined ? '' : node.kind === 'entry' ? node.entry.path : node.folder;
      try {
        return [...(await pages.children(folder))];
      } catch (error) {
        // The engine went down; its start refreshes the view.
        log.warn(`children of a folder: ${String(error)}`);
        return [];
      }
    },
    getTreeItem: (node) => treeItem(node, node.kind === 'entry' ? uriOf(node.entry.path) : undefined, locale),
    getParent: (node) => {
      if (pages.arrangement() === 'rank') return undefined;
      const path = node.kind === 'entry' ? parentPath(node.entry.path) : node.folder;
      return path === '' ? undefined : pages.node(path);
    },
    async resolveTreeItem(item, node, token) {
      if (node.kind === 'more') return item;
      const { path, folder, probability } = node.entry;
      const [why, ranks] = await Promise.all([
        folder ? '' : engine.ask(explain, { path }, token),
        probability === null ? [] : engine.ask(rankReasons, { path }, token),
      ]);
      item.tooltip = new MarkdownString(entryTooltip(node.entry, why, ranks, locale));
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
  const refresh = treeRefresh(engine, pages, (nodes) => changes.fire(nodes), log);
  const parts: Disposable[] = [
    changes,
    preference,
    view,
    view.onDidExpandElement(({ element }) => {
      if (element.kind !== 'entry') return;
      pages.opened(element.entry.path);
      refresh.soon([element.entry.path]);
    }),
    view.onDidCollapseElement(({ element }) => {
      if (element.kind === 'entry') pages.closed(element.entry.path);
    }),
    view.onDidChangeVisibility(() => refresh.soon(null)),
    engine.onPlan((plan) => {
      tellView(view, plan);
      arrange();
    }),
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
      pages.grow(folder);
      const node = pages.node(folder);
      changes.fire(node === undefined ? undefined : [node]);
    },
    preferred,
    async prefer(arrangement) {
      await state.update(ARRANGEMENT_KEY, arrangement);
      arrange();
      preference.fire();
    },
    onPreferred: preference.event,
    dispose: () => parts.forEach((part) => part.dispose()),
  };
}

/** What concerns the list as a whole is said above it. */
function tellView(view: TreeView<TreeNode>, plan: PlanSnapshot): void {
  const { language } = env;
  const message = plan.indexing
    ? `Counting: ${exact(plan.indexing.counted, language)} of ${exact(plan.indexing.found, language)} files…`
    : plan.state === 'nothing_selected'
      ? 'Tick the files that the model should see, or say in Plan what it should do.'
      : plan.state === 'refused'
        ? plan.sentence
        : '';
  // Setting it again would make screen readers say it again.
  if ((view.message ?? '') !== message) view.message = message;
  const left = withoutRoom(plan);
  const badge =
    left > 0
      ? {
          value: left,
          tooltip:
            left === 1 ? '1 ticked file has no room' : `${exact(left, language)} ticked files have no room`,
        }
      : undefined;
  if (view.badge?.value !== badge?.value) view.badge = badge;
}
