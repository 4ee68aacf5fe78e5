import { lstatSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A git repository around a folder, found without running git. */
export interface Repository {
  /** Absolute path of the work tree's top. */
  readonly top: string;
  /** `info/exclude` of the repository; may not exist. */
  readonly excludeFile: string;
}

/** The repository that holds `folder` (absolute), or null. Understands linked work trees and submodules. */
export function repositoryOf(folder: string): Repository | null {
  for (let top = folder; ; top = dirname(top)) {
    const gitFolder = gitFolderOf(top);
    if (gitFolder !== null) return { top, excludeFile: join(gitFolder, 'info', 'exclude') };
    if (dirname(top) === top) return null;
  }
}

/** The folder that holds `info/`: `.git` itself, or what a `.git` file and then its `commondir` point to. */
function gitFolderOf(top: string): string | null {
  const dotGit = join(top, '.git');
  try {
    const kind = lstatSync(dotGit);
    if (kind.isDirectory()) return dotGit;
    if (!kind.isFile()) return null;
    const target = /^gitdir: (.+?)\s*$/m.exec(readFileSync(dotGit, 'utf8'))?.[1];
    if (target === undefined) return null;
    const gitFolder = resolve(top, target);
    try {
      return resolve(gitFolder, readFileSync(join(gitFolder, 'commondir'), 'utf8').trim());
    } catch {
      return gitFolder;
    }
  } catch {
    return null;
  }
}
