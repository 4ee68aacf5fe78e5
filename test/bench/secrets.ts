// Speed of the secret scan on real code, and how often it finds something:
//
//   npm run bench:secrets -- FOLDER…
//
// Prints megabytes a second of processor time (best of five) and the findings per 1,000 files, then each finding by
// rule, path and line. What was found is not printed.

import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { shownText } from '../../src/core/context/render/shown-text.ts';
import { scanSecrets } from '../../src/node/secrets/scan-secrets.ts';

const LARGEST_BYTES = 1_000_000;
const ROUNDS = 5;

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Name the folders of one or more git work trees.');
  process.exit(2);
}

const files = folders.flatMap(textsIn);
const scan = scanSecrets('bench');
const megabytes = files.reduce((sum, { text }) => sum + text.length, 0) / 1e6;
let best = Number.POSITIVE_INFINITY;
for (let round = 0; round < ROUNDS; round++) {
  const before = process.cpuUsage().user;
  for (const { path, text } of files) scan(path, text);
  best = Math.min(best, (process.cpuUsage().user - before) / 1e6);
}
console.log(`${files.length} files, ${megabytes.toFixed(1)} MB: ${(megabytes / best).toFixed(0)} MB/s`);

const found = files.flatMap(({ path, text }) =>
  scan(path, text).map(({ rule, line }) => ({ rule, path, line })),
);
const withFindings = new Set(found.map(({ path }) => path)).size;
const per1000 = (count: number): string => ((count / files.length) * 1000).toFixed(2);
console.log(`per 1,000 files: ${per1000(withFindings)} with findings, ${per1000(found.length)} findings`);
for (const { rule, path, line } of found) console.log(`${rule.padEnd(20)} ${path}:${line}`);

function textsIn(folder: string): { path: string; text: string }[] {
  const listed = execFileSync('git', ['-C', folder, 'ls-files', '-z'], { maxBuffer: 1e9 }).toString();
  return listed.split('\0').flatMap((name) => {
    const path = join(folder, name);
    const stat = name === '' ? undefined : statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || !stat.isFile() || stat.size > LARGEST_BYTES) return [];
    const bytes = readFileSync(path);
    return bytes.includes(0) ? [] : [{ path, text: shownText(bytes.toString('utf8')) }];
  });
}
