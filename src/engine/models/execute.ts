import type { ModelResponse } from '../../core/facts/model-response.ts';
import { enoughAgreement } from '../../core/models/execute-rules/enough-agreement.ts';
import { callModel, type CallOptions, type ModelCall } from './call.ts';
import { linkedSignal } from './linked-signal.ts';
import type { CallPorts } from './ports.ts';

/** What came of asking the chosen models (spec M1). */
export interface ExecutionResult {
  /** In the order they ended, failures and cancelled calls too. */
  readonly responses: readonly ModelResponse[];
  readonly totalMs: number;
  /** Of the first that answered; null: none did. */
  readonly firstResponseMs: number | null;
  readonly succeeded: number;
  readonly failed: number;
  /** Not needed any more, which is no failure; or by the caller. */
  readonly cancelled: number;
}

export interface ExecuteOptions extends CallOptions {
  /** Runs as each response arrives, before the others have. */
  readonly onResponse?: (response: ModelResponse, call: ModelCall) => void;
  /** The wait ends once so many have succeeded and two of them agree; null: it never does. */
  readonly minResponses: number | null;
  /** Whether two answers say the same. */
  readonly agree: (one: string, other: string) => boolean;
  /** So many successes are needed: else the next ones by rank are asked. */
  readonly least: number;
  /** Calls of the next qualified models by rank, as many as are missing and the cost limit allows; asked for once. */
  readonly refill: (succeeded: number) => Promise<readonly ModelCall[]>;
}

/**
 * Asks all models at once; none waits for another, and one that fails or ends late stops none (spec M6). Never fails:
 * without any answer there are failures only.
 */
export async function execute(
  calls: readonly ModelCall[],
  ports: CallPorts,
  options: ExecuteOptions,
): Promise<ExecutionResult> {
  const begin = ports.now();
  const { signal, least, refill } = options;
  const responses: ModelResponse[] = [];
  const round = linkedSignal(signal);
  let firstResponseMs: number | null = null;
  let isEnough = false;
  const ask = async (call: ModelCall): Promise<void> => {
    const response = await callModel(call, ports, { ...options, signal: round.signal });
    responses.push(response);
    if (response.success) firstResponseMs ??= ports.now() - begin;
    options.onResponse?.(response, call);
    if (isEnough || !endsEarly(responses, options)) return;
    isEnough = true;
    round.end();
  };
  await Promise.all(calls.map(ask));
  const answered = succeededOf(responses).length;
  if (answered < least && !signal.aborted) await Promise.all((await refill(answered)).map(ask));
  round.end();
  const succeeded = succeededOf(responses).length;
  const cancelled = responses.filter(({ error }) => error?.code === 'adapter_cancelled').length;
  return Object.freeze({
    responses: Object.freeze(responses),
    totalMs: ports.now() - begin,
    firstResponseMs,
    succeeded,
    failed: responses.length - succeeded - cancelled,
    cancelled,
  });
}

function succeededOf(responses: readonly ModelResponse[]): readonly ModelResponse[] {
  return responses.filter(({ success }) => success);
}

function endsEarly(
  responses: readonly ModelResponse[],
  { minResponses, agree }: Pick<ExecuteOptions, 'minResponses' | 'agree'>,
): boolean {
  const answers = succeededOf(responses).map(({ content }) => content);
  return enoughAgreement(answers, minResponses, agree);
}
