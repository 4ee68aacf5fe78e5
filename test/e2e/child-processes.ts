import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly command: string;
}

/** All processes of this machine, from /proc (the stand-in for a desktop runs on Linux only). */
function processes(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): Process[] => {
      try {
        // "pid (name) state parent …": the name may hold blanks and brackets.
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ id: Number(name), parent, command }];
      } catch {
        return []; // It ended meanwhile.
      }
    });
}

/** Commands of the processes that the extension hosts below us have started and that run now. */
function childrenOfExtensionHosts(): readonly string[] {
  const all = processes();
  const byId = new Map(all.map((one) => [one.id, one]));
  const isOfUs = ({ parent }: Process): boolean => {
    for (let at = byId.get(parent); at !== undefined; at = byId.get(at.parent))
      if (at.id === process.pid) return true;
    return false;
  };
  const hosts = new Set(
    all.filter((one) => one.command.includes('--type=extensionHost') && isOfUs(one)).map(({ id }) => id),
  );
  // One that has just been forked, or has ended, has no command.
  return all
    .filter(({ parent, command }) => hosts.has(parent) && command !== '')
    .map(({ command }) => command);
}

const POLL_MS = 15;

/** Writes down what extension hosts start from now on; processes of a few milliseconds may be missed. */
export function watchChildren(): { readonly stop: () => readonly string[] } {
  const seen = new Set<string>();
  const timer = setInterval(
    () => childrenOfExtensionHosts().forEach((command) => seen.add(command)),
    POLL_MS,
  );
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return [...seen];
    },
  };
}
