import type { TrackerMapping } from './mapping.ts';

/** Kinds of issue that trackers name, and the task type that they mean. */
const KINDS = {
  bug: 'debugging',
  defect: 'debugging',
  incident: 'debugging',
  documentation: 'documentation',
  test: 'testing',
  spike: 'analysis',
  // "Story", "Task", "Feature" say nothing of the work: the words of the issue decide.
  '*': null,
} as const;

/** Mappings for the exports that the trackers' own tools write; a user's mapping is data of the same form. */
export const KNOWN_TRACKERS: Readonly<Record<string, TrackerMapping>> = {
  /** `gh issue list --json number,title,body,labels`, or the REST interface. */
  github: {
    fields: {
      taskId: ['number', 'id'],
      title: 'title',
      description: 'body',
      labels: ['labels[].name', 'labels[]'],
    },
  },
  /** `glab issue list --output json`, or the REST interface; weight stands for story points. */
  gitlab: {
    fields: {
      taskId: ['iid', 'id'],
      title: 'title',
      description: 'description',
      labels: ['labels[].name', 'labels[]'],
      storyPoints: 'weight',
      type: 'issue_type',
    },
    values: { type: KINDS },
  },
  /** REST search; story points lie in the field that Jira Cloud creates for them. */
  jira: {
    issues: 'issues',
    fields: {
      taskId: 'key',
      title: 'fields.summary',
      description: 'fields.description',
      labels: 'fields.labels[]',
      type: 'fields.issuetype.name',
      priority: 'fields.priority.name',
      storyPoints: ['fields.storyPoints', 'fields.customfield_10016'],
      subtasks: 'fields.subtasks[]',
    },
    values: {
      type: KINDS,
      priority: { blocker: 'Critical', major: 'High', minor: 'Low', trivial: 'Lowest' },
    },
  },
  /** GraphQL; its numbers run the other way, from 1 urgent to 4 low, 0 for none. */
  linear: {
    issues: 'data.issues.nodes',
    fields: {
      taskId: 'identifier',
      title: 'title',
      description: 'description',
      labels: 'labels.nodes[].name',
      priority: 'priority',
      storyPoints: 'estimate',
      subtasks: 'children.nodes[]',
    },
    values: { priority: { '0': null, '1': 'Critical', '2': 'High', '3': 'Medium', '4': 'Low' } },
  },
};
