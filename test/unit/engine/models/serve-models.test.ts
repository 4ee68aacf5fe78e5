import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import {
  CancellationTokenSource,
  createMessageConnection,
  PortMessageReader,
  PortMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Result } from '../../../../src/core/facts/result.ts';
import { closeEngine, offerModels } from '../../../../src/engine/events.ts';
import { createAdvising } from '../../../../src/engine/models/create-advising.ts';
import { serveModels } from '../../../../src/engine/models/serve-models.ts';
import * as message from '../../../../src/protocol/models.ts';
import { testStore } from '../ledger/running-keeper.ts';
import { runEngine } from '../running-engine.ts';

/** A door with three models of the editor that answer as they are told. */
async function opened(
  answer: (call: message.EditorCall) => string | Promise<string> = ({ id }) => `answer of ${id}`,
) {
  const { port1, port2 } = new MessageChannel();
  const served = createMessageConnection(new PortMessageReader(port1), new PortMessageWriter(port1));
  const door = createMessageConnection(new PortMessageReader(port2), new PortMessageWriter(port2));
  const { engine } = await runEngine();
  const place = testStore();
  const { keeper } = place.run({}, { live: false });
  offerModels(engine, {
    editor: ['one', 'two', 'three'].map((id) => ({
      id,
      name: `Model ${id}`,
      vendor: 'test',
      family: 'test',
      maxInputTokens: 50_000,
    })),
    own: [],
  });
  const advising = createAdvising({
    connection: served,
    engine,
    keeper,
    counters: engine.ports.counters,
    now: Date.now,
  });
  serveModels(served, advising);
  // ids are drawn, and every fifth would have one model more answer
  advising.advisor.configure({ explorationRate: 0 });
  const calls: message.EditorCall[] = [];
  const progress: message.AskProgress[] = [];
  const log: string[] = [];
  door.onRequest(message.keyOf, () => null);
  door.onRequest(message.askEditorModel, async (call) => {
    calls.push(call);
    const text = await answer(call);
    await door.sendNotification(message.editorPiece, { callId: call.callId, text: text.slice(0, 3) });
    return { ok: true, text, inputTokens: null, outputTokens: null } as const;
  });
  door.onNotification(message.askProgress, (told) => void progress.push(told));
  door.onNotification(message.modelsLog, ({ text }) => void log.push(text));
  served.listen();
  door.listen();
  // which request draws one more model hangs on its id, and that is another each time
  await door.sendNotification(message.modelsConfigChanged, {
    origin: 'test',
    fields: { explorationRate: 0 },
  });
  return {
    door,
    engine,
    advising,
    calls,
    progress,
    log,
    close: async () => {
      await advising.advisor.close();
      await closeEngine(engine);
      await place.close();
      served.dispose();
      door.dispose();
      port1.close();
    },
  };
}

const ASK: message.AskRequest & { readonly passLimits: boolean } = {
  requestId: null,
  prompt: 'Compare the two parsers and explain why one is faster',
  context: 'none',
  models: null,
  level: null,
  tenant: '',
  minResponses: null,
  passLimits: false,
};

describe('asking models by the protocol', () => {
  it('plans, asks, shows and learns', async () => {
    const { door, calls, progress, log, close } = await opened();
    try {
      const plan = must(await door.sendRequest(message.planAsk, ASK));
      assert.equal(plan.category, 'complex_reasoning');
      assert.equal(plan.models.length, 2);
      assert.equal(plan.estimateMicroUsd, null);
      assert.equal(calls.length, 0);
      const answer = must(await door.sendRequest(message.askModels, ASK));
      assert.equal(answer.responses.length, 2);
      assert.equal(calls.length, 2);
      assert.match(answer.document, /^# Answer\n\nanswer of /);
      assert.match(answer.document, /\| Model one \| answered \|/);
      assert.equal(progress.at(-1)?.done, true);
      assert.deepEqual(
        progress.at(-1)?.models.map(({ state }) => state),
        ['answered', 'answered'],
      );
      assert.equal(
        log.some((line) => line.includes('parsers')),
        false,
      );
      const again = must(await door.sendRequest(message.planAsk, ASK));
      // unproven, they had better be looked at: nothing like that is remembered
      assert.equal(again.cached, answer.result.flags.length === 0);
      const { requestId } = answer.plan;
      const taken = must(
        await door.sendRequest(message.giveFeedback, { requestId, verdict: 'accept', model: null }),
      );
      assert.equal(taken.verdicts, answer.result.contributingModels.length);
      assert.equal(taken.changes[0]?.after, 0.535);
      const list = must(await door.sendRequest(message.listAskable));
      const judged = list.find(({ scores }) => scores.length > 0);
      assert.equal(judged?.scores[0]?.sampleCount, 1);
      const report = must(
        await door.sendRequest(message.modelReport, {
          since: null,
          until: null,
          period: 'day',
          model: null,
          category: null,
        }),
      );
      assert.equal(report.data.models.length, 2);
      assert.match(report.markdown, /# Model report/);
    } finally {
      await close();
    }
  });

  it('is cancelled, refuses what is wrong by its name, and forgets answers', async () => {
    const never = new Promise<string>(() => undefined);
    const { door, close } = await opened(() => never);
    try {
      const source = new CancellationTokenSource();
      const running = door.sendRequest(message.askModels, ASK, source.token);
      setTimeout(() => source.cancel(), 50);
      assert.equal(codeOf(await running), 'cancelled');
      const wrong: readonly (readonly [object, string])[] = [
        [{ prompt: ' ' }, 'invalid_prompt'],
        [{ prompt: null }, 'invalid_prompt'],
        [{ costLimitUsd: -1 }, 'invalid_cost_limit'],
        [{ costLimitUsd: 'a lot' }, 'invalid_cost_limit'],
        [{ strategy: 'all' }, 'invalid_strategy'],
        [{ level: 'heroic' }, 'unknown_level'],
        [{ ruleSet: 'cpu' }, 'invalid_rule_set'],
        [{ models: ['nobody'] }, 'unknown_model'],
        [{ models: ['one', 'tow'] }, 'unknown_model'],
      ];
      for (const [fields, code] of wrong)
        assert.equal(
          codeOf(await door.sendRequest(message.planAsk, { ...ASK, ...fields })),
          code,
          JSON.stringify(fields),
        );
      assert.deepEqual(must(await door.sendRequest(message.forgetAnswers, { all: true })), { entries: 0 });
      assert.equal(
        codeOf(
          await door.sendRequest(message.giveFeedback, { requestId: 'x', verdict: 'accept', model: 'one' }),
        ),
        'unknown_request',
      );
      const ofData = { ...ASK, prompt: 'List the offers', dataType: 'gpu' };
      const planned = must(await door.sendRequest(message.planAsk, ofData));
      assert.deepEqual([planned.category, planned.confidence], ['price_extraction', 1]);
      const said = { ...ofData, category: 'simple_query' };
      assert.equal(must(await door.sendRequest(message.planAsk, said)).category, 'simple_query');
      const tested = await door.sendRequest(message.testModels, { models: ['one', 'tow'] });
      assert.equal(codeOf(tested), 'unknown_model');
      const classified = must(
        await door.sendRequest(message.classifyPrompt, { prompt: 'Verify whether the price is correct' }),
      );
      assert.equal(classified.category, 'data_validation');
      assert.equal(codeOf(await door.sendRequest(message.classifyPrompt, { prompt: '' })), 'invalid_prompt');
    } finally {
      await close();
    }
  });

  it('plans with the host that an address leads to, and the cap that is sent', async () => {
    const { door, engine, close } = await opened();
    try {
      const entry = { id: 'far', adapter: 'openai-compatible', freeOfCharge: true, maxOutputTokens: 500 };
      const planOf = async (baseUrl: string): Promise<message.AskPlan> => {
        offerModels(engine, { editor: [], own: [{ ...entry, baseUrl }] });
        return must(await door.sendRequest(message.planAsk, { ...ASK, models: ['far'] }));
      };
      const far = await planOf('https://models.example/v1');
      assert.deepEqual([far.models[0]?.sentTo, far.requestCap], ['models.example', 500]);
      const near = await planOf('http://127.0.0.1:11434/v1');
      assert.equal(near.models[0]?.sentTo, undefined);
    } finally {
      await close();
    }
  });

  it('tests models, changes settings, and answers the facade', async () => {
    const { door, close } = await opened(({ prompt }) =>
      prompt.startsWith('Answer with') ? 'ready' : '[{"provider":"Acme","gpu":"H100","price":2.5}]',
    );
    try {
      const tested = must(await door.sendRequest(message.testModels, { models: null }));
      assert.deepEqual(
        tested.map(({ ok }) => ok),
        [true, true, true],
      );
      const refused = new Promise<readonly { readonly code: string }[]>((resolve) => {
        door.onNotification(message.modelsConfigRefused, resolve);
      });
      await door.sendNotification(message.modelsConfigChanged, {
        origin: 'settings',
        fields: { minSamples: 0, qualityThreshold: 0.7 },
      });
      assert.deepEqual(
        (await refused).map(({ code }) => code),
        ['invalid_config'],
      );
      const fetched = await door.sendRequest(message.fetchData, {
        prompt: 'What do GPUs cost?',
        dataType: 'gpu',
        hasLegacy: false,
      });
      assert.equal(fetched.success, true);
      assert.deepEqual(fetched.success && fetched.data, [{ provider: 'Acme', gpu: 'H100', price: 2.5 }]);
      const status = must(await door.sendRequest(message.migration, { stage: 'legacy' }));
      assert.equal(status.stage, 'legacy');
      assert.equal(status.orchestrator, 1);
    } finally {
      await close();
    }
  });

  describe('how hard a task is', () => {
    const HARD = '{"level": "hard", "score": 0.9, "confidence": 0.7, "reasoning": "Two parsers."}';
    const ask = { task: 'What is 2 + 2?', by: 'model', tenant: '', passLimits: false } as const;

    it('is asked of one model, recorded, and not asked twice', async () => {
      const { door, calls, close } = await opened(() => HARD);
      try {
        const judged = must(await door.sendRequest(message.judgeDifficulty, ask));
        assert.deepEqual(
          [judged.level, judged.score, judged.confidence, judged.reasoning, judged.source, judged.failure],
          ['hard', 0.9, 0.7, 'Two parsers.', 'estimator', null],
        );
        assert.equal(calls.length, 1);
        assert.equal(judged.model, calls[0]?.id);
        assert.match(calls[0]?.prompt ?? '', /Task: "What is 2 \+ 2\?"$/);
        const filter = { since: null, until: null, period: 'day', model: null, category: null } as const;
        const { data } = must(await door.sendRequest(message.modelReport, filter));
        assert.equal(data.overall.totalRequests, 1);
        // the heuristic says 0.23 at 0.95
        const both = must(await door.sendRequest(message.judgeDifficulty, { ...ask, by: 'ensemble' }));
        assert.deepEqual([both.level, both.score, both.confidence], ['medium', 0.565, 0.825]);
      } finally {
        await close();
      }
    });

    it('is medium with the reason where the model says nothing, and as the heuristic says beside it', async () => {
      let said = 'no idea';
      const { door, calls, close } = await opened(() => said);
      try {
        const judged = must(await door.sendRequest(message.judgeDifficulty, ask));
        assert.deepEqual(
          [judged.level, judged.score, judged.confidence, judged.failure?.code],
          ['medium', 0.5, 0.5, 'invalid_response'],
        );
        assert.match(judged.reasoning, /^medium, as nobody could say: The answer is no JSON/);
        const both = must(await door.sendRequest(message.judgeDifficulty, { ...ask, by: 'ensemble' }));
        assert.deepEqual(
          [both.level, both.score, both.confidence, both.failure?.code],
          ['easy', 0.23, 0.95, 'invalid_response'],
        );
        // what says nothing is forgotten
        said = HARD;
        assert.equal(must(await door.sendRequest(message.judgeDifficulty, ask)).level, 'hard');
        assert.equal(calls.length, 3);
      } finally {
        await close();
      }
    });

    it("asks nobody where the task's own fields say it, or there is nothing to say", async () => {
      const { door, calls, close } = await opened(() => HARD);
      try {
        const known = must(
          await door.sendRequest(message.judgeDifficulty, { ...ask, task: { title: 'x', complexity: 80 } }),
        );
        assert.deepEqual(
          [known.source, known.level, known.score, known.requestId],
          ['complexity', 'hard', 0.8, null],
        );
        const nothing = must(await door.sendRequest(message.judgeDifficulty, { ...ask, task: '' }));
        assert.deepEqual([nothing.level, nothing.score, nothing.confidence], ['medium', 0.5, 0.5]);
        assert.equal(calls.length, 0);
        const wrong = { ...ask, by: 'dice' } as unknown as message.DifficultyRequest;
        assert.equal(codeOf(await door.sendRequest(message.judgeDifficulty, wrong)), 'invalid_option');
      } finally {
        await close();
      }
    });

    it('is sent without secrets', async () => {
      const { door, calls, close } = await opened(() => HARD);
      try {
        const token = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`;
        must(await door.sendRequest(message.judgeDifficulty, { ...ask, task: `Use the token ${token}` }));
        assert.equal(calls.length, 1);
        assert.doesNotMatch(calls[0]?.prompt ?? '', /ghp_a1B2/);
      } finally {
        await close();
      }
    });

    it('is not waited for longer than five seconds, and is called off with the request', async () => {
      const { door, advising, close } = await opened(() => new Promise<string>(() => undefined));
      try {
        const source = new CancellationTokenSource();
        const running = door.sendRequest(message.judgeDifficulty, ask, source.token);
        setTimeout(() => source.cancel(), 50);
        assert.equal(codeOf(await running), 'cancelled');
        const late = must(await door.sendRequest(message.judgeDifficulty, ask));
        assert.deepEqual([late.level, late.failure?.code], ['medium', 'llm_timeout']);
        // the request ends, though nobody waits for it: else the test would never
        while (advising.advisor.running > 0) await new Promise((resolve) => setTimeout(resolve, 10));
      } finally {
        await close();
      }
    });
  });
});

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}
