import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AskableStanding, AskAnswer, ModelReport } from '../../../../src/protocol/models.ts';
import { hang } from '../../node/providers/servers/local-server.ts';
import { buildTerminal, type Ended, type RunningTerminal, terminalIn } from '../running-terminal.ts';
import { brokenModel, configOf, type LocalModel, localModel, promptIn } from './local-models.ts';

const KEY = 'sk-local-5f0c1d7e9b2a4c68';

/** The built program, the real engine, and models that are servers on this machine. */
describe('context-budget ask, with real models', function () {
  this.timeout(60_000);
  let terminal: RunningTerminal;
  const models: LocalModel[] = [];
  const started = async (...made: Promise<LocalModel>[]): Promise<readonly LocalModel[]> => {
    models.push(...(await Promise.all(made)));
    return models;
  };
  const configure = (ask: object = {}, more: object = {}): void => {
    const config = { ...(JSON.parse(configOf(models, ask)) as object), ...more };
    writeFileSync(join(terminal.folder, '.contextbudget.json'), JSON.stringify(config));
  };
  /** Servers in this process answer only while it waits. */
  const answered = async (...args: string[]): Promise<unknown> => {
    const { status, stdout, stderr } = await terminal.start([...args, '--json']);
    assert.equal(status, 0, stderr + stdout);
    return JSON.parse(stdout) as unknown;
  };

  before(function () {
    this.timeout(120_000);
    buildTerminal();
    process.env['LOCAL_API_KEY'] = KEY;
  });
  after(() => void delete process.env['LOCAL_API_KEY']);
  beforeEach(() => {
    terminal = terminalIn({ 'src/cache.ts': 'export const cacheSize = 4711;\n', 'README.md': 'Hello.\n' });
  });
  afterEach(async () => {
    await Promise.all(models.splice(0).map(({ server }) => server.close()));
    terminal.remove();
  });

  it('merges what they say, and learns from what the user says of it', async () => {
    await started(
      localModel('house', () => 'It is the cache.', { keyName: 'LOCAL_API_KEY' }),
      localModel('lab', () => 'It is the cache.'),
    );
    configure();
    const task = 'Analyze why it is slow.';
    const routed = await terminal.start(['route', '--task', task]);
    assert.match(routed.stdout, /house +not proven yet/);
    assert.equal(models.flatMap(({ server }) => server.heard).length, 0, 'nobody was asked');
    const { plan, result, responses } = (await answered('ask', '--task', task, '--yes')) as AskAnswer;
    assert.equal(result.data, 'It is the cache.');
    assert.deepEqual(responses.map(({ model }) => model).toSorted(), ['house', 'lab']);
    assert.equal(result.metadata.costMicroUsd, 2 * (100 + 4 * 20));
    const [house] = models;
    assert.equal(house?.server.heard[0]?.headers.authorization, `Bearer ${KEY}`);
    const judged = await answered('feedback', plan.requestId, '--accept', '--model', 'house,lab');
    assert.equal((judged as { verdicts: number }).verdicts, 2);
    const { asking } = (await answered('models', 'house')) as { asking: readonly AskableStanding[] };
    assert.deepEqual([asking[0]?.trouble, asking[0]?.scores[0]?.sampleCount], [null, 1]);
    assert.ok((asking[0]?.scores[0]?.score ?? 0) > 0.5);
    const report = (await answered('report', 'models')) as ModelReport['data'];
    assert.deepEqual([report.overall.totalRequests, report.models.length], [1, 2]);
  });

  it('fits the files around the task, and sends nothing without paths', async () => {
    const [house] = await started(localModel('house', () => 'ok'));
    configure();
    await answered('ask', 'src', '--task', 'What is the size of the cache?', '--yes');
    await answered('ask', '--task', 'What is the size of the cache?', '--yes');
    const [fitted = '', plain = ''] = house?.server.heard.map(promptIn) ?? [];
    assert.match(fitted, /cacheSize = 4711/);
    assert.doesNotMatch(fitted, /Hello/);
    assert.doesNotMatch(plain, /4711/);
  });

  it('merges data by its kind, and tells what is not valid', async () => {
    const list = (price: number) => JSON.stringify([{ provider: 'AWS', region: 'eu', gpu: 'H100', price }]);
    await started(
      localModel('house', () => list(2.5)),
      localModel('lab', () => list(2.5)),
      localModel('odd', () => list(400)),
    );
    configure();
    const task = ['ask', '--task', 'current price of an H100', '--data-type', 'gpu', '--yes'];
    const ended: Ended = await terminal.start([...task, '--models', 'house,lab']);
    assert.deepEqual(JSON.parse(ended.stdout), [{ provider: 'AWS', region: 'eu', gpu: 'H100', price: 2.5 }]);
    const odd = await terminal.start([...task, '--models', 'odd', '--consent', 'fewer_models']);
    assert.match(odd.stderr, /^Not valid: \/0\/price /m);
    writeFileSync(join(terminal.folder, 'rules.json'), '{"required": ["vendor"]}');
    const own = await terminal.start([...task, '--models', 'house', '--rules', 'rules.json']);
    assert.match(own.stderr, /^Not valid: .*vendor/m);
  });

  it('asks nobody where nobody agrees to the price, and passes no limit unasked', async () => {
    const [house] = await started(localModel('house', () => 'ok'));
    configure();
    const task = ['ask', '--task', 'What is a cache?'];
    const refused = await terminal.start([...task, '--json']);
    assert.equal(refused.status, 2);
    terminal.json(['limits', 'set', '0.000001 USD a day']);
    const limited = await terminal.start([...task, '--yes', '--json']);
    assert.equal(limited.status, 3, limited.stdout);
    assert.equal(house?.server.heard.length, 0);
    assert.equal((await terminal.start([...task, '--yes', '--pass-limits'])).status, 0);
    assert.equal(house?.server.heard.length, 1);
  });

  it('records what was asked by the time of Ctrl-C', async () => {
    const [house] = await started(brokenModel('house', hang));
    configure();
    const ended = await terminal.start(
      ['ask', '--task', 'What is a cache?', '--yes'],
      () => (house?.server.heard.length ?? 0) > 0,
    );
    assert.deepEqual([ended.status, ended.stdout], [130, '']);
    const report = (await answered('report', 'models')) as ModelReport['data'];
    assert.equal(report.models[0]?.model, 'house');
    assert.equal(report.models[0].summary.totalRequests, 1);
  });

  it('refuses a wrong setting by its name, before anybody is asked', async () => {
    const [house] = await started(localModel('house', () => 'ok'));
    for (const ask of [{ retries: -1 }, { 'no such': 1 }, { counts: { dual: 9 } }]) {
      configure(ask);
      const refused = await terminal.start(['ask', '--task', 'x', '--yes', '--json']);
      assert.equal(refused.status, 2, refused.stdout);
      assert.match(refused.stdout, /"code":"invalid_config"/);
    }
    assert.equal(house?.server.heard.length, 0);
  });

  it('tests models, each for itself', async () => {
    await started(
      localModel('house', () => 'ok'),
      brokenModel('gone', (response) => void response.socket?.destroy()),
    );
    configure({ retries: 0 });
    const tested = await terminal.start(['models', 'test', 'house', 'gone']);
    assert.equal(tested.status, 5);
    assert.match(tested.stdout, /^house +answers +in /m);
    assert.match(tested.stdout, /^gone +fails +/m);
    assert.equal((await terminal.start(['models', 'test', 'house'])).status, 0);
  });
});
