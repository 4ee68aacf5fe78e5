import { exactCount, readableShare } from '../facts/readable-number.ts';
import type { Audit, IncludedEntry, SecretRecord } from './audit.ts';
import { nameOf } from './audit.ts';
import { secretsIn, whyIn, whyOut } from './explain.ts';
import type { ExcludedReason } from './reason.ts';
import { REASON_WORDS } from './reason-word.ts';
import { linesText } from './render/format.ts';
import { shownPath } from './render/shown-path.ts';

/** The audit for people: totals first, then every candidate with its reason. Plain text that reads as Markdown. */
export function auditText(audit: Audit): string {
  return [
    '# Context fit',
    '',
    ...totals(audit).map((line) => `- ${line}`),
    ...section(`Included (${exactCount(audit.includedCount)})`, audit.included.map(includedLine)),
    ...section(`Left out (${exactCount(audit.excludedCount)})`, excludedLines(audit)),
    ...section(`Secrets found (${exactCount(audit.secrets.length)})`, audit.secrets.map(secretLine)),
    '',
  ].join('\n');
}

function totals(audit: Audit): string[] {
  const counted = audit.exact
    ? `counted exactly with ${audit.encoding}`
    : `estimated from ${audit.encoding}, ${exactCount(audit.margin)} kept free as the margin of error`;
  const groups = Object.entries(audit.groups ?? {}).map(
    ([group, { share, demand, used }]) =>
      `Group ${shownPath(group)}: ${exactCount(used)} used, share ${exactCount(share)}, demand ${exactCount(demand)}`,
  );
  const high = audit.excludedHighRelevance.length;
  return [
    `${exactCount(audit.tokensUsed)} of ${exactCount(audit.budget)} tokens used (${readableShare(audit.budgetUtilization)}), ${counted}`,
    `${exactCount(audit.tokensUsed - audit.framingTokens)} for contents, ${exactCount(audit.framingTokens)} for instructions, task and framing`,
    `${exactCount(audit.includedCount)} of ${exactCount(audit.candidatesConsidered)} candidates are in`,
    `Strategy ${audit.strategy}: value ${figure(audit.value)} of at most ${figure(audit.upperBound)}, ${audit.proven ? 'proven to be the best' : `gap ${(audit.gap * 100).toFixed(1)} %`}`,
    ...(audit.model === null ? [] : [`Model ${audit.model}`]),
    `Format ${audit.format}, order by ${audit.order}, pack ${audit.packHash}`,
    ...(high === 0
      ? []
      : [`Left out although needed with more than ${readableShare(audit.options.highRelevance)}: ${high}`]),
    ...groups,
    ...audit.notes,
  ];
}

function secretLine({ id, path, rule, line, action }: SecretRecord): string {
  return `- ${shownPath(path)}, line ${exactCount(line)}: ${rule}, ${action} (id ${id})`;
}

function includedLine(entry: IncludedEntry): string {
  const lines = entry.ranges.length === 0 ? '' : `, ${linesText(entry.ranges)}`;
  return `- ${shownPath(nameOf(entry))}${lines}: ${whyIn(entry)}`;
}

/** Nobody reads more sentences of one reason; the audit names all of them. */
const MOST_OF_A_REASON = 100;

function excludedLines(audit: Audit): readonly string[] {
  const told = new Map<ExcludedReason, number>();
  const lines: string[] = [];
  for (const entry of audit.excluded) {
    const count = (told.get(entry.reason) ?? 0) + 1;
    told.set(entry.reason, count);
    if (count > MOST_OF_A_REASON) continue;
    const facts = entry.reason === 'secret' ? { ...entry, secrets: secretsIn(audit, nameOf(entry)) } : entry;
    lines.push(`- ${shownPath(nameOf(entry))}: ${whyOut(facts, audit)}`);
  }
  const more = [...told].filter(([, count]) => count > MOST_OF_A_REASON);
  return [
    ...lines,
    ...more.map(
      ([reason, count]) => `- … and ${exactCount(count - MOST_OF_A_REASON)} more: ${REASON_WORDS[reason]}`,
    ),
  ];
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${heading}`, '', ...lines];
}

function figure(value: number): string {
  return String(Math.round(value * 1e4) / 1e4);
}
