import type { ModelProfile } from '../../core/facts/model-profile.ts';
import { exactCount } from '../../core/facts/readable-number.ts';
import { fail, ok } from '../../core/facts/result.ts';
import { listAskable } from '../../protocol/models.ts';
import { listModels } from '../../protocol/models-offered.ts';
import { askableText } from '../askable-text.ts';
import { withAsking } from '../asking-session.ts';
import { EXIT } from '../exit-code.ts';
import type { LedgerFlags } from '../ledger-session.ts';
import type { Surroundings } from '../session.ts';

/**
 * `models [name]`: every known model, or those with the text in their name, with its window, prices, and how its
 * tokens are counted; below them those that can be asked. What the sources disagree about is spelt out when few are
 * asked for.
 */
export async function modelsCommand(
  around: Surroundings,
  name: string | undefined,
  flags: LedgerFlags,
): Promise<number> {
  return withAsking(
    around,
    flags,
    async ({ connection, token }) => {
      const models = (await connection.sendRequest(listModels, token)).filter(isCalled(name));
      const listed = await connection.sendRequest(listAskable, token);
      if (!listed.ok) return listed;
      const asking = listed.value.filter(isCalled(name));
      return models.length > 0 || asking.length > 0 || name === undefined
        ? ok({ models, asking })
        : fail('unknown_model', `No model has ${JSON.stringify(name)} in its name.`, { name });
    },
    ({ models, asking }) => {
      const text = table(models) + (name === undefined ? '' : disagreements(models)) + askableText(asking);
      around.output.result(flags.json === true ? `${JSON.stringify({ models, asking })}\n` : text);
      return EXIT.ok;
    },
  );
}

type Named = Pick<ModelProfile, 'id' | 'name' | 'provider'>;

function isCalled(name: string | undefined): (model: Named) => boolean {
  if (name === undefined) return () => true;
  const asked = name.toLowerCase();
  return ({ id, name: given, provider }) =>
    [id, given, provider].some((text) => text.toLowerCase().includes(asked));
}

const HEAD = ['model', 'provider', 'input', 'output', 'USD per million in/out', 'counted', ''];

function table(models: readonly ModelProfile[]): string {
  const rows = models.map((model) => [
    model.id,
    model.provider,
    size(model.maxInputTokens ?? model.contextWindow),
    size(model.maxOutputTokens),
    priceText(model),
    countingText(model),
    model.disagreements.length > 0 ? 'sources disagree' : '',
  ]);
  const widths = HEAD.map((_, column) =>
    Math.max(...[HEAD, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    `${row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return [HEAD, ...rows].map(line).join('');
}

function disagreements(models: readonly ModelProfile[]): string {
  const spelt = models
    .filter((model) => model.disagreements.length > 0)
    .map((model) => `${model.id}: ${model.disagreements.join(' ')}\n`);
  return spelt.length === 0 ? '' : `\n${spelt.join('')}`;
}

function size(tokens: number | null): string {
  return tokens === null ? 'unknown' : exactCount(tokens);
}

function priceText({ price }: ModelProfile): string {
  if (price.kind !== 'perToken') return price.kind;
  return `${price.inputUsdPerMillion} / ${price.outputUsdPerMillion}`;
}

function countingText({ counting }: ModelProfile): string {
  if (counting.exact) return `exactly (${counting.encoding})`;
  return `estimated ×${counting.factor} ± ${Math.round(counting.band * 100)} %`;
}
