import { fail, type Failure } from '../../core/facts/result.ts';

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the disk quota is used up: free some space',
  EROFS: 'the disk is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
};

/** The failure that tells the user why the disk takes nothing. */
export function refusal(store: string, code: string): Failure {
  const why = WHY[code] ?? `the system says ${code}`;
  return fail('write_failed', `The history in ${store} cannot be written: ${why}.`, {
    path: store,
    code,
  }).error;
}

/** A folder that cannot be made counts like a file that cannot: as the system's error. */
export function folderRefusal(failure: Failure): Error {
  const code = failure.details?.['code'];
  return Object.assign(new Error(failure.message), { code: code ?? 'EIO', syscall: 'mkdir' });
}
