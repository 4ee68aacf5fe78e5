import { fileURLToPath } from 'node:url';
import { buildGrammars } from '../../../../src/node/outline/build.js';

const DIRECTORY = fileURLToPath(new URL('../../../../dist/grammars/', import.meta.url));

/** The folder of runtime and grammars, filled where something is missing or old. */
export function builtGrammars(): string {
  buildGrammars(DIRECTORY);
  return DIRECTORY;
}
