import assert from 'node:assert/strict';
import { editorAdapter, type EditorPorts } from '../../../../src/engine/models/editor-adapter.ts';
import type { EditorAnswer, EditorCall } from '../../../../src/protocol/models.ts';
import { askable } from './fake-models.ts';

const OFFER = { id: 'gpt', name: 'GPT', vendor: 'test', family: 'gpt', maxInputTokens: 1_000 };
const MODEL = askable('gpt', { adapter: 'vscode', price: { kind: 'included' } });
const CALL = {
  requestId: 'q',
  model: MODEL,
  system: 'Be short.',
  prompt: 'What is it?',
  maxOutputTokens: 100,
  temperature: null,
  thinking: false,
};

describe('the adapter of the editor’s models', () => {
  const made = (
    answer: (call: EditorCall, piece: (text: string) => void, signal: AbortSignal) => Promise<EditorAnswer>,
    more: Partial<EditorPorts> = {},
  ) => {
    let listener: (text: string) => void = () => undefined;
    const asked: EditorCall[] = [];
    let ids = 0;
    const adapter = editorAdapter({
      offerOf: () => Promise.resolve(OFFER),
      ask: (call, signal) => {
        asked.push(call);
        return answer(call, (text) => listener(text), signal);
      },
      onPiece: (_, heard) => {
        listener = heard;
        return () => (listener = () => undefined);
      },
      count: (_, text) => text.length,
      now: () => 1_000,
      newId: () => `id-${ids++}`,
      ...more,
    });
    return { adapter, asked };
  };
  const limits = (timeoutMs = 1_000) => ({ signal: new AbortController().signal, timeoutMs });

  it('asks by vendor, family and id, hands pieces on, and counts what nobody counted', async () => {
    const pieces: string[] = [];
    const { adapter, asked } = made((_, piece) => {
      piece('It ');
      piece('is.');
      return Promise.resolve({ ok: true, text: 'It is.', inputTokens: 7, outputTokens: null });
    });
    const response = await adapter.call({ ...CALL, onText: (piece) => pieces.push(piece) }, limits());
    assert.deepEqual(pieces, ['It ', 'is.']);
    const [{ callId: _, ...call } = {} as never] = asked;
    assert.deepEqual(call, {
      vendor: 'test',
      family: 'gpt',
      id: 'gpt',
      system: 'Be short.',
      prompt: 'What is it?',
      maxOutputTokens: 100,
      temperature: null,
    });
    const { success, content, inputTokens, outputTokens, costMicroUsd, estimated, finish } = response;
    assert.deepEqual(
      [success, content, inputTokens, outputTokens, costMicroUsd, estimated, finish],
      [true, 'It is.', 7, 6, null, true, 'stop'],
    );
  });

  it('tells failures as the editor does, an empty answer, and a model that is gone', async () => {
    const refused = made(() =>
      Promise.resolve({ ok: false, code: 'adapter_blocked', message: 'Filtered.', text: 'It' }),
    );
    const blocked = await refused.adapter.call(CALL, limits());
    assert.deepEqual(
      [blocked.error?.code, blocked.finish, blocked.content],
      ['adapter_blocked', 'filtered', 'It'],
    );
    const empty = made(() => Promise.resolve({ ok: true, text: ' ', inputTokens: 1, outputTokens: 1 }));
    assert.equal((await empty.adapter.call(CALL, limits())).error?.code, 'adapter_invalid_response');
    const gone = made(() => assert.fail(), { offerOf: () => Promise.resolve(null) });
    assert.equal((await gone.adapter.call(CALL, limits())).error?.code, 'adapter_unavailable');
    const ready = await gone.adapter.ready(MODEL);
    assert.equal(!ready.ok && ready.error.code, 'adapter_unavailable');
    assert.equal((await empty.adapter.ready(MODEL)).ok, true);
    const broken = made(() => Promise.reject(new Error('connection is disposed')));
    assert.equal((await broken.adapter.call(CALL, limits())).error?.code, 'adapter_unavailable');
  });

  it('ends by its time limit and by its caller, with what had come', async () => {
    const hanging = made(
      (_, piece, signal) =>
        new Promise((resolve) => {
          piece('It');
          signal.addEventListener('abort', () =>
            resolve({ ok: false, code: 'adapter_cancelled', message: 'Cancelled.', text: '' }),
          );
        }),
    );
    const late = await hanging.adapter.call(CALL, limits(20));
    assert.deepEqual([late.error?.code, late.content], ['adapter_timeout', 'It']);
    const controller = new AbortController();
    const cancelled = hanging.adapter.call(CALL, { signal: controller.signal, timeoutMs: 10_000 });
    setTimeout(() => controller.abort(), 10);
    assert.equal((await cancelled).error?.code, 'adapter_cancelled');
  });
});
