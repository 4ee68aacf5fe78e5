import type { ModelProfile } from '../../core/facts/model-profile.ts';
import { exactCount } from '../../core/facts/readable-number.ts';
import { fail, ok } from '../../core/facts/result.ts';
import { listModels, modelsChanged } from '../../protocol/models-offered.ts';
import { EXIT } from '../exit-code.ts';
import { readOwnModels } from '../own-models.ts';
import { refuse, type Surroundings, withEngine } from '../session.ts';

export interface ModelsFlags {
  readonly config?: string;
  readonly json?: boolean;
}

/**
 * `models [name]`: every known model, or those with the text in their name, with its window, prices, and how its
 * tokens are counted. What the sources disagree about is spelt out below when few are asked for.
 */
export async function modelsCommand(
  around: Surroundings,
  name: string | undefined,
  flags: ModelsFlags,
): Promise<number> {
  const json = flags.json ?? false;
  const own = await readOwnModels(around.cwd, flags.config);
  if (!own.ok) return refuse(around.output, own.error, json);
  return withEngine(
    around,
    json,
    async ({ connection }, { token }) => {
      await connection.sendNotification(modelsChanged, { editor: [], own: own.value });
      const models = (await connection.sendRequest(listModels, token)).filter(isCalled(name));
      return models.length > 0 || name === undefined
        ? ok(models)
        : fail('unknown_model', `No model has ${JSON.stringify(name)} in its name.`, { name });
    },
    (models) => {
      if (json) around.output.result(`${JSON.stringify({ models })}\n`);
      else around.output.result(table(models) + (name === undefined ? '' : disagreements(models)));
      return EXIT.ok;
    },
  );
}

function isCalled(name: string | undefined): (model: ModelProfile) => boolean {
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
