import { exactCount } from '../../core/facts/readable-number.ts';
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
  const names = new Map(advisor.models.map(({ id, name }) => [id, name]));
  const told = (learned: Result<Learned>, as: Parameters<typeof toldLearned>[1]): Result<FeedbackTaken> =>
    toldLearned(learned, as, (id) => names.get(id) ?? id);
  switch (given.verdict) {
    case 'accept':
      return told(await recordConfirmation(advisor, requestId, given.model), 'right');
    case 'reject':
      return told(await recordRejection(advisor, requestId, given.model), 'wrong');
    case 'correct':
      return told(await recordCorrection(advisor, requestId, given.model, given), 'corrected');
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

function toldLearned(
  learned: Result<Learned>,
  as: 'right' | 'wrong' | 'corrected',
  nameOf: (id: string) => string,
): Result<FeedbackTaken> {
  if (!learned.ok) return learned;
  const { verdicts, moves, gone } = learned.value;
  const models = [...new Set(verdicts.map(({ model }) => nameOf(model)))];
  const counted = verdicts.length === 1 ? 'One verdict' : `${exactCount(verdicts.length)} verdicts`;
  const noted = `${counted} noted (${as}) on ${models.join(', ')}.`;
  const left =
    gone.length === 0
      ? ''
      : ` The answers of ${gone.map(nameOf).join(', ')} are not kept any more: only the model named was judged.`;
  return ok({ verdicts: verdicts.length, changes: moves, note: noted + left });
}
