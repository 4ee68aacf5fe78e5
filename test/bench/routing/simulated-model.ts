import { createHash } from 'node:crypto';
import { exactBy } from '../../../src/core/facts/model-profile.ts';
import type { AskableModel } from '../../../src/core/facts/askable-model.ts';
import type { WorkRequest } from './workload.ts';

/** A model as the bench makes one: how often it is right, how fast and how dear it is. */
export interface SimulatedModel {
  readonly id: string;
  /** Share of answers that are right, in [0, 1]. */
  readonly rightShare: number;
  readonly avgResponseMs: number;
  readonly inputUsdPerMillion: number;
  readonly outputUsdPerMillion: number;
  readonly outputTokens: number;
}

/** One fast and right, one slow and right, one cheap and often wrong (the three). */
export const THREE_MODELS: readonly SimulatedModel[] = [
  {
    id: 'fast-right',
    rightShare: 1,
    avgResponseMs: 300,
    inputUsdPerMillion: 1,
    outputUsdPerMillion: 4,
    outputTokens: 400,
  },
  {
    id: 'slow-right',
    rightShare: 1,
    avgResponseMs: 2000,
    inputUsdPerMillion: 1,
    outputUsdPerMillion: 4,
    outputTokens: 400,
  },
  {
    id: 'cheap-wrong',
    rightShare: 0.45,
    avgResponseMs: 250,
    inputUsdPerMillion: 0.1,
    outputUsdPerMillion: 0.4,
    outputTokens: 400,
  },
];

/** Tokens of every prompt, and the cap of every answer. */
export const INPUT_TOKENS = 2000;
export const REQUEST_CAP = 1000;

/** The same text gives the same number in [0, 1) on every machine (spec README, "Stable hash"). */
export function stableHash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/** What a model answers: the same however often and by whomever it is asked. A wrong answer is seldom wrong twice alike. */
export function answerOf(model: SimulatedModel, request: WorkRequest, seed: number): number {
  const drawn = stableHash(`${seed} ${model.id} ${request.id}`);
  if (drawn < model.rightShare) return request.truth;
  return request.truth + 1 + Math.floor(stableHash(`wrong ${seed} ${model.id} ${request.id}`) * 1000);
}

/** Micro-USD of an answer with so many output tokens. */
export function costOf(model: SimulatedModel, outputTokens: number): number {
  return Math.round(INPUT_TOKENS * model.inputUsdPerMillion + outputTokens * model.outputUsdPerMillion);
}

export function askableOf(model: SimulatedModel): AskableModel {
  const { id, avgResponseMs, inputUsdPerMillion, outputUsdPerMillion } = model;
  return {
    id,
    name: id,
    provider: 'bench',
    counting: exactBy('o200k_base'),
    contextWindow: null,
    maxInputTokens: null,
    maxOutputTokens: null,
    price: { kind: 'perToken', inputUsdPerMillion, outputUsdPerMillion, cachedInputUsdPerMillion: null },
    sources: [],
    disagreements: [],
    avgResponseMs,
    enabled: true,
    adapter: 'openai-compatible',
    vendorId: id,
    timeoutMs: null,
    baseUrl: null,
    search: false,
    keyName: null,
  };
}
