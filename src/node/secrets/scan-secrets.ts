import { createHmac } from 'node:crypto';
import type { ScanSecrets } from '../../core/context/secrets/finding.ts';
import { secretScanner } from '../../core/context/secrets/scan.ts';
import { secretlintScan } from './secretlint-rules.ts';

/** The scanner of this machine: ids are keyed with its salt, so that nobody guesses a secret from a shared audit. */
export function scanSecrets(salt: string): ScanSecrets {
  return secretScanner({
    keyedHash: (text) => createHmac('sha256', salt).update(text).digest('hex'),
    others: secretlintScan(),
  });
}
