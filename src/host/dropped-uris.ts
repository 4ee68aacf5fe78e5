import { Uri } from 'vscode';
import type { DataTransfer } from 'vscode';

/** What the explorer, editor tabs and other trees give when something is dragged from them. */
export const URI_LIST = 'text/uri-list';

/** RFC 2483: one address a line, comments begin with `#`. Lines that are no address are passed over. */
export async function urisOf(data: DataTransfer): Promise<readonly Uri[]> {
  const list = (await data.get(URI_LIST)?.asString()) ?? '';
  return list
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      try {
        return [Uri.parse(line, true)];
      } catch {
        return [];
      }
    });
}
