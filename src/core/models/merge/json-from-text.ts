import type { JsonValue } from '../../facts/json-value.ts';
import { boundedData } from '../bounded-data.ts';

/**
 * The JSON in an answer (spec M2): the whole text, a fenced block, or what lies from the first bracket to the last.
 *
 * The list comes before the object, as M2 says, unless the object holds it: the list in `{"gpus": […]}` is a part of
 * the answer. An empty pair of brackets or a single number in them (`[1]`, `a[0]`, `- [ ]`) is no data amid prose: it
 * is a footnote, code, or a box to tick.
 *
 * @returns undefined when there is none, and for what no honest answer holds (see `boundedData`)
 * @example jsonFromText('Here:\n```json\n[{"gpu": "H100"}]\n```') // [{gpu: 'H100'}]
 */
export function jsonFromText(text: string): JsonValue | undefined {
  const trimmed = text.trim();
  const whole = parsed(trimmed);
  if (whole !== undefined) return whole;
  const { blocks, rest } = withoutFences(trimmed);
  for (const block of blocks) {
    const data = parsed(block.trim());
    if (data !== undefined && typeof data === 'object' && data !== null) return data;
  }
  for (const [open, close] of bracketsOf(rest)) {
    const [start, end] = [rest.indexOf(open), rest.lastIndexOf(close)];
    const data = start === -1 || end < start ? undefined : parsed(rest.slice(start, end + 1));
    if (data !== undefined && isTelling(data)) return data;
  }
  return undefined;
}

const LIST = ['[', ']'] as const;
const OBJECT = ['{', '}'] as const;

function bracketsOf(text: string): readonly (readonly [string, string])[] {
  const [brace, bracket] = [text.indexOf('{'), text.indexOf('[')];
  const objectHoldsList = brace !== -1 && brace < bracket && text.lastIndexOf('}') > text.lastIndexOf(']');
  return objectHoldsList ? [OBJECT, LIST] : [LIST, OBJECT];
}

function isTelling(data: JsonValue): boolean {
  if (Array.isArray(data)) {
    const entries = data as readonly JsonValue[];
    return entries.length > 1 || (entries.length === 1 && typeof entries[0] !== 'number');
  }
  return typeof data === 'object' && data !== null && Object.keys(data).length > 0;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return boundedData(JSON.parse(text), text.length);
  } catch {
    // not JSON: nothing that anybody has to know of
    return undefined;
  }
}

/** A line that fences: nothing but the fence and the name of a language. */
const FENCE = /^\s{0,3}(?:`{3,}|~{3,})[\w-]*\s*$/;

/** The contents of the fenced blocks, and the text without the lines that fence them. */
function withoutFences(text: string): { readonly blocks: readonly string[]; readonly rest: string } {
  if (!text.includes('```') && !text.includes('~~~')) return { blocks: [], rest: text };
  const blocks: string[] = [];
  const rest: string[] = [];
  let block: string[] | null = null;
  for (const line of text.split('\n')) {
    if (FENCE.test(line)) {
      if (block !== null) blocks.push(block.join('\n'));
      block = block === null ? [] : null;
    } else {
      rest.push(line);
      block?.push(line);
    }
  }
  // a block that the answer does not close ends with it
  if (block !== null) blocks.push(block.join('\n'));
  return { blocks, rest: rest.join('\n') };
}
