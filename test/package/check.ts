// npm run test:package: packages the extension and looks at what a user would install.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { faultsOf } from './rules.ts';
import { packageExtension } from '../vscode/vsix.ts';
import { readZip } from './zip.ts';

const INSIDE = 'extension/';

const archive = readFileSync(await packageExtension());
const files = new Map(
  [...readZip(archive)]
    .filter(([name]) => name.startsWith(INSIDE))
    .map(([name, read]): [string, () => Buffer] => [name.slice(INSIDE.length), read]),
);
for (const name of [...files.keys()].sort()) console.log(`  ${name}`);
console.log(`${files.size} files, ${(archive.length / 1024 / 1024).toFixed(2)} MB packed`);

const manifest: unknown = JSON.parse(files.get('package.json')?.().toString() ?? '{}');
const faults = faultsOf([...files.keys()], manifest, archive.length);
if (faults.length === 0) faults.push(...terminalFaults());
for (const fault of faults) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);

/** Runs the packaged terminal door away from the repository: what it reads at run time must lie in the package. */
function terminalFaults(): string[] {
  const place = mkdtempSync(path.join(tmpdir(), 'context-budget-package-'));
  try {
    for (const [name, read] of files) {
      mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
      writeFileSync(path.join(place, name), read());
    }
    const printed = execFileSync(process.execPath, ['dist/cli.js', 'count', 'package.json', '--json'], {
      cwd: place,
      env: { ...process.env, HOME: place, XDG_DATA_HOME: place, XDG_CACHE_HOME: place },
      encoding: 'utf8',
    });
    return (JSON.parse(printed) as { total: number }).total > 0
      ? []
      : [`The packaged terminal counted nothing: ${printed}`];
  } catch (error) {
    return [`The packaged terminal does not run: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
