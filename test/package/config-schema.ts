/**
 * The JSON Schema of `.contextbudget.json`, made of the settings in package.json so that the two never differ:
 * `npm run schema` writes it, a test holds it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Json = Readonly<Record<string, unknown>>;

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Json>> }[];
  };
}

export const SCHEMA_FILE = fileURLToPath(new URL('../../media/contextbudget.schema.json', import.meta.url));
const MANIFEST_FILE = new URL('../../package.json', import.meta.url);

const PREFIX = 'contextBudget.';
/** What the terminal takes from the file; everything else of the settings are its flags. */
const SECTIONS = ['ask', 'prediction', 'compute', 'alerts', 'history'] as const;
/** Only a window notifies. */
const OF_WINDOWS_ONLY = new Set(['alerts.notifications']);

const SECTION_WORDS: Readonly<Record<(typeof SECTIONS)[number], string>> = {
  ask: 'Asking models: who may answer, at what price, how answers are checked. Names may be dotted or nested.',
  prediction: 'Predicting what a task will take.',
  compute: 'Compute budgets.',
  alerts: 'When a task raises an alert.',
  history: 'What is kept of past tasks.',
};

export function configSchema({ contributes }: Manifest): Json {
  const settings = contributes.configuration
    .flatMap(({ properties }) => Object.entries(properties))
    .map(([name, schema]): [string, Json] => [name.slice(PREFIX.length), plain(schema)]);
  const models = settings.find(([name]) => name === 'models')?.[1];
  const sections = SECTIONS.map((section): [string, Json] => {
    const inside = settings
      .filter(([name]) => name.startsWith(`${section}.`) && !OF_WINDOWS_ONLY.has(name))
      .map(([name, schema]): [string, Json] => [name.slice(section.length + 1), schema]);
    return [section, { description: SECTION_WORDS[section], ...sectionOf(inside) }];
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Context Budget at the terminal',
    description:
      'Settings of a workspace for the command line, named as those of the editor. Keys of models never stand here: put them into the environment.',
    type: 'object',
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, models, ...Object.fromEntries(sections) },
  };
}

/** Both ways to write a dotted name: as it is, and nested. */
function sectionOf(settings: readonly (readonly [string, Json])[]): Json {
  const branches = new Set(settings.flatMap(([name]) => (name.includes('.') ? [branchOf(name)] : [])));
  const nested = [...branches].map((branch): [string, Json] => {
    const inside = settings.filter(([name]) => name.includes('.') && branchOf(name) === branch);
    const properties = inside.map(([name, schema]) => [name.slice(branch.length + 1), schema]);
    return [
      branch,
      { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) },
    ];
  });
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries([...settings, ...nested]),
  };
}

function branchOf(name: string): string {
  return name.slice(0, name.indexOf('.'));
}

/** Without what only the editor's settings know; descriptions without links to other settings. */
function plain(schema: Json): Json {
  const { order: _order, scope: _scope, editPresentation: _presentation, ...rest } = schema;
  const { markdownDescription, ...others } = rest;
  if (typeof markdownDescription !== 'string') return others;
  return { description: markdownDescription.replaceAll(/`#contextBudget\.([\w.]+)#`/g, '`$1`'), ...others };
}

export function schemaText(): string {
  const manifest = JSON.parse(readFileSync(MANIFEST_FILE, 'utf8')) as Manifest;
  return `${JSON.stringify(configSchema(manifest), null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(SCHEMA_FILE, schemaText());
