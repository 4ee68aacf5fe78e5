import type { Stage } from '../../core/facts/model-record.ts';

/** A line of the log (spec M15): no prompt text, no key. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly requestId: string;
  readonly stage: Stage | 'feedback' | 'settings';
  /** How long it took, ms; null where nothing was done. */
  readonly ms: number | null;
  readonly text: string;
}

/** Where a request is, and how long each step took. */
export interface Trace {
  readonly stage: () => Stage;
  /** The step before is done. */
  readonly enter: (stage: Stage) => void;
  readonly note: (level: LogLine['level'], text: string) => void;
  readonly end: (text: string) => void;
}

export function traceOf(
  requestId: string,
  ports: { readonly now: () => number; readonly log: (line: LogLine) => void },
  onStage: (stage: Stage) => void,
): Trace {
  let stage: Stage = 'classify';
  const begin = ports.now();
  let entered = begin;
  const log = (level: LogLine['level'], ms: number | null, text: string): void =>
    ports.log({ level, requestId, stage, ms, text });
  const leave = (): void => log('info', ports.now() - entered, 'done');
  onStage(stage);
  return {
    stage: () => stage,
    enter: (next) => {
      leave();
      stage = next;
      entered = ports.now();
      onStage(stage);
    },
    note: (level, text) => log(level, null, text),
    end: (text) => {
      leave();
      log('info', ports.now() - begin, text);
    },
  };
}
