import type { PredictedTask } from '../protocol/ledger.ts';
import { questionsFirst } from './prediction-words.ts';

/** Whether limits may be passed: asked once for each task and what it would pass. */
export interface Consent {
  /** True when nothing has to be asked, or when the user agrees. */
  given(task: PredictedTask | null): Promise<boolean>;
}

/** @param ask gets the questions, a sentence each */
export function consentTo(ask: (questions: readonly string[]) => Promise<boolean>): Consent {
  let agreed: string | null = null;
  return {
    async given(task) {
      const questions = questionsFirst(task);
      if (questions.length === 0) return true;
      // Other figures are another fit: they are asked for again.
      const about = JSON.stringify([task?.taskId, questions]);
      if (about === agreed) return true;
      if (!(await ask(questions))) return false;
      agreed = about;
      return true;
    },
  };
}
