import { createHash, createHmac } from 'node:crypto';
import type { ScanSecrets } from '../../core/context/secrets/finding.ts';
import { SCAN_VERSION, secretScanner } from '../../core/context/secrets/scan.ts';
import { secretlintScan } from './secretlint-rules.ts';

/** The scanner of this machine: ids are keyed with its salt, so that nobody guesses a secret from a shared audit. */
export function scanSecrets(salt: string): ScanSecrets {
  return secretScanner({
    keyedHash: (text) => createHmac('sha256', salt).update(text).digest('hex'),
    others: secretlintScan(),
  });
}

/** Tells by which rules and with which salt something was scanned; says nothing of the salt. */
export function scannedBy(salt: string): string {
  return `${SCAN_VERSION} ${createHash('sha256').update(`scan ${salt}`).digest('hex').slice(0, 16)}`;
}
