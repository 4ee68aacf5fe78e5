import type { AuditFigures } from '../core/context/explain.ts';
import { notACandidate, whyIn, whyOut } from '../core/context/explain.ts';
import { notAllowed } from '../core/context/secrets/guard.ts';
import type { Engine } from './engine.ts';

/** Why a file is in or out of the plan on show, and what would change it. */
export async function explainFile(engine: Engine, id: string): Promise<string> {
  if (engine.planner.live === null) await engine.planner.replan();
  const { live } = engine.planner;
  const candidate = live?.gathered.candidates.get(id);
  if (live === null || candidate === undefined) return notACandidate(id);
  if (!live.plan.ok) return live.plan.error.message;
  const answer = live.answers.get(id);
  const { probability, tokens } = candidate;
  const variant = live.plan.value.choice.chosen.get(id);
  if (variant !== undefined) {
    return whyIn({
      reason: candidate.pinned ? 'pinned' : 'selected',
      level: variant.level,
      tokens: variant.tokens,
      probability,
    });
  }
  const out = answer?.reason;
  if (out === undefined || out === null || out === 'pinned' || out === 'selected') {
    return candidate.pinned
      ? whyIn({ reason: 'pinned', level: 'full', tokens: tokens ?? 0, probability })
      : notACandidate(id);
  }
  const { budget, used } = live.plan.value;
  const figures: AuditFigures = {
    budget: budget.budget,
    budgetRemaining: budget.budget - used,
    margin: budget.margin,
    options: { minRelevance: 0, floor: live.settings.floor },
  };
  const secrets = notAllowed(candidate.findings ?? [], live.settings);
  return whyOut({ reason: out, tokens, probability, secrets }, figures);
}
