import assert from 'node:assert/strict';
import { typedTasks, type TaskFlags } from '../../../src/terminal/typed-task.ts';
import { folderOf, remove } from '../engine/running-engine.ts';

const ISSUES = [
  { number: 7, title: 'Login fails', body: 'It crashes.', labels: [{ name: 'bug' }] },
  { number: 8, title: 'Docs', body: '', labels: [] },
];

describe('a task at the terminal', () => {
  let folder: string;
  beforeEach(() => {
    folder = folderOf({
      'task.md': 'Fix the login\n',
      'blank.md': ' \n',
      'task.json': '\uFEFF{"title": "Login", "storyPoints": 3}',
      'list.json': '[{"title": "A"}, {"title": "B"}]',
      'texts.json': '["A"]',
      'none.json': '[]',
      'broken.json': '{"title":',
      'issues.json': JSON.stringify(ISSUES),
      'tickets.json': '{"items": [{"name": "A", "size": 5}]}',
      'mapping.json': '{"issues": "items", "fields": {"title": "name", "storyPoints": "size"}}',
      'wrong-mapping.json': '{"fields": {"titel": "name"}}',
    });
  });
  afterEach(() => remove(folder));

  const typed = async (flags: TaskFlags, input = '') => {
    const told = await typedTasks({ cwd: folder, readInput: () => Promise.resolve(input) }, flags);
    return told.ok ? told.value : told.error.code;
  };
  const one = (task: Readonly<Record<string, unknown>>) => ({ tasks: [task], isList: false });

  it('is words, a file, or what comes from stdin', async () => {
    assert.deepEqual(await typed({ task: 'Fix it' }), one({ description: 'Fix it' }));
    assert.deepEqual(await typed({ taskFile: 'task.md' }), one({ description: 'Fix the login\n' }));
    assert.deepEqual(await typed({ taskFile: '-' }, 'From a pipe'), one({ description: 'From a pipe' }));
  });

  it('is an object with its fields, or a list of them', async () => {
    assert.deepEqual(await typed({ taskJson: 'task.json' }), one({ title: 'Login', storyPoints: 3 }));
    assert.deepEqual(await typed({ taskJson: '-' }, '{"complexity": 0}'), one({ complexity: 0 }));
    assert.deepEqual(await typed({ taskJson: 'list.json' }), {
      tasks: [{ title: 'A' }, { title: 'B' }],
      isList: true,
    });
  });

  it('is nothing that has no field of a task, such as an outcome', async () => {
    assert.equal(
      await typed({ taskJson: '-' }, '{"task": {"title": "A"}, "budgetUsed": 5}'),
      'invalid_object',
    );
    assert.equal(await typed({ taskJson: '-' }, '[{"title": "A"}, {"Title": "B"}]'), 'invalid_object');
    assert.deepEqual(await typed({ taskJson: '-' }, '{}'), one({}));
    assert.deepEqual(await typed({ taskJson: '-' }, '{"title": "A", "x": 1}'), one({ title: 'A', x: 1 }));
  });

  it('is an export of issues, by the name of the tracker or a mapping', async () => {
    assert.deepEqual(await typed({ taskJson: 'issues.json', tracker: 'github' }), {
      tasks: [
        { taskId: '7', title: 'Login fails', description: 'It crashes.', labels: ['bug'] },
        { taskId: '8', title: 'Docs', description: '' },
      ],
      isList: true,
    });
    assert.deepEqual(await typed({ taskJson: 'tickets.json', mapping: 'mapping.json' }), {
      tasks: [{ title: 'A', storyPoints: 5 }],
      isList: true,
    });
  });

  it('has the name that it is given', async () => {
    assert.deepEqual(await typed({ taskId: 'A-1' }), one({ taskId: 'A-1' }));
    assert.deepEqual(
      await typed({ task: 'Fix it', taskId: 'A-1' }),
      one({ description: 'Fix it', taskId: 'A-1' }),
    );
    assert.equal(await typed({}), null);
  });

  const refused: readonly (readonly [string, TaskFlags, string])[] = [
    ['two tasks', { task: 'x', taskFile: 'task.md' }, 'invalid_option'],
    ['no words', { task: ' ' }, 'invalid_option'],
    ['a blank file', { taskFile: 'blank.md' }, 'invalid_option'],
    ['a missing file', { taskFile: 'gone.md' }, 'unreadable'],
    ['a tracker without an export', { task: 'x', tracker: 'github' }, 'invalid_option'],
    ['an unknown tracker', { taskJson: 'issues.json', tracker: 'toString' }, 'invalid_option'],
    [
      'tracker and mapping',
      { taskJson: 'issues.json', tracker: 'github', mapping: 'mapping.json' },
      'invalid_option',
    ],
    ['both from stdin', { taskJson: '-', mapping: '-' }, 'invalid_option'],
    ['what is no JSON', { taskJson: 'broken.json' }, 'invalid_object'],
    ['what is no object', { taskJson: 'texts.json' }, 'invalid_object'],
    ['an empty list', { taskJson: 'none.json' }, 'invalid_object'],
    ['an export without issues', { taskJson: 'none.json', tracker: 'github' }, 'invalid_export'],
    ['an export of another form', { taskJson: 'task.json', mapping: 'mapping.json' }, 'invalid_export'],
    ['a wrong mapping', { taskJson: 'tickets.json', mapping: 'wrong-mapping.json' }, 'invalid_mapping'],
    ['one name for several', { taskJson: 'list.json', taskId: 'A-1' }, 'invalid_option'],
    ['a blank name', { task: 'x', taskId: ' ' }, 'invalid_task_id'],
  ];
  for (const [what, flags, code] of refused)
    it(`is refused: ${what}`, async () => {
      assert.equal(await typed(flags), code);
    });
});
