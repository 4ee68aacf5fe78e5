import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeTask } from '../../../src/core/task/describe.ts';
import { describeSources, joinSources } from '../../../src/core/task/sources.ts';

describe('a task that several sources tell of', () => {
  it('has every value from the first source that has it', () => {
    const more = { labels: ['spike'], priority: 5, storyPoints: 3, files: [] };
    const editor = { files: ['src/login.ts'], model: 'sonnet', storyPoints: 8 };
    const { task, characteristics, ignored } = describeSources(['Fix the login', more, editor]);
    assert.deepEqual(
      [task.description, task.labels, task.files, task.model, characteristics.storyPoints],
      ['Fix the login', ['spike'], ['src/login.ts'], 'sonnet', 3],
    );
    assert.deepEqual(
      [characteristics.taskType, characteristics.criticality, characteristics.uncertainty],
      ['debugging', 0.9, 0.8],
    );
    assert.deepEqual(ignored, []);
  });

  it('lets a later source speak where an earlier one says nothing that can be used, and names that', () => {
    const { fields, ignored } = joinSources(
      { complexity: 400, title: ' ', requiresCreativity: 'yes', labels: ['a', 3] },
      { complexity: 0, title: 'Login', requiresCreativity: true, labels: ['b'] },
      { complexity: 90, novelty: Number.NaN },
    );
    assert.deepEqual(
      { ...fields },
      { complexity: 0, title: 'Login', requiresCreativity: true, labels: ['a', 3] },
    );
    assert.deepEqual(
      ignored.map(({ name }) => name),
      ['labels', 'complexity', 'requiresCreativity', 'novelty'],
    );
    assert.deepEqual(describeSources([{ labels: ['a', 3] }]).task.labels, ['a']);
    assert.deepEqual(
      describeSources([{ labels: ['a', 3] }, 7, null]).ignored.map(({ name }) => name),
      ['labels', 'task'],
    );
    assert.deepEqual(describeSources([]).characteristics, describeTask({}).characteristics);
  });

  it('keeps an empty list where nobody says more', () => {
    assert.equal(describeSources([{ subtasks: [] }]).task.subtaskCount, 0);
    assert.equal(describeSources([{ subtasks: [] }, { subtasks: ['a'] }]).task.subtaskCount, 1);
  });

  it('of one source is that task, whatever it is', () => {
    const any = fc.oneof(
      fc.anything(),
      fc.dictionary(
        fc.constantFrom('title', 'labels', 'complexity', 'priority', 'novelty', 'subtasks', '__proto__'),
        fc.anything(),
      ),
    );
    fc.assert(
      fc.property(any, (input) => {
        assert.deepEqual(describeSources([input]).characteristics, describeTask(input).characteristics);
        assert.deepEqual(
          describeSources([input, {}]).ignored.map(({ name }) => name),
          describeTask(input).ignored.map(({ name }) => name),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('a task in Chinese', () => {
  it('is described by its figures, and by the Latin words in it, with spaces beside them or without', () => {
    const text = '请修复login页面的 bug，并为API添加 test。';
    const { characteristics } = describeTask({ title: text, priority: 'High' });
    assert.deepEqual(
      [characteristics.taskType, characteristics.domain, characteristics.criticality],
      ['debugging', ['backend', 'authentication', 'testing'], 0.7],
    );
    // Characters are code points: 400 of them are 8 points, whatever their bytes.
    assert.equal(describeTask('测'.repeat(400)).characteristics.complexity, 38);
    assert.equal(describeTask('𠮷'.repeat(400)).characteristics.complexity, 38);
  });
});
