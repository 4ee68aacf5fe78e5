import assert from 'node:assert/strict';
import type { NotificationType, RequestParam } from 'vscode-jsonrpc';
import { taskDetails } from '../../src/host/task-details.ts';
import { taskStore } from '../../src/host/task.ts';
import type { TaskContext } from '../../src/protocol/ledger.ts';
import { memento } from './memento.ts';

const TASK = 'Fix the parser losing the last line';

describe('what is known of a task beside its words', () => {
  /** The task and its details in a window, and what the engine is told. */
  function opened(values = new Map<string, unknown>()) {
    const told: TaskContext[] = [];
    const starts: (() => void)[] = [];
    const engine = {
      onStart: (tell: () => void) => {
        starts.push(tell);
        return { dispose: () => undefined };
      },
      tell: <P>(_type: NotificationType<P>, params: RequestParam<P>) =>
        void told.push(params as unknown as TaskContext),
    };
    const task = taskStore(memento(values));
    const details = taskDetails(engine, memento(values), task);
    return { task, details, told, start: () => starts.forEach((tell) => tell()) };
  }

  it('is told at every start and every change', async () => {
    const { task, details, told, start } = opened();
    task.replace(TASK);
    await details.change({ priority: 'High', labels: ['bug'] });
    await details.change({ labels: undefined });
    await details.chooseLevel('hard');
    start();
    assert.deepEqual(told.at(-1), { more: { priority: 'High' }, level: 'hard', tenant: '' });
    assert.equal(told.length, 4);
  });

  it('is there again after a reload, and not when what was kept is damaged', async () => {
    const values = new Map<string, unknown>();
    const before = opened(values);
    before.task.replace(TASK);
    await before.details.change({ storyPoints: 5 });
    assert.deepEqual(opened(values).details.current(), { more: { storyPoints: 5 }, level: null });
    values.set('taskDetails', { more: 'five', level: 7 });
    assert.deepEqual(opened(values).details.current(), { more: {}, level: null });
  });

  it('stays while the task is reworded, goes with it, and comes back when that is undone', async () => {
    const { task, details } = opened();
    task.replace(TASK);
    await details.change({ storyPoints: 5, override: 7000 });
    task.replace(`${TASK} of a file`);
    assert.equal(details.current().more.storyPoints, 5);
    task.replace('');
    assert.deepEqual(details.current().more, {});
    task.replace(`${TASK} of a file`);
    assert.deepEqual(details.current().more, { storyPoints: 5, override: 7000 });
    task.replace('Add a dark theme to the settings page');
    assert.deepEqual(details.current().more, {}, 'Another task.');
  });

  it('holds for the words that follow it', async () => {
    const { task, details } = opened();
    await details.change({ priority: 'Low' });
    task.replace(TASK);
    assert.equal(details.current().more.priority, 'Low');
    await details.forget();
    assert.deepEqual(details.current(), { more: {}, level: null });
  });
});
