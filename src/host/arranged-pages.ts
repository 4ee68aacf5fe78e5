import { rankedLabels } from './ranked-rows.ts';
import type { EntryNode } from './tree-nodes.ts';
import type { TreePages } from './tree-pages.ts';

/** How the Context view shows the files: by folder and name, or by how probably the task needs them. */
export type Arrangement = 'tree' | 'rank';

export interface ArrangedPages extends TreePages {
  arrangement(): Arrangement;
  /** True when it was the other one before. */
  arrange(to: Arrangement): boolean;
}

/** The rows of both arrangements behind one door; that which is not on show rests. No vscode. */
export function arrangedPages(tree: TreePages, ranked: TreePages): ArrangedPages {
  let arrangement: Arrangement = 'tree';
  const shown = (): TreePages => (arrangement === 'rank' ? ranked : tree);
  return {
    arrangement: () => arrangement,
    arrange(to) {
      if (arrangement === to) return false;
      arrangement = to;
      shown().outdated();
      return true;
    },
    async children(folder) {
      if (arrangement === 'tree') return tree.children(folder);
      const rows = await ranked.children(folder);
      const nodes = rows.filter((row): row is EntryNode => row.kind === 'entry');
      const labels = rankedLabels(nodes.map(({ entry }) => entry));
      nodes.forEach((node, at) => {
        const label = labels[at];
        if (label !== undefined) node.label = label;
      });
      return rows;
    },
    node: (path) => shown().node(path),
    opened: (folder) => shown().opened(folder),
    closed: (folder) => shown().closed(folder),
    grow: (folder) => shown().grow(folder),
    changed: (paths) => shown().changed(paths),
    outdated: () => shown().outdated(),
  };
}
