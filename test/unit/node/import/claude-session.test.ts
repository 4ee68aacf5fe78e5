import assert from 'node:assert/strict';
import { claudeHeader, claudeReader } from '../../../../src/node/import/claude-session.ts';
import type { LoggedEvent } from '../../../../src/node/import/logged-session.ts';
import { claudeLines, MINUTE, NINE, text, thinking, tool } from './log-lines.ts';

const log = claudeLines('s1');

function eventsOf(lines: readonly unknown[]): readonly LoggedEvent[] {
  const reader = claudeReader();
  for (const line of lines) reader.take(line);
  return reader.events();
}

describe('what a session log of Claude Code tells', () => {
  it('counts a message once, with the most that any of its lines says', () => {
    const events = eventsOf([
      log.prompt('u1', 0, 'Fix it'),
      log.block('u2', 1, 'm1', thinking(370), { output_tokens: 8 }),
      log.block('u3', 1, 'm1', tool('Edit', 370), { output_tokens: 900, cache_read_input_tokens: 2_000 }),
      log.block('u4', 1, 'm1', tool('Bash', 185), { output_tokens: 8 }),
    ]);
    assert.deepEqual(events[0], { type: 'prompt', at: NINE, text: 'Fix it', images: 0 });
    assert.deepEqual(events.slice(1), [
      {
        type: 'use',
        key: 'm1',
        at: NINE + MINUTE,
        model: 'claude-sonnet-4-5',
        output: 900,
        input: 2_110,
        work: { thinking: 360, edit: 360, run: 180 },
        thinkingIsHidden: false,
      },
    ]);
  });

  it('takes what is there where the count is a placeholder', () => {
    const [use] = eventsOf([
      log.block('u1', 0, 'm1', text(3_700), { output_tokens: 3 }),
      log.block('u2', 0, 'm1', tool('Read', 370), { output_tokens: 3 }),
    ]);
    assert.ok(use?.type === 'use');
    assert.equal(use.output, 1_100);
    assert.deepEqual(use.work, { text: 1_000, explore: 100 });
  });

  it('says when thinking was hidden, and what is seen of the rest', () => {
    const [use] = eventsOf([
      log.block('u1', 0, 'm1', { type: 'thinking', thinking: '', signature: 'x'.repeat(900) }),
      log.block('u2', 0, 'm1', text(37), { output_tokens: 500 }),
    ]);
    assert.ok(use?.type === 'use' && use.thinkingIsHidden);
    assert.equal(use.output, 500);
    assert.deepEqual(use.work, { thinking: 0, text: 10 });
  });

  it('drops lines that are repeated', () => {
    const once = [log.prompt('u1', 0, 'Fix it'), log.block('u2', 1, 'm1', text(370))];
    assert.deepEqual(eventsOf([...once, ...once, once[1]]), eventsOf(once));
  });

  it('takes as a prompt only what the user typed', () => {
    const events = eventsOf([
      log.prompt('u1', 0, 'Caveat: made by the program', { isMeta: true }),
      log.prompt('u2', 0, 'This session is continued', { isCompactSummary: true }),
      log.prompt('u3', 0, 'Find all callers', { isSidechain: true }),
      log.prompt('u4', 0, '<local-command-stdout>done</local-command-stdout>'),
      log.prompt('u5', 0, '<task-notification>ready</task-notification>'),
      log.toolResult('u6', 0),
      log.prompt('u7', 1, [
        { type: 'text', text: '<ide_opened_file>src/a.ts</ide_opened_file>' },
        { type: 'text', text: 'What is this?' },
        { type: 'image', source: {} },
      ]),
      log.prompt(
        'u8',
        2,
        '<command-message>review</command-message>\n<command-name>/review</command-name>\n<command-args>the parser</command-args>',
      ),
      log.prompt('u9', 3, '<command-name>commit</command-name>'),
      log.prompt('u10', 4, [{ type: 'image', source: {} }]),
      log.prompt('u11', 5, 7),
    ]);
    assert.deepEqual(
      events.map((event) => (event.type === 'prompt' ? [event.text, event.images] : event)),
      [
        ['What is this?', 1],
        ['/review the parser', 0],
        ['/commit', 0],
        ['', 1],
      ],
    );
  });

  it('tells the end of an answer and a stop by the user', () => {
    const events = eventsOf([
      log.prompt('u1', 0, 'Fix it'),
      log.block('u2', 1, 'm1', text(370), {}, { stop: 'end_turn' }),
      log.block('u3', 2, 'm2', text(370), {}, { stop: 'end_turn', line: { isSidechain: true } }),
      log.prompt('u4', 3, [{ type: 'text', text: '[Request interrupted by user for tool use]' }]),
    ]);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['prompt', 'use', 'end', 'use', 'stop'],
    );
  });

  it('passes over what it does not know, and answers that no model gave', () => {
    const events = eventsOf([
      null,
      7,
      [],
      {},
      { type: 'summary', summary: 'x', leafUuid: 'y' },
      { ...log.prompt('u1', 0, 'no time'), timestamp: 'yesterday' },
      log.block('u2', 0, 'm1', text(37), {}, { model: '<synthetic>' }),
      { type: 'assistant', timestamp: new Date(NINE).toISOString(), message: {} },
      log.block('u3', 0, 'm2', { type: 'unknown' }, { output_tokens: -5, input_tokens: 'many' }),
    ]);
    assert.deepEqual(events, [
      {
        type: 'use',
        key: 'm2',
        at: NINE,
        model: 'claude-sonnet-4-5',
        output: 0,
        input: 1_100,
        work: {},
        thinkingIsHidden: false,
      },
    ]);
  });

  it('names the session by the file, and the session that a subagent worked for', () => {
    const own = claudeHeader(log.prompt('u1', 0, 'x'), 'file-name');
    assert.deepEqual(own, {
      session: 'file-name',
      parent: null,
      forkedFrom: null,
      folder: '/home/me/project',
      start: NINE,
    });
    assert.equal(claudeHeader(log.prompt('u1', 0, 'x', { isSidechain: true }), 'agent-1')?.parent, 's1');
    assert.equal(claudeHeader({ type: 'summary' }, 'file-name'), null);
  });
});
