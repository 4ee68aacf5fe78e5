import { ok, type Result } from '../core/facts/result.ts';
import type { ExcludedReason } from '../core/context/reason.ts';
import { byCodeUnit } from '../core/facts/text-order.ts';
import type { CountedFiles } from '../protocol/tokens.ts';
import type { Counting } from './counting.ts';
import type { Engine } from './engine.ts';
import type { KnownFile } from './known-file.ts';
import { whenReady } from './ready.ts';

/** Every file as it is on disk, BOM and CRLF included (spec F7), in the order of its path. */
export async function countWorkspace(
  engine: Engine,
  isCancelled: () => boolean,
): Promise<Result<CountedFiles>> {
  const ready = await whenReady(engine, isCancelled);
  if (!ready.ok) return ready;
  const { counting } = ready.value;
  const files: { path: string; tokens: number }[] = [];
  const skipped: { path: string; reason: ExcludedReason }[] = [];
  for (const file of [...engine.files.files.values()].sort((a, b) => byCodeUnit(a.id, b.id))) {
    const reason = file.facts?.reason ?? null;
    if (reason !== null) skipped.push({ path: file.id, reason });
    else {
      const tokens = await tokensOnDisk(engine, file, counting);
      if (tokens === null) skipped.push({ path: file.id, reason: 'vanished' });
      else files.push({ path: file.id, tokens: counting.scale(tokens) });
    }
  }
  const { encoding, exact } = counting.counting;
  return ok({ encoding, exact, total: files.reduce((sum, { tokens }) => sum + tokens, 0), files, skipped });
}

/** Tokens of the encoding; the text shown is counted already and mostly the same. */
async function tokensOnDisk(engine: Engine, file: KnownFile, { encoding }: Counting): Promise<number | null> {
  if (file.facts === null || file.facts.sha256 === null) return null;
  if (!file.facts.shownDiffers) return file.tokens;
  const { counts } = await engine.remembering.memory();
  const known = counts.get(file.facts.sha256, encoding.encoding, 'file');
  if (known !== undefined) return known;
  const read = await engine.ports.read(file.absolutePath, { maxBytes: Number.MAX_SAFE_INTEGER });
  if ('reason' in read) return null;
  const tokens = encoding.count(read.text);
  counts.set(read.sha256, encoding.encoding, 'file', tokens);
  return tokens;
}
