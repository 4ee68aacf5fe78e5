import type { WorkspaceFiles } from './workspace-files.ts';

/** By SHA-256: contents of the files that there are now; while they are still being found any content may be. */
export function contentsInUse({ files, progress }: WorkspaceFiles): (sha256: string) => boolean {
  if (progress !== null) return () => true;
  const hashes = new Set<string | null | undefined>();
  for (const { facts } of files.values()) hashes.add(facts?.sha256);
  return (sha256) => hashes.has(sha256);
}
