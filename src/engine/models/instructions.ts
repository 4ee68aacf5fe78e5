import type { DataType } from '../../core/facts/category.ts';

/** What an answer of a data type must look like, so that answers can be merged and checked (spec M11). */
const INSTRUCTIONS: Readonly<Record<DataType, string>> = {
  gpu:
    'Answer with JSON only: a list of objects, one per offer, with the fields provider, region, gpu and price ' +
    '(a number, USD per hour). Leave out what you do not know.',
  token:
    'Answer with JSON only: a list of objects, one per model, with the fields provider, model, inputPrice and ' +
    'outputPrice (numbers, USD per million tokens). Leave out what you do not know.',
  grid_load:
    'Answer with JSON only: a list of objects with the fields region, timestamp (ISO 8601), loadPercentage ' +
    '(0 to 100) and kwhPrice (USD per kWh). Leave out what you do not know.',
};

/** Null: the prompt says all. */
export function instructionsFor(dataType: DataType | null): string | null {
  return dataType === null ? null : INSTRUCTIONS[dataType];
}
