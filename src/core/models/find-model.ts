import { distance } from 'fastest-levenshtein';
import type { ModelProfile } from '../facts/model-profile.ts';
import { fail, ok, type Result } from '../facts/result.ts';
import { byCodeUnit } from '../facts/text-order.ts';
import { bareName, withoutDate } from './counting.ts';
import type { Registry } from './registry.ts';

/** Names offered instead of one that is not known (spec F2). */
const NAMES_OFFERED = 3;

/**
 * The model that a name means, case-insensitive. In this order: an id, a further name, either of them without the
 * provider before it (`openai/gpt-5`, `openai:gpt-5`), either of them without the date of a snapshot after it
 * (`gpt-5-2025-08-07`, `doubao-seed-1-6-251015`).
 *
 * @returns `unknown_model` with the three nearest names, in `details.nearest` too
 * @example findModel(registry, 'OpenAI/gpt-5-2025-08-07') // the profile of gpt-5
 */
export function findModel(registry: Registry, name: string): Result<ModelProfile> {
  const whole = name.trim().toLowerCase();
  const bare = bareName(whole);
  for (const spelling of [whole, bare, withoutDate(whole), withoutDate(bare)]) {
    const id = registry.aliases.get(spelling) ?? spelling;
    const model = registry.models.find((candidate) => candidate.id === id);
    if (model !== undefined) return ok(model);
  }
  const nearest = nearestNames(registry, bare);
  return fail(
    'unknown_model',
    nearest.length === 0
      ? `No model is called "${name}".`
      : `No model is called "${name}". Nearest: ${nearest.join(', ')}.`,
    { name, nearest },
  );
}

/**
 * Ids that hold what was typed go first (`sonnet`), the others by edits, counted against the id and against its
 * further names; ties in text order.
 */
function nearestNames({ models, aliases }: Registry, name: string): readonly string[] {
  const edits = new Map(models.map(({ id }) => [id, distance(name, id)]));
  for (const [alias, id] of aliases)
    edits.set(id, Math.min(edits.get(id) ?? Infinity, distance(name, alias)));
  return [...edits]
    .sort(
      ([a, editsOfA], [b, editsOfB]) =>
        Number(b.includes(name)) - Number(a.includes(name)) || editsOfA - editsOfB || byCodeUnit(a, b),
    )
    .slice(0, NAMES_OFFERED)
    .map(([id]) => id);
}
