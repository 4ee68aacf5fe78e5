import assert from 'node:assert/strict';
import { paced, type Timers } from '../../../src/host/paced.ts';
import { webviewHtml } from '../../../src/host/webview-html.ts';
import { cutTask, isPlanViewMessage, LONGEST_TASK } from '../../../src/protocol/plan-view.ts';

/** Time that passes when told to. */
function clock(): Timers & { pass: (ms: number) => void } {
  let now = 0;
  let waiting: { at: number; callback: () => void }[] = [];
  return {
    now: () => now,
    after: (ms, callback) => {
      const entry = { at: now + ms, callback };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    pass(ms) {
      now += ms;
      const due = waiting.filter(({ at }) => at <= now);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { callback } of due) callback();
    },
  };
}

describe('host: pace of the snapshots', () => {
  it('sends the first at once and the last always, at most ten a second between', () => {
    const time = clock();
    const sent: number[] = [];
    const pace = paced(100, () => sent.push(time.now()), time);
    for (let at = 0; at < 1000; at += 10) {
      pace.ask();
      time.pass(10);
    }
    time.pass(200);
    assert.equal(sent[0], 0);
    assert.equal(sent.length, 11);
    assert.ok(sent.slice(1).every((at, i) => at - (sent[i] ?? 0) >= 100));
    assert.equal(sent.at(-1), 1000);
  });

  it('sends nothing after it was stopped', () => {
    const time = clock();
    let sent = 0;
    const pace = paced(100, () => sent++, time);
    pace.ask();
    pace.ask();
    pace.stop();
    time.pass(500);
    assert.equal(sent, 1);
  });
});

describe('host: page of the Plan view', () => {
  const html = webviewHtml({
    title: 'Plan',
    place: 'plan',
    nonce: 'n0nce',
    cspSource: "'self' https://*.example.net",
    scriptUri: 'https://example.net/a"b/plan.js',
    styleUri: 'https://example.net/plan.css?a&b',
  });

  it('allows its own script and style sheet only', () => {
    assert.match(
      html,
      /content="default-src 'none'; style-src 'self' https:\/\/\*\.example\.net; script-src 'nonce-n0nce'"/,
    );
    assert.doesNotMatch(html, /unsafe|style=|<style|onload/);
    assert.equal(html.match(/<script/g)?.length, 1);
  });

  it('survives a folder whose name has quotes', () => {
    assert.match(html, /src="https:\/\/example\.net\/a&quot;b\/plan\.js"/);
    assert.match(html, /href="https:\/\/example\.net\/plan\.css\?a&amp;b"/);
  });

  it('takes known actions only from the page', () => {
    assert.ok(isPlanViewMessage({ action: 'fit' }));
    assert.ok(isPlanViewMessage({ action: 'task', task: '' }));
    for (const message of [
      null,
      'fit',
      {},
      { action: 'task' },
      { action: 'task', task: 7 },
      { action: 'rm' },
      { action: ['fit'] },
      { action: 'toString' },
    ]) {
      assert.ok(!isPlanViewMessage(message));
    }
  });

  it('cuts a task that is too long, never through a character', () => {
    assert.equal(cutTask('short'), 'short');
    assert.equal(cutTask('x'.repeat(LONGEST_TASK + 5)).length, LONGEST_TASK);
    const torn = `${'x'.repeat(LONGEST_TASK - 1)}🎉`;
    assert.equal(cutTask(torn), 'x'.repeat(LONGEST_TASK - 1));
    assert.equal(cutTask(`${'x'.repeat(LONGEST_TASK - 2)}🎉`).length, LONGEST_TASK);
  });
});
