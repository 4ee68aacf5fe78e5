import { workspace } from 'vscode';

/**
 * A restricted window. Everything works there except what would run the workspace's wishes: git is not asked, and
 * settings of the workspace that speak in the user's name (package.json, `restrictedConfigurations`) are ignored
 * by the editor. The engine is a thread of ours, not a process, and only reads.
 */
export function isRestricted(): boolean {
  return !workspace.isTrusted;
}

export const onTrust = workspace.onDidGrantWorkspaceTrust;
