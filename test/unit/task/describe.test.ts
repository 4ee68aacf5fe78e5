import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeTask, textOf } from '../../../src/core/task/describe.ts';
import { highestSimilarity } from '../../../src/core/task/novelty.ts';
import { TASK_FIELDS } from '../../../src/core/task/read-task.ts';
import type { Characteristics } from '../../../src/core/facts/characteristics.ts';
import { TASK_TYPES } from '../../../src/core/facts/characteristics.ts';

function like(input: unknown): Characteristics {
  return describeTask(input).characteristics;
}

describe('a task', () => {
  it('has its domain and type from its words (golden)', () => {
    assert.deepEqual(like('Add unit tests').domain, ['testing']);
    assert.equal(like('Add unit tests').taskType, 'testing');
    assert.deepEqual(like('Set up CI/CD with kubernetes').domain, ['devops']);
    assert.deepEqual(like('React component for the UI').domain, ['frontend']);
    assert.deepEqual(like('Design microservices architecture').domain, ['backend', 'architecture']);
    assert.equal(like('Design microservices architecture').taskType, 'architecture');
    assert.deepEqual(like('Add author field').domain, ['general']);
    assert.deepEqual(like('Latest special capital report').domain, ['general']);
    assert.equal(like('Latest special capital report').taskType, 'unknown');
  });

  it('of which nothing is known has the values of P2 (golden)', () => {
    assert.deepEqual(like({}), {
      complexity: 30,
      domain: ['general'],
      novelty: 0.5,
      uncertainty: 0.6,
      criticality: 0.5,
      taskType: 'unknown',
      subtaskCount: 0,
      storyPoints: null,
      requiresCreativity: false,
      involvesArchitecture: false,
    });
  });

  it('has its complexity from length, subtasks and points (golden)', () => {
    assert.equal(like({ complexity: 0 }).complexity, 0);
    assert.equal(
      like({ description: 'x'.repeat(400), subtasks: ['a', 'b', 'c'], storyPoints: 5 }).complexity,
      73,
    );
    assert.equal(like({ description: 'x'.repeat(9999), subtaskCount: 50, storyPoints: 50 }).complexity, 100);
    assert.equal(like({ subtasks: [], subtaskCount: 3 }).complexity, 30);
    assert.deepEqual(
      ['simple', 'Medium', 'complex', 'critical'].map((complexity) => like({ complexity }).complexity),
      [20, 45, 70, 90],
    );
  });

  it('has its uncertainty from what is said and what is not (golden)', () => {
    assert.equal(like({ labels: ['spike'] }).uncertainty, 0.9);
    assert.equal(like({ labels: ['techSpike'] }).uncertainty, 0.9);
    const clear = { description: 'x'.repeat(250), acceptanceCriteria: ['it works'], storyPoints: 3 };
    assert.equal(like(clear).uncertainty, 0.1);
    assert.equal(like({ ...clear, storyPoints: 0 }).uncertainty, 0.1);
  });

  it('has its criticality from priority and danger (golden)', () => {
    assert.equal(like({ priority: 'Critical', title: 'A security hole' }).criticality, 1);
    assert.equal(like({ priority: 'Low', description: 'This is critical' }).criticality, 0.5);
    assert.equal(like({ description: 'The importer can cause data loss' }).criticality, 0.7);
    assert.deepEqual(
      [5, 4, 3, 2, 1, 'highest', 'lowest'].map((priority) => like({ priority }).criticality),
      [0.9, 0.7, 0.5, 0.3, 0.3, 0.9, 0.3],
    );
  });

  it('is new when nothing is like it, and not at all when it was done before (golden)', () => {
    const task = { title: 'Add unit tests', storyPoints: 3 };
    const past = [like(task), like('Design the architecture')];
    const known = describeTask(task, (unrated) => highestSimilarity(unrated, past));
    assert.equal(known.characteristics.novelty, 0);
    assert.equal(
      describeTask(task, (unrated) => highestSimilarity(unrated, [])).characteristics.novelty,
      0.5,
    );
    assert.deepEqual([known.noveltyGiven, describeTask({ novelty: 0 }).noveltyGiven], [false, true]);
    assert.equal(describeTask({ novelty: 0 }, () => 0.2).characteristics.novelty, 0);
  });

  it('is found by the parts of names too', () => {
    assert.deepEqual(like('Rename userLogin and the sql_query of HTTPServer').domain, [
      'backend',
      'database',
      'authentication',
    ]);
    assert.equal(like('In unitTest').taskType, 'testing');
    assert.deepEqual(like('Building the queryable rebuild').domain, ['general']);
  });

  it('takes the first of the table when types tie', () => {
    assert.equal(like('Fix and refactor').taskType, 'debugging');
    assert.equal(like('Add docs').taskType, 'code-generation');
    assert.equal(like('Clean   up the typo').taskType, 'refactoring');
    assert.equal(like('What is it? Who knows').taskType, 'factual');
    assert.equal(like({ labels: ['bug'], title: 'Login' }).taskType, 'debugging');
  });

  it('keeps what the caller says', () => {
    const given = {
      complexity: 12.5,
      domain: ['Auth', 'authentication', ' Payments '],
      novelty: 1,
      uncertainty: 0,
      criticality: 0,
      type: 'Code-Review',
      subtaskCount: 4,
      storyPoints: 0,
      requiresCreativity: true,
      involvesArchitecture: true,
    };
    assert.deepEqual(like({ description: 'Fix the security bug', priority: 5, ...given }), {
      complexity: 12.5,
      domain: ['authentication', 'payments'],
      novelty: 1,
      uncertainty: 0,
      criticality: 0,
      taskType: 'code-review',
      subtaskCount: 4,
      storyPoints: 0,
      requiresCreativity: true,
      involvesArchitecture: true,
    });
    assert.equal(like({ type: 'unknown', title: 'Fix it' }).taskType, 'unknown');
  });

  it('names what it could not use, and does without it', () => {
    const { task, characteristics, ignored } = describeTask({
      description: 7,
      title: 'Login',
      labels: ['a', 3, ' '],
      type: 'Story',
      complexity: 101,
      storyPoints: -1,
      subtaskCount: 1.5,
      subtasks: 'two',
      priority: 'urgent',
      novelty: '0.3',
      uncertainty: Number.NaN,
      criticality: 2,
      requiresCreativity: 'yes',
      files: 'src',
      taskId: null,
      override: '5000',
      colour: 'red',
    });
    assert.deepEqual(
      ignored.map(({ name }) => name),
      [
        'subtasks',
        'subtaskCount',
        'description',
        'labels',
        'type',
        'complexity',
        'storyPoints',
        'priority',
        'novelty',
        'uncertainty',
        'criticality',
        'requiresCreativity',
        'files',
        'override',
      ],
    );
    assert.ok(ignored.every(({ reason }) => reason.includes('not used')));
    assert.deepEqual(characteristics, like({ title: 'Login', labels: ['a'] }));
    assert.deepEqual([task.labels, task.taskId, task.override], [['a'], null, null]);
    assert.deepEqual(
      describeTask(5).ignored.map(({ name }) => name),
      ['task'],
    );
    assert.deepEqual(describeTask(null).ignored, []);
  });

  it('reads its words as title and description', () => {
    assert.equal(textOf(describeTask({ title: 'Login', description: 'Fix it.' }).task), 'Login\n\nFix it.');
    assert.equal(textOf(describeTask('Fix it.').task), 'Fix it.');
  });

  it('is described within its ranges, whatever it is', () => {
    const field = fc.constantFrom(...TASK_FIELDS, '__proto__');
    const any = fc.oneof(
      fc.anything(),
      fc.double(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('spike', 'high'),
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(field, any)), (input) => {
        const { characteristics } = describeTask(input);
        const { complexity, novelty, uncertainty, criticality, domain, taskType } = characteristics;
        assert.ok(complexity >= 0 && complexity <= 100);
        for (const share of [novelty, uncertainty, criticality]) assert.ok(share >= 0 && share <= 1);
        assert.ok(domain.length > 0);
        assert.ok(taskType === 'unknown' || TASK_TYPES.includes(taskType));
        assert.ok(Object.isFrozen(characteristics) && Object.isFrozen(domain));
      }),
      { numRuns: 500 },
    );
  });
});
