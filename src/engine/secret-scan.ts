import type { ScanSecrets } from '../core/context/secrets/finding.ts';
import type { Memory } from './memory.ts';

/** The scanner for secrets, made once for a salt: that of what is remembered of the open workspace. */
export function secretScanOf(
  memory: () => Promise<Memory>,
  scanSecrets: (salt: string) => ScanSecrets,
): () => Promise<ScanSecrets> {
  let scanner: { readonly salt: string; readonly scan: ScanSecrets } | null = null;
  return async () => {
    const { salt } = await memory();
    if (scanner?.salt !== salt) scanner = { salt, scan: scanSecrets(salt) };
    return scanner.scan;
  };
}
