import { byCodeUnit } from '../core/facts/text-order.ts';
import type { FoundSecret } from '../protocol/secrets.ts';
import { gatherNow, scanDocuments } from './candidates-now.ts';
import type { Engine } from './engine.ts';
import { findingsIn } from './gather.ts';

/** What was found in a file or document, or (null) in all candidates: by path, then line. */
export async function secretsFoundIn(engine: Engine, path: string | null): Promise<readonly FoundSecret[]> {
  await scanDocuments(engine);
  const ids = path === null ? [...gatherNow(engine, null).candidates.keys()].sort(byCodeUnit) : [path];
  const allowed = new Set(engine.workspace.settings.allowSecrets);
  return ids.flatMap((id) =>
    findingsIn(engine.files.files.get(id), id, engine.documents).map(({ id: finding, rule, line }) => {
      return { id: finding, path: id, rule, line, allowed: allowed.has(finding) };
    }),
  );
}
