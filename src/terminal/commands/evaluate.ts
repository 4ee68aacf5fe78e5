import path from 'node:path';
import { fail } from '../../core/facts/result.ts';
import { evaluate } from '../../protocol/ledger.ts';
import { EXIT } from '../exit-code.ts';
import { showProgress } from '../ledger-session.ts';
import { refuse, type Surroundings, withEngine } from '../session.ts';

export interface EvaluateFlags {
  readonly data?: string;
  readonly target?: string;
  readonly predictions?: string;
  readonly json?: boolean;
}

export const EVALUATION_TARGETS = ['out', 'total'] as const;

/** `evaluate`: how well the predictors would have done on tasks of the past, each predicted from those before it. */
export async function evaluateCommand(around: Surroundings, flags: EvaluateFlags): Promise<number> {
  const json = flags.json ?? false;
  const target = EVALUATION_TARGETS.find((each) => each === (flags.target ?? 'out'));
  if (target === undefined) {
    const { error } = fail('invalid_option', `--target must be one of ${EVALUATION_TARGETS.join(', ')}.`);
    return refuse(around.output, error, json);
  }
  if (flags.data === undefined) {
    const { error } = fail('invalid_option', 'Say which tasks to replay, with --data FILE.jsonl.');
    return refuse(around.output, error, json);
  }
  const data = path.resolve(around.cwd, flags.data);
  const predictions = flags.predictions === undefined ? null : path.resolve(around.cwd, flags.predictions);
  if (predictions === data) {
    const { error } = fail(
      'invalid_option',
      '--data and --predictions name the same file. Give each its own.',
    );
    return refuse(around.output, error, json);
  }
  return withEngine(
    around,
    json,
    async ({ connection }, { token }) => {
      showProgress(connection, around.output);
      return connection.sendRequest(evaluate, { data, target, predictions }, token);
    },
    ({ table, ...evaluation }) => {
      around.output.result(json ? `${JSON.stringify(evaluation)}\n` : `${table.trimEnd()}\n`);
      return EXIT.ok;
    },
  );
}
