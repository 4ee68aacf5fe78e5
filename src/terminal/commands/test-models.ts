import { moneyText } from '../../core/facts/amount-text.ts';
import { type TestedModel, testModels } from '../../protocol/models.ts';
import { secondsText } from '../ask-progress.ts';
import { withAsking } from '../asking-session.ts';
import { EXIT } from '../exit-code.ts';
import type { LedgerFlags } from '../ledger-session.ts';
import type { Surroundings } from '../session.ts';
import { columnsText } from '../text-columns.ts';
import { visible } from '../visible-text.ts';

const NONE =
  'No model can be asked: put a key into the environment, such as OPENAI_API_KEY, or add a model of your own to .contextbudget.json.';

/** `models test [ids…]`: asks each model for one word. Fails as soon as one of them does not answer. */
export function testModelsCommand(
  around: Surroundings,
  ids: readonly string[],
  flags: LedgerFlags,
): Promise<number> {
  const { output } = around;
  return withAsking(
    around,
    flags,
    ({ connection, token }) =>
      connection.sendRequest(testModels, { models: ids.length === 0 ? null : ids }, token),
    (tested) => {
      if (flags.json === true) output.result(`${JSON.stringify({ tested })}\n`);
      else if (tested.length > 0) output.result(columnsText(tested.map(testedRow), 0));
      if (tested.length === 0) output.note(NONE);
      return tested.every(({ ok }) => ok) ? EXIT.ok : EXIT.inputOutput;
    },
  );
}

function testedRow({ id, ok, responseMs, costMicroUsd, error }: TestedModel): readonly string[] {
  const cost = costMicroUsd === null ? '' : `, ${moneyText(costMicroUsd)}`;
  return ok
    ? [id, 'answers', `in ${secondsText(responseMs)}${cost}`]
    : [id, 'fails', visible(error?.message ?? 'It gave no answer.')];
}
