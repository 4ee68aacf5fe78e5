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
});

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}
