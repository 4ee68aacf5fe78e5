import { ok, type Result } from '../../core/facts/result.ts';
import type { FeedbackGiven, FeedbackTaken } from '../../protocol/models.ts';
import type { Advisor } from './advisor.ts';
import {
  type Learned,
  recordCategory,
  recordConfirmation,
  recordCorrection,
  recordRejection,
} from './feedback.ts';

/** A user's word on a request. Errors: those of `feedback.ts`. */
export async function takeFeedback(advisor: Advisor, given: FeedbackGiven): Promise<Result<FeedbackTaken>> {
  const { requestId } = given;
  switch (given.verdict) {
    case 'accept':
      return told(advisor, await recordConfirmation(advisor, requestId, given.model), 'right');
    case 'reject':
      return told(advisor, await recordRejection(advisor, requestId, given.model), 'wrong');
    case 'correct':
      return told(advisor, await recordCorrection(advisor, requestId, given.model, given), 'corrected');
    case 'category': {
      const taken = await recordCategory(advisor, requestId, given.category);
      if (!taken.ok) return taken;
      const category = taken.value.category.replaceAll('_', ' ');
      return ok({
        verdicts: 0,
        changes: [],
        note: `Noted as ${category}; like prompts will be taken for it.`,
      });
    }
    default:
      throw new RangeError('A verdict is accept, reject, correct or category.');
  }
}

const TAKEN = {
  right: 'Noted as right',
  wrong: 'Noted as wrong',
  corrected: 'Judged by the correction',
};

function told({ models }: Advisor, learned: Result<Learned>, as: keyof typeof TAKEN): Result<FeedbackTaken> {
  if (!learned.ok) return learned;
  const { verdicts, moves, gone } = learned.value;
  const names = new Map(models.map(({ id, name }) => [id, name]));
  const list = (ids: readonly string[]): string => ids.map((id) => names.get(id) ?? id).join(', ');
  const noted = `${TAKEN[as]}: ${list([...new Set(verdicts.map(({ model }) => model))])}.`;
  const left =
    gone.length === 0
      ? ''
      : ` The answers of ${list(gone)} are not kept any more: only the model named was judged.`;
  return ok({ verdicts: verdicts.length, changes: moves, note: noted + left });
}
