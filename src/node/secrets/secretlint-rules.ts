import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintRuleReportHandler, SecretLintSourceCode } from '@secretlint/types';
import type { Found } from '../../core/context/secrets/finding.ts';
import { isPlaceholder } from '../../core/context/secrets/placeholder.ts';

/**
 * Rules of secretlint's recommended preset that are not run, each for a reason: our own search finds all that they
 * find, and its range is exactly the secret's.
 */
const NOT_RUN: ReadonlySet<string> = new Set([
  'aws', // its range begins at the name and ends within the secret
  'gcp', // reads a file by itself; for JSON the whole file would be the secret
  'privatekey', // valid keys only, and none that is cut off or in a literal
  'basicauth', // passwords of letters and digits only
  'database-connection-string', // the whole address with all that follows up to a space
  'npm', // everything from `_authToken=` to the end of the line, code included
  'filter-comments', // a comment in a file does not decide what is sent
]);

/** Anything shorter is a name: the pattern for SendGrid takes `SG.one.two`. */
const SHORTEST = 20;
/** A pattern may end within a token that is longer than it knows. */
const REST_OF_WORD = /[A-Za-z0-9_=-]*/y;

/** Rules by name; the tests hold that every rule of the preset is either run or known not to be. */
export function rulesRun(): readonly string[] {
  return rules.map(({ meta }) => nameOf(meta.id)).filter((name) => !NOT_RUN.has(name));
}

/**
 * Makes the scan by secretlint's rules: on the text alone, without files, settings or messages (these would hold
 * the secret). @secretlint/core is not used: it works asynchronously and keeps a timing mark for every file.
 */
export function secretlintScan(): (shown: string) => readonly Found[] {
  const reports: Found[] = [];
  const handlers: readonly SecretLintRuleReportHandler[] = rules
    .filter(({ meta }) => !NOT_RUN.has(nameOf(meta.id)))
    .map((rule) =>
      rule.create(
        {
          sharedOptions: {},
          createTranslator: () => (messageId) => ({
            message: '',
            messageId: String(messageId),
            data: undefined,
          }),
          report: ({ range: [from, to] }) => reports.push({ rule: nameOf(rule.meta.id), from, to }),
          ignore: () => undefined,
        },
        {},
      ),
    );
  return (shown) => {
    reports.length = 0;
    const source = sourceOf(shown);
    for (const handler of handlers) {
      if (handler.file?.(source) !== undefined)
        throw new Error('a rule of secretlint does not answer at once');
    }
    return reports.flatMap(({ rule, from, to }) => {
      REST_OF_WORD.lastIndex = to;
      const end = to + (REST_OF_WORD.exec(shown)?.[0].length ?? 0);
      return end - from < SHORTEST || isPlaceholder(shown.slice(from, end)) ? [] : [{ rule, from, to: end }];
    });
  };
}

function nameOf(id: string): string {
  return id.replace('@secretlint/secretlint-rule-', '');
}

/** Places are told as offsets only; none of the rules asks for more. */
function sourceOf(content: string): SecretLintSourceCode {
  const unasked = (): never => {
    throw new Error('a rule of secretlint asks for lines and columns');
  };
  return {
    content,
    hasBOM: false,
    filePath: undefined,
    physicalFilePath: undefined,
    contentType: 'text',
    ext: '',
    getFilePath: () => undefined,
    getPhysicalFilePath: () => undefined,
    locationToRange: unasked,
    rangeToLocation: unasked,
    positionToIndex: unasked,
    indexToPosition: unasked,
  };
}
