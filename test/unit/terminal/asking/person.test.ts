import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { personAt } from '../../../../src/terminal/person.ts';

/** Streams as those of a terminal, or not. */
function streams(isTerminal: { readonly stdin: boolean; readonly stderr: boolean }) {
  const stdin = Object.assign(new PassThrough(), { isTTY: isTerminal.stdin });
  const stderr = Object.assign(new PassThrough(), { isTTY: isTerminal.stderr });
  const written: string[] = [];
  stderr.setEncoding('utf8').on('data', (text: string) => void written.push(text));
  const person = personAt(stdin as unknown as NodeJS.ReadStream, stderr as unknown as NodeJS.WriteStream);
  return { stdin, person, written };
}

const TERMINAL = { stdin: true, stderr: true };
const NEVER = new AbortController().signal;

describe('the person at the terminal', () => {
  it('is nobody where a question could not be read or answered', () => {
    assert.equal(streams({ stdin: false, stderr: true }).person, null);
    assert.equal(streams({ stdin: true, stderr: false }).person, null);
  });

  it('reads the question and answers with a line, one after the other', async () => {
    const { stdin, person, written } = streams(TERMINAL);
    for (const said of ['y', 'no, thanks', '']) {
      const answer = person?.('Ask? [y/N] ', NEVER);
      stdin.write(`${said}\n`);
      assert.equal(await answer, said);
    }
    assert.equal(written.join(''), 'Ask? [y/N] '.repeat(3));
  });

  it('says nothing when the input ends or the command is cancelled', async () => {
    const ended = streams(TERMINAL);
    const none = ended.person?.('Ask? ', NEVER);
    ended.stdin.end();
    assert.equal(await none, null);
    const { person } = streams(TERMINAL);
    const leaving = new AbortController();
    const cancelled = person?.('Ask? ', leaving.signal);
    leaving.abort();
    assert.equal(await cancelled, null);
    const late = streams(TERMINAL);
    assert.equal(await late.person?.('Ask? ', leaving.signal), null);
    assert.equal(late.written.join(''), '', 'it is not even asked');
  });
});
