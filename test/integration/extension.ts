import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Selection } from '../../src/core/context/selection.ts';
import { EMPTY_SELECTION } from '../../src/core/context/selection.ts';
import type { ContextBudgetApi } from '../../src/host/api.ts';
import type { PlanSnapshot } from '../../src/protocol/plan.ts';

const ID = 'context-budget.context-budget';
const PATIENCE_MS = 20_000;
const POLL_MS = 30;

export interface Manifest {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly configuration: readonly {
      readonly properties: Readonly<
        Record<string, { readonly default: unknown; readonly markdownDescription: string }>
      >;
    }[];
  };
}

export function extension(): vscode.Extension<ContextBudgetApi> {
  const found = vscode.extensions.getExtension<ContextBudgetApi>(ID);
  assert.ok(found, `${ID} is not installed in this window.`);
  return found;
}

export const manifest = (): Manifest => extension().packageJSON as Manifest;

export const api = async (): Promise<ContextBudgetApi> => extension().activate();

type Probed<T> = T | undefined | null | false;

/** Waits until `probe` gives something; the sentence says what did not happen. */
export async function until<T>(what: string, probe: () => Probed<T> | Promise<Probed<T>>): Promise<T> {
  for (const start = Date.now(); Date.now() - start < PATIENCE_MS; await sleep(POLL_MS)) {
    const found = await probe();
    if (found !== undefined && found !== null && found !== false) return found;
  }
  throw new Error(`Waited ${PATIENCE_MS} ms for ${what}.`);
}

/** Selects, and waits for a settled plan that answers it. */
export async function select(selection: Partial<Selection>): Promise<PlanSnapshot> {
  const exports = await api();
  const before = exports.plan()?.revision ?? 0;
  await exports.select({ ...EMPTY_SELECTION, ...selection });
  return until('a plan for the selection', () => {
    const plan = exports.plan();
    return plan !== null && plan.revision > before && plan.settled && plan.indexing === null && plan;
  });
}

export async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

export function workspaceFile(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'The tests need a folder.');
  return vscode.Uri.joinPath(folder.uri, path);
}
