import { moneyText } from '../facts/amount-text.ts';
import type { Category, Strategy } from '../facts/category.ts';
import { escapedText } from '../facts/escaped-text.ts';
import type { ModelResponse } from '../facts/model-response.ts';
import { exactCount, readableShare } from '../facts/readable-number.ts';
import type { MergedResult, MergeFlag, Provenance } from './merge/merged-result.ts';
import type { ValidationFinding, ValidationResult } from './validate/validation-result.ts';

/** What a result document is made of. */
export interface DocumentParts {
  readonly prompt: string;
  readonly category: Category;
  readonly strategy: Strategy;
  readonly result: MergedResult;
  readonly responses: readonly ModelResponse[];
  readonly validation: ValidationResult | null;
  readonly totalMs: number;
  /** Micro-USD; null: a part has no known price. */
  readonly costMicroUsd: number | null;
  readonly cached: boolean;
  readonly nameOf: (id: string) => string;
}

/** Beyond it a document is no help; the data themselves hold everything. */
const MOST_DISAGREEMENTS = 50;
const MOST_FINDINGS = 50;
const LONGEST_VALUE = 200;

/**
 * The answer for people, as Markdown: what was found, who said it, where they differed, what it cost. A text answer stands
 * as its model wrote it; everything else from outside is escaped or fenced.
 */
export function answerDocument(parts: DocumentParts): string {
  const { result, validation, responses, nameOf } = parts;
  const sections = [
    '# Answer',
    answerOf(result),
    ...(result.flags.length === 0
      ? []
      : ['## To be looked at', list(result.flags.map((flag) => FLAGS[flag]))]),
    ...(validation === null ? [] : checks(validation)),
    '## Who said what',
    callTable(parts),
    ...disagreements(result, nameOf),
    ...alternatives(result, nameOf),
    '## Request',
    list([
      `Asked: ${escapedText(shortened(parts.prompt, LONGEST_VALUE))}`,
      `Taken for ${parts.category.replaceAll('_', ' ')}, asked by ${parts.strategy.replaceAll('_', ' ')}.`,
      parts.cached ? 'Answered from the cache: nothing was sent.' : spent(parts, responses),
    ]),
  ];
  return `${sections.join('\n\n')}\n`;
}

const FLAGS: Readonly<Record<MergeFlag, string>> = {
  low_confidence: 'No model that answered has been right often enough in this category.',
  too_few: 'Fewer than two models answered, although more were asked.',
  below_quality: 'The models are below the quality that was asked for.',
  fewer_models: 'Fewer models were asked than this kind of request should have.',
  truncated: 'The answer was cut off at the output limit.',
  stale: 'No model answered: this is an old answer.',
};

function answerOf({ kind, data }: MergedResult): string {
  if (kind === 'text' && typeof data === 'string') return data.trim();
  return fenced(JSON.stringify(data, null, 2), 'json');
}

function checks({ isValid, errors, warnings }: ValidationResult): readonly string[] {
  const verdict = isValid
    ? 'The data keep to the rules.'
    : `${count(errors.length, 'error')} by the rules; what is wrong is left out of the checked data.`;
  const findings = [...errors, ...warnings];
  const shown = findings.slice(0, MOST_FINDINGS).map(findingText);
  const rest = findings.length - shown.length;
  const lines = rest > 0 ? [...shown, `and ${exactCount(rest)} more`] : shown;
  return ['## Checks', verdict, ...(lines.length === 0 ? [] : [list(lines)])];
}

function findingText({ path, severity, message }: ValidationFinding): string {
  const place = path === '' ? '' : ` at ${escapedText(path)}`;
  return `${severity}${place}: ${escapedText(message)}`;
}

function callTable({ responses, result, nameOf }: DocumentParts): string {
  const rows = responses.map(({ model, success, error, responseMs, tokenCount, costMicroUsd, estimated }) => {
    const score = result.scores[model];
    const sign = estimated ? '≈ ' : '';
    return [
      escapedText(nameOf(model)),
      success ? 'answered' : escapedText(error?.code ?? 'failed'),
      score === undefined ? '–' : score.toFixed(2),
      `${exactCount(Math.round(responseMs))} ms`,
      `${sign}${exactCount(tokenCount)}`,
      costMicroUsd === null ? 'unknown' : `${sign}${moneyText(costMicroUsd)}`,
    ];
  });
  return table(['Model', 'Outcome', 'Score', 'Time', 'Tokens', 'Cost'], rows);
}

function disagreements(
  { kind, provenance, metadata }: MergedResult,
  nameOf: (id: string) => string,
): readonly string[] {
  // texts that differ stand below, as the other answers
  const points = kind === 'text' ? [] : Object.entries(provenance);
  const disputed = points.filter(([, { values, noMajority }]) => values.length > 1 || noMajority === true);
  // One answer agrees with itself.
  const agreement =
    metadata.agreement === null || metadata.succeeded < 2
      ? []
      : [`Agreement: ${readableShare(metadata.agreement)}.`];
  if (disputed.length === 0) return agreement;
  const shown = disputed
    .slice(0, MOST_DISAGREEMENTS)
    .map(([pointer, point]) => [pointer === '' ? 'the whole' : escapedText(pointer), sayings(point, nameOf)]);
  const rest = disputed.length - shown.length;
  const more = rest > 0 ? [`And ${exactCount(rest)} more data points on which the answers differ.`] : [];
  return ['## Where they differ', ...agreement, table(['Data point', 'Said'], shown), ...more];
}

function sayings({ values, models, noMajority }: Provenance, nameOf: (id: string) => string): string {
  const names = (ids: readonly string[]): string => ids.map((id) => escapedText(nameOf(id))).join(', ');
  if (values.length === 0) return `only ${names(models)}; no majority`;
  const said = values.map(({ value, models: by }, place) => {
    const text = escapedText(shortened(JSON.stringify(value) ?? '', LONGEST_VALUE));
    return `${place === 0 ? `**${text}**` : text} (${names(by)})`;
  });
  return `${said.join('; ')}${noMajority === true ? '; no majority' : ''}`;
}

function alternatives(
  { alternatives: others }: MergedResult,
  nameOf: (id: string) => string,
): readonly string[] {
  if (others.length === 0) return [];
  const sections = others.flatMap(({ model, score, content }) => [
    `### ${escapedText(nameOf(model))} (score ${score.toFixed(2)})`,
    fenced(content.trim(), ''),
  ]);
  return ['## Other answers', ...sections];
}

function spent({ totalMs, costMicroUsd }: DocumentParts, responses: readonly ModelResponse[]): string {
  const cost = costMicroUsd === null ? 'a cost that is not known' : moneyText(costMicroUsd);
  return `${count(responses.length, 'call')}, ${exactCount(Math.round(totalMs))} ms, ${cost}.`;
}

/** A fence longer than any in the text, so that nothing in it can end it. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function count(number: number, what: string): string {
  return `${exactCount(number)} ${what}${number === 1 ? '' : 's'}`;
}

function shortened(text: string, length: number): string {
  const characters = Array.from(text.slice(0, 2 * length));
  return characters.length <= length && text.length <= 2 * length
    ? text
    : `${characters.slice(0, length).join('')}…`;
}
