import type { Audit, IncludedEntry, VerifiedPack } from './audit.ts';
import { nameOf } from './audit.ts';
import { PLAIN_RENDERER } from './build-audit.ts';
import type { Content } from './contents.ts';
import { contentOf } from './contents.ts';
import type { PackedItem, Renderer } from './render/pack.ts';
import { renderPack } from './render/pack.ts';
import { shownAt } from './render/shown-text.ts';
import { masked } from './secrets/mask.ts';

/**
 * The decoded text of a path (or id) as it is now, with the hash of the file's bytes; null when there is none
 * to be had any more.
 */
export type ReadNow = (
  path: string,
) => Promise<{ readonly text: string; readonly fileSha256: string | null } | null>;

/**
 * Checks an audit against what is there now (spec F11): each file by its hash, and the whole pack by writing it
 * again from the audit's format, options, levels, ranges and masks. An audit whose entries were altered gives another
 * pack than its `packHash` says.
 *
 * @param sha256 of a text's UTF-8, hex.
 */
export async function verifyPack(
  audit: Audit,
  read: ReadNow,
  sha256: (text: string) => string,
): Promise<VerifiedPack> {
  const items: { path: string; status: 'same' | 'changed' | 'missing' }[] = [];
  const packed: PackedItem[] = [];
  for (const entry of audit.included) {
    const path = nameOf(entry);
    const now = await read(path);
    if (now === null) {
      items.push({ path, status: 'missing' });
      continue;
    }
    const content = contentOf(now);
    const again = shownAgain(entry, content);
    packed.push(again);
    // A hash of the bytes can only be compared with one: unsaved text, then or now, is compared as shown.
    const same =
      entry.fileSha256 !== null && content.fileSha256 !== null
        ? content.fileSha256 === entry.fileSha256
        : sha256(again.text) === entry.sha256;
    items.push({ path, status: same ? 'same' : 'changed' });
  }
  return { items, packHashEqual: sha256(renderPack(packed, rendererOf(audit))) === audit.packHash };
}

function shownAgain(entry: IncludedEntry, content: Content): PackedItem {
  return {
    name: nameOf(entry),
    isFile: entry.path !== undefined,
    level: entry.level,
    ...shownAt(textAgain(entry, content), entry.level, entry.ranges),
    pinned: entry.reason === 'pinned',
  };
}

/** The content with the masks that it was shown with. */
function textAgain({ masked: masks = [] }: IncludedEntry, { text }: Content): string {
  return masked(
    text,
    masks.map(([from, to]) => ({ from, to })),
  );
}

function rendererOf({ format, order, options }: Audit): Renderer {
  const { tree, lineNumbers } = PLAIN_RENDERER;
  return { format, order, tree: options.tree ?? tree, lineNumbers: options.lineNumbers ?? lineNumbers };
}
