import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../../src/core/facts/result.ts';
import {
  type AskAnswer,
  askEditorModel,
  askModels,
  type AskPlan,
  askProgress,
  type AskRequest,
  keyOf,
  planAsk,
} from '../../../../src/protocol/models.ts';
import { openWorkspace } from '../../../../src/protocol/workspace.ts';
import { selectionChanged } from '../../../../src/protocol/selection.ts';
import { fitSettingsChanged } from '../../../../src/protocol/fit.ts';
import { folderOf, remove } from '../../engine/running-engine.ts';
import { answer, plan, planned, REQUEST_ID } from './answers.ts';
import { fakeEngine } from './fake-engine.ts';
import { failureIn, type } from './typed.ts';

/** An engine that plans and answers, and what it was asked. */
function askedEngine(
  planOf: (request: AskRequest) => Result<AskPlan> = () => ok(plan()),
  given: () => Result<AskAnswer> = () => ok(answer()),
) {
  const [plans, asks, opened, tasks]: [
    AskRequest[],
    (AskRequest & { passLimits: boolean })[],
    (readonly string[])[],
    string[],
  ] = [[], [], [], []];
  const engine = fakeEngine((connection) => {
    connection.onNotification(openWorkspace, ({ only }) => void opened.push(only));
    connection.onNotification(selectionChanged, () => undefined);
    connection.onNotification(fitSettingsChanged, ({ task }) => void tasks.push(task));
    connection.onRequest(planAsk, (request) => {
      plans.push(request);
      return planOf(request);
    });
    connection.onRequest(askModels, async (request) => {
      asks.push(request);
      const call = { work: 'answer', ms: 850, outputTokens: 12, costMicroUsd: 1_500, error: null } as const;
      const other = { ...call, callId: '2', model: 'lab', name: 'Lab' };
      for (const state of ['asking', 'failed'] as const)
        await connection.sendNotification(askProgress, {
          requestId: REQUEST_ID,
          stage: 'execute',
          models: [
            { ...call, callId: '1', model: 'house', name: 'House', state: 'answered' },
            { ...other, state, error: { code: 'adapter_server', message: 'It answers 503.\u001b[2J' } },
          ],
          done: state === 'failed',
        });
      return given();
    });
  });
  return { engine, plans, asks, opened, tasks };
}

const YES = ['ask', '--task', 'Why is it slow?', '--yes'] as const;

describe('context-budget ask', () => {
  let folder: string;
  beforeEach(() => {
    folder = folderOf({ 'src/a.ts': 'export const a = 1;\n' });
  });
  afterEach(() => remove(folder));

  it('prints the merged answer alone, and plan, progress and the way to judge it on stderr', async () => {
    const { engine, asks } = askedEngine();
    const { status, stdout, stderr } = await type({ folder, engine }, YES);
    assert.deepEqual([status, stdout], [0, 'It is the cache.\n']);
    assert.match(stderr, /reasoning \(complex_reasoning, 82 % sure\): two models .* \(dual_validation\)\./);
    assert.match(stderr, /house {2}score 0\.91 {26,}at most \$0\.020$/m);
    assert.match(stderr, /lab {4}not proven yet, to learn how good it is {2}at most \$0\.020$/m);
    assert.match(stderr, /2 answers: 1,234 tokens in, up to 4k out each; at most \$0\.040\./);
    assert.match(stderr, /^house answered in 850 ms, 12 tokens, \$0\.0015\.$/m);
    assert.match(stderr, /^lab failed after 850 ms: It answers 503\.\\u\{1b\}\[2J$/m, 'once, escaped');
    assert.equal(stderr.match(/^lab failed/gm)?.length, 1);
    assert.match(stderr, /2 of 2 answered in 3\.4 s, \$0\.0030\. They agree on 50 %\./);
    assert.match(stderr, new RegExp(`context-budget feedback ${REQUEST_ID} --accept --model house \\(or`));
    assert.equal(asks[0]?.requestId, REQUEST_ID, 'what was planned is asked');
  });

  it('sends what the flags say, and nothing of what they leave open', async () => {
    writeFileSync(join(folder, 'rules.json'), '{"required": ["price"]}');
    const { engine, plans } = askedEngine();
    await type({ folder, engine }, YES);
    assert.deepEqual(plans[0], {
      requestId: null,
      prompt: 'Why is it slow?',
      context: 'none',
      models: null,
      level: null,
      tenant: '',
      minResponses: null,
      consent: [],
      passLimits: false,
    });
    const flags =
      '--data-type gpu --rules rules.json --category price_extraction --strategy adaptive --models house,lab --quality .7 --cost-limit $0.5 --criticality 0.9 --level hard --consent unknown_price,fewer_models --max-output 2k --min-responses 2 --tenant team';
    await type({ folder, engine }, [...YES, ...flags.split(' ')]);
    assert.deepEqual(plans[1], {
      requestId: null,
      prompt: 'Why is it slow?',
      context: 'none',
      models: ['house', 'lab'],
      dataType: 'gpu',
      ruleSet: { required: ['price'] },
      category: 'price_extraction',
      strategy: 'adaptive',
      consent: ['unknown_price', 'fewer_models'],
      qualityThreshold: 0.7,
      costLimitUsd: 0.5,
      criticality: 0.9,
      requestCap: 2_000,
      minResponses: 2,
      level: 'hard',
      tenant: 'team',
      passLimits: false,
    });
    await type({ folder, engine }, [...YES, '--cost-limit', 'none', '--rules', 'token']);
    assert.deepEqual([plans[2]?.costLimitUsd, plans[2]?.ruleSet], [null, 'token']);
  });

  it('fits files only where paths are given', async () => {
    const { engine, plans, opened, tasks } = askedEngine();
    await type({ folder, engine }, [...YES, 'src', '--budget', '8k']);
    assert.deepEqual(
      [plans[0]?.context, opened, tasks],
      ['fit', [[join(folder, 'src')]], ['Why is it slow?']],
    );
    const refused = await type({ folder, engine }, [...YES, '--budget', '8k', '--json']);
    assert.deepEqual([refused.status, failureIn(refused).code, plans.length], [2, 'invalid_option', 1]);
  });

  it('prints data as JSON, the document with --format md, and all of it with --json', async () => {
    const { result } = answer();
    const data = { ...result, kind: 'json', data: { price: 2 } } as const;
    const { engine } = askedEngine(undefined, () => ok(answer({ result: data })));
    assert.equal((await type({ folder, engine }, YES)).stdout, '{\n  "price": 2\n}\n');
    const md = await type({ folder, engine }, [...YES, '--format', 'md']);
    assert.equal(md.stdout, '# Answer\n\nIt is the cache.\n');
    for (const flags of [['--json'], ['--format', 'json']]) {
      const all = JSON.parse((await type({ folder, engine }, [...YES, ...flags])).stdout) as AskAnswer;
      assert.deepEqual(all, answer({ result: data }));
    }
  });

  it('makes visible what would steer the terminal', async () => {
    const { engine } = askedEngine(undefined, () => ok(answer({}, 'a\u001b[31mb\rc\td\r\n\u009b1m')));
    const { stdout } = await type({ folder, engine }, YES);
    assert.equal(stdout, 'a\\u{1b}[31mb\\u{d}c\td\r\n\\u{9b}1m\n');
  });

  it('says what is to be looked at', async () => {
    const { result } = answer();
    const flagged = { ...result, flags: ['too_few', 'stale'], flaggedForReview: true } as const;
    const error = { path: '/0/price', code: 'out_of_range', severity: 'error', value: 99 } as const;
    const errors = Array.from({ length: 7 }, () => ({ ...error, message: 'must be at most 50.' }));
    const validation = {
      isValid: false,
      validatedData: [],
      errors,
      warnings: [],
      category: 'price_extraction',
    } as const;
    const { engine } = askedEngine(undefined, () => ok(answer({ result: flagged, validation })));
    const { stderr } = await type({ folder, engine }, YES);
    assert.match(stderr, /^Look at it: too few answered, an old answer\.$/m);
    assert.equal(stderr.match(/^Not valid: \/0\/price must be at most 50\.$/gm)?.length, 5);
    assert.match(stderr, /^… and 2 more\.$/m);
  });

  it('asks the person for the price, and asks nobody else after a no', async () => {
    const { engine, asks } = askedEngine();
    const task = ['ask', '--task', 'x'];
    const agreed = await type({ folder, engine, answers: ['Y'] }, task);
    assert.deepEqual([agreed.status, agreed.questions, asks.length], [0, ['Ask? [y/N]'], 1]);
    for (const said of ['', 'no', null]) {
      const declined = await type({ folder, engine, answers: [said] }, task);
      assert.deepEqual([declined.status, declined.stdout, asks.length], [130, '', 1]);
      assert.match(declined.stderr, /Nothing was asked\.$/);
    }
  });

  it('refuses what costs something where nobody can agree, and asks what is free', async () => {
    const priced = askedEngine();
    const refused = await type({ folder, engine: priced.engine }, ['ask', '--task', 'x', '--json']);
    assert.deepEqual([refused.status, priced.asks.length], [2, 0]);
    assert.match(failureIn(refused).message, /\(at most \$0\.040\).*--yes/);
    const unknown = { estimateMicroUsd: null, priceKind: 'unknown' } as const;
    const dear = plan({ models: [planned(unknown)], estimateMicroUsd: null, pricedMicroUsd: 0 });
    const unpriced = askedEngine(() => ok(dear));
    const message = failureIn(
      await type({ folder, engine: unpriced.engine }, ['ask', '--task', 'x', '--json']),
    );
    assert.match(message.message, /price of house unknown/);
    const included = { estimateMicroUsd: null, priceKind: 'included' } as const;
    const free = plan({ models: [planned(included)], estimateMicroUsd: null, pricedMicroUsd: 0 });
    for (const nothing of [free, plan({ cached: true })]) {
      const { engine, asks } = askedEngine(() => ok(nothing));
      assert.equal((await type({ folder, engine }, ['ask', '--task', 'x'])).status, 0);
      assert.equal(asks.length, 1);
    }
  });

  it('says where an address of the configuration leads, and sends nothing there unasked', async () => {
    const free = planned({ estimateMicroUsd: null, priceKind: 'included', sentTo: 'models.example' });
    const { engine, asks } = askedEngine(() =>
      ok(plan({ models: [free], estimateMicroUsd: null, pricedMicroUsd: 0 })),
    );
    const refused = await type({ folder, engine }, ['ask', '--task', 'x', '--json']);
    assert.deepEqual([refused.status, asks.length], [2, 0]);
    assert.match(failureIn(refused).message, /^This is sent to models\.example, and nobody is here/);
    const shown = await type({ folder, engine, answers: ['n'] }, ['ask', '--task', 'x']);
    assert.match(shown.stderr, /house .* included in your subscription, sent to models\.example/);
    assert.equal(asks.length, 0);
    await type({ folder, engine }, [...YES]);
    assert.equal(asks.length, 1);
  });

  it('asks for each consent once, by its word, and names the flag where nobody is there', async () => {
    const strict = (request: AskRequest): Result<AskPlan> => {
      const given = request.consent as readonly string[];
      const word = ['unknown_price', 'fewer_models'].find((each) => !given.includes(each));
      if (word === undefined) return ok(plan());
      return fail('price_unknown', 'Only lab could answer.', { consent: word });
    };
    const { engine, asks } = askedEngine(strict);
    const person = await type({ folder, engine, answers: ['y', 'yes', 'y'] }, ['ask', '--task', 'x']);
    assert.deepEqual(person.questions, [
      'Ask models whose price is unknown? [y/N]',
      'Ask fewer models than this needs? [y/N]',
      'Ask? [y/N]',
    ]);
    assert.deepEqual(asks[0]?.consent, ['unknown_price', 'fewer_models']);
    const nobody = await type({ folder, engine }, [...YES, '--consent', 'unknown_price', '--json']);
    assert.equal(nobody.status, 3);
    assert.match(failureIn(nobody).message, /^Only lab could answer\. .*--consent fewer_models\.$/);
    const stubborn = askedEngine(() => fail('price_unknown', 'No.', { consent: 'unknown_price' }));
    const { engine: other } = stubborn;
    const twice = await type({ folder, engine: other, answers: ['y', 'y'] }, ['ask', '--task', 'x']);
    assert.deepEqual([twice.status, twice.questions.length], [3, 1]);
  });

  it('passes a limit only when that was agreed to, beside the price', async () => {
    const { engine, asks } = askedEngine(() => ok(plan({ passes: ['$10 a day: $9.99 are used.'] })));
    const nobody = await type({ folder, engine }, [...YES, '--json']);
    assert.deepEqual([nobody.status, failureIn(nobody).code], [3, 'would_exceed_limit']);
    assert.match(failureIn(nobody).message, /\$10 a day.*--pass-limits/);
    const person = await type({ folder, engine, answers: ['y', 'y'] }, ['ask', '--task', 'x']);
    assert.deepEqual(person.questions, ['Pass it? [y/N]', 'Ask? [y/N]']);
    await type({ folder, engine }, [...YES, '--pass-limits']);
    assert.deepEqual(
      asks.map(({ passLimits }) => passLimits),
      [true, true],
    );
    const no = await type({ folder, engine, answers: ['n'] }, ['ask', '--task', 'x']);
    assert.deepEqual([no.status, asks.length], [130, 2]);
  });

  for (const command of [['route'], ['ask', '--dry-run']])
    it(`only shows the plan: ${command.join(' ')}`, async () => {
      const { engine, asks } = askedEngine();
      const person = await type({ folder, engine, answers: [] }, [...command, '--task', 'x']);
      assert.deepEqual([person.status, person.questions, asks.length], [0, [], 0]);
      assert.match(person.stdout, /House has earned it; lab is tried\.\n$/);
      const program = await type({ folder, engine }, [...command, '--task', 'x', '--json']);
      assert.deepEqual(JSON.parse(program.stdout), plan());
      const strict = askedEngine(() =>
        fail('cost_limit_exceeded', 'It takes $2.', { consent: 'quality_over_cost' }),
      );
      const refused = await type({ folder, engine: strict.engine }, [...command, '--task', 'x', '--json']);
      assert.deepEqual([refused.status, failureIn(refused).code], [3, 'cost_limit_exceeded']);
      assert.match(failureIn(refused).message, /--consent quality_over_cost/);
    });

  it('writes the price of what is included, unknown and limited', async () => {
    const included = planned({ estimateMicroUsd: null, priceKind: 'included' });
    const unknown = planned({ id: 'lab', estimateMicroUsd: null, priceKind: 'unknown' });
    for (const [models, priced, words] of [
      [[included], 0, /1 answer, 2 verifications, 1 rewrite: .*; included in your subscription\.$/m],
      [[planned(), included], 20_000, /; at most \$0\.020; the rest is included in your subscription\.$/m],
      [[planned(), unknown], 20_000, /; at most \$0\.020; price of lab unknown\.$/m],
    ] as const) {
      const shown = plan({
        models,
        estimateMicroUsd: null,
        pricedMicroUsd: priced,
        answers: 1,
        verifications: 2,
        refinements: 1,
        warnings: ['fewer models than it needs.'],
        passes: ['$1 a day.'],
      });
      const { engine } = askedEngine(() => ok(shown));
      const { stdout } = await type({ folder, engine }, ['route', '--task', 'x']);
      assert.match(stdout, words);
      assert.match(stdout, /^Note: fewer models than it needs\.$/m);
      assert.match(stdout, /^It passes a limit: \$1 a day\.$/m);
    }
  });

  it('refuses a model of the configuration that is wrong, before anything is planned', async () => {
    for (const [field, entry] of [
      ['baseUrl', { id: 'mine', adapter: 'openai-compatible', baseUrl: 'http://models.example/v1' }],
      ['keyName', { id: 'mine', adapter: 'openai', keyName: 'PATH' }],
      ['timeoutMS', { id: 'mine', timeoutMS: 5 }],
    ] as const) {
      writeFileSync(join(folder, '.contextbudget.json'), JSON.stringify({ models: [{ id: 'a' }, entry] }));
      const { engine, plans } = askedEngine();
      const refused = await type({ folder, engine }, [...YES, '--json']);
      assert.deepEqual([refused.status, failureIn(refused).code], [2, 'invalid_model_entry']);
      assert.match(failureIn(refused).message, /^\.contextbudget\.json: Model entry 2: /);
      assert.match(failureIn(refused).message, new RegExp(field));
      assert.equal(plans.length, 0);
    }
  });

  it('ends with the exit code of what failed', async () => {
    for (const [code, status] of [
      ['all_models_failed', 5],
      ['adapter_auth', 5],
      ['no_models', 3],
      ['invalid_prompt', 2],
      ['cancelled', 130],
    ] as const) {
      const { engine } = askedEngine(undefined, () => fail(code, 'It did not work.'));
      assert.equal((await type({ folder, engine }, YES)).status, status, code);
    }
  });

  it('cancels on Ctrl-C, and ends as interrupted', async () => {
    let stop = (): void => undefined;
    const engine = fakeEngine((connection) => {
      connection.onRequest(planAsk, () => ok(plan()));
      connection.onRequest(askModels, (_, token) => {
        setTimeout(() => stop(), 10);
        return new Promise<Result<AskAnswer>>((resolve) => {
          token.onCancellationRequested(() =>
            resolve(fail('cancelled', 'Cancelled; one answer is recorded.')),
          );
        });
      });
    });
    const ended = await type({ folder, engine, onInterrupt: (given) => void (stop = given) }, YES);
    assert.equal(ended.status, 130);
    assert.match(ended.stderr, /one answer is recorded\.$/);
  });

  it('hands out keys of the environment by their names, nothing else of it, and no model of the editor', async () => {
    const answers: unknown[] = [];
    const engine = fakeEngine((connection) => {
      connection.onRequest(planAsk, async () => {
        for (const name of ['HOUSE_API_KEY', 'EMPTY_API_KEY', 'NO_API_KEY', 'SECRET', 'PATH'])
          answers.push(await connection.sendRequest(keyOf, { name }));
        const call = { callId: '1', vendor: 'v', family: 'f', id: 'i', system: null, prompt: 'x' };
        answers.push(
          await connection.sendRequest(askEditorModel, {
            ...call,
            maxOutputTokens: 1,
            temperature: null,
          }),
        );
        return ok(plan());
      });
    });
    const env = { HOUSE_API_KEY: ' sk-house ', EMPTY_API_KEY: '  ', SECRET: 'x', PATH: '/bin' };
    const routed = await type({ folder, engine, env }, ['route', '--task', 'x']);
    assert.deepEqual(answers.slice(0, 5), ['sk-house', null, null, null, null]);
    assert.match((answers[5] as { message: string }).message, /^Models of the editor .* VS Code only/);
    assert.doesNotMatch(routed.stdout + routed.stderr, /sk-house/);
  });
});
