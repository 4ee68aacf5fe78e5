import type { CommanderError } from 'commander';
import type { Failure } from '../core/facts/result.ts';

/** What commander found wrong with the command line, as every other refusal is said, and where to look. */
export function usageFailure(
  { code, message }: Pick<CommanderError, 'code' | 'message'>,
  argv: readonly string[],
  commands: readonly string[],
): Failure {
  const wrong = message.replace(/^error: /, '').replace('\n(', ' (');
  const command = commands.find((name) => name.split(' ').every((word, index) => word === argv[index]));
  const help = command === undefined ? 'context-budget --help' : `context-budget ${command} --help`;
  // `count -notes.md` is a file to whoever typed it
  const isShort = code === 'commander.unknownOption' && !wrong.includes("'--");
  const path = isShort ? ' A path that begins with "-" goes after "--".' : '';
  return { code: 'invalid_option', message: `${sentence(wrong)}${path} See ${help}.` };
}

function sentence(words: string): string {
  return /[.?!)]$/.test(words) ? words : `${words}.`;
}
