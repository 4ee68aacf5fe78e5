import { byCodeUnit } from '../core/facts/text-order.ts';
import type { FoundSecret } from '../protocol/engine.ts';
import type { Engine } from './engine.ts';
import { findingsIn } from './gather.ts';

/** What was found in a file or document, or (null) in all candidates: by path, then line. */
export async function secretsFoundIn(engine: Engine, path: string | null): Promise<readonly FoundSecret[]> {
  await engine.scanDocuments();
  const ids = path === null ? [...engine.gather(null).candidates.keys()].sort(byCodeUnit) : [path];
  const allowed = new Set(engine.settings.allowSecrets);
  return ids.flatMap((id) =>
    findingsIn(engine.files.files.get(id), id, engine.documents).map(({ id: finding, rule, line }) => {
      return { id: finding, path: id, rule, line, allowed: allowed.has(finding) };
    }),
  );
}
