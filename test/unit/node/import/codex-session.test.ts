import assert from 'node:assert/strict';
import { codexHeader, codexReader } from '../../../../src/node/import/codex-session.ts';
import type { LoggedEvent, LoggedUse } from '../../../../src/node/import/logged-session.ts';
import { codexLines, NINE } from './log-lines.ts';

const log = codexLines();

function eventsOf(lines: readonly unknown[]): readonly LoggedEvent[] {
  const reader = codexReader();
  for (const line of lines) reader.take(line);
  return reader.events();
}

function usesOf(lines: readonly unknown[]): readonly LoggedUse[] {
  return eventsOf(lines).filter((event) => event.type === 'use');
}

describe('what a session log of Codex tells', () => {
  it('takes the growth of the running totals, once each', () => {
    const uses = usesOf([
      log.turn(0, 't1'),
      log.tokens(1, null),
      log.tokens(1, [1_000, 800, 100, 40], [1_000, 800, 100, 40]),
      // again, with news about rate limits
      log.tokens(1, [1_000, 800, 100, 40], [1_000, 800, 100, 40]),
      log.tokens(2, [3_000, 2_500, 350, 90], [2_000, 1_700, 250, 50]),
    ]);
    assert.deepEqual(
      uses.map(({ input, output, work, model }) => ({ input, output, work, model })),
      [
        { input: 1_000, output: 100, work: { other: 60, thinking: 40 }, model: 'gpt-5-codex' },
        { input: 2_000, output: 250, work: { other: 200, thinking: 50 }, model: 'gpt-5-codex' },
      ],
    );
  });

  it('begins in the middle of the totals, and goes on when they begin anew', () => {
    const uses = usesOf([
      log.tokens(1, [900_000, 0, 50_000, 0], [2_000, 0, 300, 0]),
      log.tokens(2, [1_500, 0, 200, 0], [1_500, 0, 200, 0]),
      log.tokens(3, [700, 0, 90, 0]),
    ]);
    assert.deepEqual(
      uses.map(({ input, output }) => [input, output]),
      [
        [2_000, 300],
        [1_500, 200],
        [700, 90],
      ],
    );
  });

  it('says what the tokens went to', () => {
    const [use] = usesOf([
      log.item(0, { type: 'reasoning', encrypted_content: 'x'.repeat(999) }),
      log.item(0, {
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: 'x'.repeat(999) }],
      }),
      log.item(0, {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'x'.repeat(100) }],
      }),
      log.item(0, { type: 'function_call', name: 'shell', arguments: 'x'.repeat(100) }),
      log.item(0, { type: 'function_call', name: 'shell', arguments: `*** Begin Patch${'x'.repeat(85)}` }),
      log.item(0, { type: 'custom_tool_call', name: 'apply_patch', input: 'x'.repeat(100) }),
      log.item(0, { type: 'custom_tool_call', name: 'constructor', input: 'x'.repeat(100) }),
      log.item(0, { type: 'local_shell_call', action: { command: 'x'.repeat(86) } }),
      log.item(0, { type: 'web_search_call', action: { q: 'x'.repeat(92) } }),
      log.tokens(1, [5_000, 0, 1_000, 300]),
    ]);
    assert.deepEqual(use?.work, { thinking: 300, text: 100, run: 200, edit: 200, other: 100, explore: 100 });
  });

  it('takes the request out of what the editor adds to it', () => {
    const events = eventsOf([
      log.prompt(
        0,
        '# Context from my IDE setup:\n\n## Open tabs:\n- a.ts\n\n## My request for Codex:\nFix it\n',
      ),
      log.prompt(1, 'And this', { images: ['data:'], local_images: ['/a.png'] }),
      log.prompt(2, '   '),
    ]);
    assert.deepEqual(
      events.map((event) => (event.type === 'prompt' ? [event.text, event.images] : null)),
      [
        ['Fix it', 0],
        ['And this', 2],
      ],
    );
  });

  it('tells the end of a turn and a stop, and leaves out turns that another program answered', () => {
    const events = eventsOf([
      log.started(0, 'external-import-turn-1'),
      log.tokens(0, [90, 0, 10, 0]),
      log.started(1, 't2'),
      log.tokens(1, [100, 0, 30, 0]),
      log.complete(1),
      log.aborted(2),
      { type: 'event_msg', payload: { type: 'task_complete' } },
      null,
    ]);
    assert.deepEqual(
      events.map((event) => (event.type === 'use' ? event.output : event.type)),
      [20, 'end', 'stop'],
    );
  });

  it('names the session, its parent and what it was forked from', () => {
    assert.deepEqual(codexHeader(log.meta('s1', 0)), {
      session: 's1',
      parent: null,
      forkedFrom: null,
      folder: '/home/me/project',
      start: NINE,
    });
    const source = { subagent: { thread_spawn: { parent_thread_id: 's1' } } };
    assert.equal(codexHeader(log.meta('s2', 0, { source }))?.parent, 's1');
    assert.equal(codexHeader(log.meta('s2', 0, { parent_thread_id: 's1', source: 'cli' }))?.parent, 's1');
    assert.equal(codexHeader(log.meta('s3', 0, { forked_from_id: 's1' }))?.forkedFrom, 's1');
    assert.equal(codexHeader({ type: 'session_meta', payload: {} }), null);
    assert.equal(codexHeader(log.prompt(0, 'x')), null);
  });
});
