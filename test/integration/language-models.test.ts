import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { askEditorModel } from '../../src/host/language-models.ts';
import type { EditorAnswer, EditorCall } from '../../src/protocol/models.ts';
import { until } from './extension.ts';
import { fakeModels } from './fake-models.ts';
import type { FakeAnswer } from './fake-models.ts';

const CALL: EditorCall = {
  callId: 'one',
  vendor: 'fake',
  family: 'fake',
  id: 'fake-one',
  system: null,
  prompt: 'Say something',
  maxOutputTokens: 321,
  temperature: null,
};

describe('a model of the editor that is asked', () => {
  afterEach(async () => (await fakeModels()).answers.clear());

  async function answer(
    fake: FakeAnswer,
    call: Partial<EditorCall> = {},
  ): Promise<{ readonly answer: EditorAnswer; readonly pieces: readonly string[] }> {
    (await fakeModels()).answers.set('fake-one', fake);
    const pieces: string[] = [];
    const cancel = new vscode.CancellationTokenSource();
    const said = await askEditorModel({ ...CALL, ...call }, (piece) => pieces.push(piece), cancel.token);
    return { answer: said, pieces };
  }

  it('answers piece by piece, and counts by its own counter', async () => {
    const { answer: said, pieces } = await answer({ pieces: ['Hel', 'lo'] });
    assert.deepEqual(said, { ok: true, text: 'Hello', inputTokens: CALL.prompt.length, outputTokens: 5 });
    assert.equal(pieces.join(''), 'Hello');
  });

  it('is sent the instructions, the prompt, the cap and the temperature', async () => {
    const { asked } = await fakeModels();
    await answer({}, { system: 'Be brief.', temperature: 0.2 });
    const call = asked.at(-1);
    assert.equal(call?.text, 'Be brief.\nSay something');
    assert.deepEqual(call.options, { max_tokens: 321, temperature: 0.2 });
  });

  it('is found whatever the case of its id', async () => {
    const { answer: said } = await answer({}, { id: 'FAKE-One', family: '' });
    assert.ok(said.ok, 'It was not found.');
  });

  it('is unavailable when the editor does not offer it', async () => {
    for (const call of [{ id: 'fake-none' }, { vendor: 'nobody' }]) {
      const { answer: said } = await answer({}, call);
      assert.equal(said.ok || said.code, 'adapter_unavailable');
    }
  });

  it('fails by the code of the editor, and keeps what came before', async () => {
    for (const [error, code] of [
      ['NotFound', 'adapter_unavailable'],
      ['NoPermissions', 'adapter_no_permission'],
      ['Blocked', 'adapter_blocked'],
    ] as const) {
      const { answer: said } = await answer({ pieces: ['Half'], error });
      assert.ok(!said.ok, 'It answered.');
      assert.equal(said.code, code);
    }
    const { answer: said } = await answer({ pieces: ['Half'], fault: 'the network is down' });
    assert.equal(said.ok || said.code, 'adapter_server');
  });

  it('that says nothing gave no valid answer', async () => {
    const { answer: said } = await answer({ pieces: ['  '] });
    assert.equal(said.ok || said.code, 'adapter_invalid_response');
  });

  it('can be called off, also where its extension does not listen', async () => {
    const { answers, asked } = await fakeModels();
    answers.set('fake-one', { pieces: ['Half'], hangs: true });
    const cancel = new vscode.CancellationTokenSource();
    const pieces: string[] = [];
    const asking = askEditorModel(CALL, (piece) => pieces.push(piece), cancel.token);
    await until('a piece', () => pieces.length > 0);
    cancel.cancel();
    const said = await Promise.race([asking, sleep(2000, null)]);
    assert.ok(said !== null && !said.ok, 'It is still waited for.');
    assert.deepEqual([said.code, said.text], ['adapter_cancelled', 'Half']);
    await until('the extension to be told', () => asked.at(-1)?.cancelled);
  });
});
