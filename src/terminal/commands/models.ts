import type { ModelProfile } from '../../core/facts/model-profile.ts';
import { ok } from '../../core/facts/result.ts';
import * as message from '../../protocol/engine.ts';
import { EXIT } from '../exit-code.ts';
import { readOwnModels } from '../own-models.ts';
import { refuse, type Surroundings, withEngine } from '../session.ts';

export interface ModelsFlags {
  readonly config?: string;
  readonly json?: boolean;
}

/** `models`: every known model with its window, prices, and how its tokens are counted. */
export async function modelsCommand(around: Surroundings, flags: ModelsFlags): Promise<number> {
  const json = flags.json ?? false;
  const own = await readOwnModels(around.cwd, flags.config);
  if (!own.ok) return refuse(around.output, own.error, json);
  return withEngine(
    around,
    json,
    async ({ connection }, { token }) => {
      await connection.sendNotification(message.modelsChanged, { editor: [], own: own.value });
      return ok(await connection.sendRequest(message.listModels, token));
    },
    (models) => {
      around.output.result(json ? `${JSON.stringify({ models })}\n` : table(models));
      return EXIT.ok;
    },
  );
}

function table(models: readonly ModelProfile[]): string {
  const rows = models.map((model) => [
    model.id,
    model.provider,
    size(model.maxInputTokens ?? model.contextWindow),
    size(model.maxOutputTokens),
    priceText(model),
    countingText(model),
    model.disagreements.length > 0 ? `sources disagree: ${model.disagreements.join(' ')}` : '',
  ]);
  const head = ['model', 'provider', 'input', 'output', 'USD per million in/out', 'counted', ''];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (column < 6 ? (row[column] ?? '').length : 0))),
  );
  return [head, ...rows]
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function size(tokens: number | null): string {
  return tokens === null ? 'unknown' : tokens.toLocaleString('en');
}

function priceText({ price }: ModelProfile): string {
  if (price.kind !== 'perToken') return price.kind;
  return `${price.inputUsdPerMillion} / ${price.outputUsdPerMillion}`;
}

function countingText({ counting }: ModelProfile): string {
  if (counting.exact) return `exactly (${counting.encoding})`;
  return `estimated ×${counting.factor} ± ${Math.round(counting.band * 100)} %`;
}
