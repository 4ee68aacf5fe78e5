import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeTask } from '../../../src/core/task/describe.ts';
import { KNOWN_TRACKERS } from '../../../src/core/task/tracker/known-trackers.ts';
import { checkMapping, type TrackerMapping } from '../../../src/core/task/tracker/mapping.ts';
import { readExport } from '../../../src/core/task/tracker/read-export.ts';

function tasks(exported: unknown, mapping: TrackerMapping | undefined) {
  assert.ok(mapping !== undefined);
  const read = readExport(exported, mapping);
  assert.ok(read.ok);
  return read.value;
}

describe('an issue tracker’s export', () => {
  it('of GitHub', () => {
    const issue = {
      number: 12,
      title: 'Crash',
      body: 'It crashes.',
      labels: [{ name: 'bug' }, { name: 'spike' }],
    };
    const [task] = tasks([issue, { ...issue, labels: [] }], KNOWN_TRACKERS['github']);
    assert.deepEqual(task, {
      taskId: '12',
      title: 'Crash',
      description: 'It crashes.',
      labels: ['bug', 'spike'],
    });
    const { characteristics, ignored } = describeTask(task);
    assert.deepEqual(
      [characteristics.taskType, characteristics.uncertainty, ignored],
      ['debugging', 0.9, []],
    );
  });

  it('of GitLab, with labels as texts', () => {
    const issue = {
      iid: 3,
      title: 'Docs',
      description: null,
      labels: ['docs'],
      weight: 2,
      issue_type: 'incident',
    };
    assert.deepEqual(tasks(issue, KNOWN_TRACKERS['gitlab']), [
      { taskId: '3', title: 'Docs', labels: ['docs'], storyPoints: 2, type: 'debugging' },
    ]);
  });

  it('of Jira, with rich text, its words for priorities and kinds that say nothing', () => {
    const description = {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'Fix ' },
            { type: 'text', text: 'it.' },
          ],
        },
        {
          type: 'bulletList',
          content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [{ text: 'now' }] }] }],
        },
      ],
    };
    const fields = {
      summary: 'Login fails',
      description,
      labels: ['auth'],
      issuetype: { name: 'Story' },
      priority: { name: 'Blocker' },
      customfield_10016: 5,
      subtasks: [{ key: 'A-2' }, { key: 'A-3' }],
    };
    const [task] = tasks({ issues: [{ key: 'A-1', fields }] }, KNOWN_TRACKERS['jira']);
    assert.deepEqual(task, {
      taskId: 'A-1',
      title: 'Login fails',
      description: 'Fix it.\nnow',
      labels: ['auth'],
      priority: 'Critical',
      storyPoints: 5,
      subtasks: [{ key: 'A-2' }, { key: 'A-3' }],
    });
    const { characteristics, ignored } = describeTask(task);
    assert.deepEqual(ignored, []);
    assert.deepEqual(
      [characteristics.criticality, characteristics.subtaskCount, characteristics.storyPoints],
      [0.9, 2, 5],
    );
  });

  it('of Linear, whose priorities run the other way', () => {
    const node = (priority: number) => ({
      identifier: 'L-1',
      title: 'Add',
      priority,
      estimate: null,
      labels: { nodes: [{ name: 'ui' }] },
      children: { nodes: [] },
    });
    const exported = { data: { issues: { nodes: [node(1), node(4), node(0)] } } };
    const read = tasks(exported, KNOWN_TRACKERS['linear']);
    assert.deepEqual(
      read.map((task) => describeTask(task).characteristics.criticality),
      [0.9, 0.3, 0.5],
    );
    assert.deepEqual(read[2], { taskId: 'L-1', title: 'Add', labels: ['ui'] });
  });

  it('of any other, by a mapping', () => {
    const mapping = checkMapping({
      issues: 'tickets',
      fields: { title: ['heading', 'name'], labels: 'groups[].tags[]', complexity: 'size', domain: 'areas' },
      values: { complexity: { S: 'simple', XL: 'critical' } },
    });
    assert.ok(mapping.ok);
    const ticket = {
      name: 'Fix',
      groups: [{ tags: ['a'] }, { tags: ['b', null] }, {}],
      size: 'xl',
      areas: 'ui',
    };
    const [task] = tasks({ tickets: [ticket] }, mapping.value);
    assert.deepEqual(task, { title: 'Fix', labels: ['a', 'b'], complexity: 'critical', domain: 'ui' });
    const { characteristics, ignored } = describeTask(task);
    assert.equal(characteristics.complexity, 90);
    // What the tracker has in another form is named.
    assert.deepEqual(
      ignored.map(({ name }) => name),
      ['domain'],
    );
  });

  it('is refused where there are no issues', () => {
    for (const exported of [null, 'text', [3], { issues: 'none' }]) {
      const read = readExport(exported, { issues: 'issues', fields: { title: 'title' } });
      assert.equal(!read.ok && read.error.code, 'invalid_export');
    }
    assert.equal(readExport([], { fields: { title: 'title' } }).ok, true);
  });

  it('needs a mapping that is one', () => {
    for (const mapping of Object.values(KNOWN_TRACKERS)) assert.ok(checkMapping(mapping).ok);
    const wrongs: readonly (readonly [unknown, string])[] = [
      [null, ''],
      [{}, 'fields'],
      [{ fields: {} }, 'fields'],
      [{ fields: { colour: 'x' } }, 'fields.colour'],
      [{ fields: { title: 3 } }, 'fields.title'],
      [{ fields: { title: [] } }, 'fields.title'],
      [{ fields: { title: 'a..b' } }, 'fields.title'],
      [{ fields: { title: 'a[0]' } }, 'fields.title'],
      [{ fields: { title: 'a' }, issues: 3 }, 'issues'],
      [{ fields: { title: 'a' }, values: [] }, 'values'],
      [{ fields: { title: 'a' }, values: { colour: {} } }, 'values.colour'],
      [{ fields: { title: 'a' }, values: { title: 'x' } }, 'values.title'],
    ];
    for (const [mapping, at] of wrongs) {
      const checked = checkMapping(mapping);
      assert.ok(!checked.ok);
      assert.deepEqual([checked.error.code, checked.error.details], ['invalid_mapping', { at }]);
    }
  });

  it('of any shape gives tasks or an error, never an exception', () => {
    const name = fc.constantFrom(
      'issues',
      'fields',
      'title',
      'body',
      'labels',
      'name',
      'nodes',
      'data',
      '__proto__',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.jsonValue(),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(name, tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom(...Object.values(KNOWN_TRACKERS)), (exported, mapping) => {
        const read = readExport(exported, mapping);
        if (read.ok) for (const task of read.value) describeTask(task);
      }),
      { numRuns: 300 },
    );
  });
});
