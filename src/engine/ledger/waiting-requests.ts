import type { QueueExit } from '../../core/budget/ledger/queue.ts';
import type { Reservation } from '../../core/facts/ledger-record.ts';
import { fail, ok, type Result } from '../../core/facts/result.ts';

type Answer = (answer: Result<Reservation>) => void;

/** Requests of this process that wait for room: answered when they leave the queue, in whichever way. */
export class WaitingRequests {
  readonly #answers = new Map<string, Answer>();

  get isEmpty(): boolean {
    return this.#answers.size === 0;
  }

  /** Errors: `wait_expired`, `exceeds_limit`, `cancelled`. */
  wait(id: string): Promise<Result<Reservation>> {
    return new Promise((answer) => this.#answers.set(id, answer));
  }

  /** Nobody is answered. */
  forget(id: string): void {
    this.#answers.delete(id);
  }

  /** Answers those that have left the queue. */
  answer(left: readonly QueueExit[]): void {
    for (const exit of left) {
      const answer = this.#answers.get(exit.id);
      this.#answers.delete(exit.id);
      answer?.(answerOf(exit));
    }
  }

  close(): void {
    const closing = fail('cancelled', 'The workspace was closed.');
    for (const answer of this.#answers.values()) answer(closing);
    this.#answers.clear();
  }
}

function answerOf(exit: QueueExit): Result<Reservation> {
  if (exit.as === 'granted') return ok(exit.reservation);
  const details = { id: exit.id };
  if (exit.as === 'wait_expired') return fail('wait_expired', 'Its time to wait is over.', details);
  return exit.because === 'exceeds_limit'
    ? fail('exceeds_limit', 'A limit was lowered below what it asks for.', details)
    : fail('cancelled', 'It does not wait any more.', details);
}
