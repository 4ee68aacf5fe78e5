import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { data, events, json, resetAtOnce } from '../../node/providers/servers/local-server.ts';
import { buildTerminal, type Ended, type RunningTerminal, terminalIn } from '../running-terminal.ts';
import { brokenModel, configOf, type LocalModel, localModel } from './local-models.ts';

/** One for each model, so that a leak says whose it was; made here, so that no scanner finds one in this file. */
const NAMES = ['ECHO', 'REFUSING', 'BROKEN', 'TORN', 'MALFORMED', 'LIMITED', 'RESET', 'UNUSED'];
/** Every vendor's own key, by the adapters that send it. */
const OF_VENDORS = {
  qwen: 'DASHSCOPE',
  deepseek: 'DASHSCOPE',
  doubao: 'VOLC',
  openai: 'OPENAI',
  anthropic: 'ANTHROPIC',
  google: 'GEMINI',
} as const;
const KEYS: Readonly<Record<string, string>> = Object.fromEntries(
  [...NAMES, ...new Set(Object.values(OF_VENDORS))].map((name, index) => [
    `${name}_API_KEY`,
    ['sk', 'secret', `${index}a7Qm9vX2kLp`, `RtY4wZs8Ab3Nc${index}`].join('-'),
  ]),
);

/** Everything below a folder that holds one of the texts, by path. */
function holding(folder: string, texts: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)
    .filter((path) => {
      const bytes = readFileSync(path);
      return texts.some(
        (text) => bytes.includes(text) || bytes.includes(Buffer.from(text).toString('base64')),
      );
    });
}

/** Servers that say everything they heard, in every way in which a server may answer or fail. */
describe('keys, after models that repeat them were asked', function () {
  this.timeout(120_000);
  let terminal: RunningTerminal;
  let models: readonly LocalModel[] = [];
  let vendors: readonly LocalModel[] = [];
  const ended: Ended[] = [];

  before(async function () {
    this.timeout(240_000);
    buildTerminal();
    Object.assign(process.env, KEYS);
    terminal = terminalIn({ 'src/a.ts': 'export const a = 1;\n' });
    const heardIn = ({ headers, body }: { headers: unknown; body: unknown }): string =>
      JSON.stringify({ headers, body });
    models = await Promise.all([
      localModel('echo', heardIn, { keyName: 'ECHO_API_KEY' }),
      brokenModel(
        'refusing',
        (r, heard) => json({ error: { message: heardIn(heard) } }, 401)(r),
        'REFUSING_API_KEY',
      ),
      brokenModel('broken', (r, heard) => json(heardIn(heard), 500)(r), 'BROKEN_API_KEY'),
      brokenModel(
        'torn',
        (r, heard) =>
          events([data({ choices: [{ delta: { content: heardIn(heard) } }] })], 'reset')(r, heard),
        'TORN_API_KEY',
      ),
      brokenModel('malformed', (r, heard) => json(`{"choices": ${heardIn(heard)}`)(r), 'MALFORMED_API_KEY'),
      brokenModel(
        'limited',
        (r, heard) =>
          json(heardIn(heard), 429, { 'retry-after': '0', 'x-heard': String(heard.headers.authorization) })(
            r,
          ),
        'LIMITED_API_KEY',
      ),
      brokenModel('reset', resetAtOnce, 'RESET_API_KEY'),
    ]);
    vendors = await Promise.all(
      Object.entries(OF_VENDORS).map(([adapter, name]) =>
        brokenModel(
          `at-${adapter}`,
          (r, heard) => json({ error: { message: heardIn(heard) }, message: heardIn(heard) }, 400)(r),
          `${name}_API_KEY`,
          { adapter },
        ),
      ),
    );
    const config = configOf([...models, ...vendors], { retries: 1, feedback: { keepCorrectedData: true } });
    writeFileSync(join(terminal.folder, '.contextbudget.json'), config);
    const run = async (...args: string[]): Promise<Ended> => {
      const each = await terminal.start(args);
      ended.push(each);
      return each;
    };
    for (const { id } of models) {
      const task = ['ask', 'src', '--task', 'What is a?', '--models', id, '--yes'];
      const asked = await run(...task, '--consent', 'below_quality,fewer_models', '--json');
      const requestId = /"requestId":"([^"]+)"/.exec(asked.stdout)?.[1];
      if (requestId === undefined) continue;
      writeFileSync(join(terminal.folder, 'truth.txt'), 'a is 1');
      const correct = ['--correct', 'truth.txt', '--type', 'value_correction', '--note', 'no'];
      await run('feedback', requestId, ...correct, '--model', id);
    }
    await run('ask', '--task', 'Compare a with b and explain why.', '--yes', '--format', 'md');
    await run('models', 'test', ...[...models, ...vendors].map(({ id }) => id));
    await run('models');
    await run('report', 'models');
    await run('report', 'models', '--json');
    await run('history', 'export', 'export.jsonl');
  });
  after(async () => {
    for (const name of Object.keys(KEYS)) delete process.env[name];
    await Promise.all([...models, ...vendors].map(({ server }) => server.close()));
    terminal.remove();
  });

  it('went to the servers that they are for, each to its own', () => {
    for (const { id, server } of models) {
      const sent = new Set(server.heard.map(({ headers }) => headers.authorization));
      assert.deepEqual([...sent], [`Bearer ${KEYS[`${id.toUpperCase()}_API_KEY`]}`], id);
    }
    for (const { id, server, entry } of vendors) {
      const sent = JSON.stringify(server.heard.map(({ path, headers }) => ({ path, headers })));
      assert.ok(
        sent.includes(KEYS[String(entry['keyName'])] ?? 'no key'),
        `${id} was asked with its key: ${sent}`,
      );
    }
  });

  it('stand in no file: project, history, ledger, caches, exports', () => {
    const around = dirname(terminal.folder);
    assert.ok(holding(around, ['"kind":"response"']).length > 0, 'there are records');
    assert.deepEqual(holding(around, Object.values(KEYS)), []);
  });

  it('stand in nothing that was said: results, errors, progress, log lines', () => {
    assert.ok(ended.some(({ stderr }) => /HTTP 401/.test(stderr)));
    assert.ok(
      ended.some(({ stdout }) => /authorization.{0,20}Bearer/.test(stdout)),
      'an echo is shown',
    );
    for (const { stdout, stderr } of ended)
      for (const [name, key] of Object.entries(KEYS))
        for (const text of [stdout, stderr]) assert.equal(text.includes(key), false, `${name}: ${text}`);
  });
});
