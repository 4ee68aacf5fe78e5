import type { Category } from '../../facts/category.ts';
import type { CategoryRecord } from '../../facts/model-record.ts';
import { byCodeUnit } from '../../facts/text-order.ts';
import { chooseCategory, counted } from './classify.ts';
import { forEachCategory, type Keyword, type KeywordLists } from './keywords.ts';

/** How far records may move a weight, and how many it takes to move it far (spec M3.6). */
const LARGEST_SHIFT = 0.5;
const PRIOR_RECORDS = 10;

/**
 * Weights as confirmed and corrected categories suggest: a keyword that was right more often than wrong counts more.
 * A fold over all records, always from the same lists, so that learning twice from them changes nothing.
 *
 * @param lists as shipped or configured, not as learned before
 * @param records a request's latest word counts
 * @returns `lists` themselves where the new weights would classify the records worse than they do
 */
export function learnKeywords(lists: KeywordLists, records: readonly CategoryRecord[]): KeywordLists {
  const latest = latestOfEachRequest(records);
  if (latest.length === 0) return lists;
  const learned = forEachCategory((category) =>
    Object.freeze(lists[category].map((keyword) => reweighted(keyword, category, latest))),
  );
  return rightOn(learned, latest) >= rightOn(lists, latest) ? learned : lists;
}

/** How many records the lists classify as their users did: from the kept fields alone. */
export function rightOn(lists: KeywordLists, records: readonly CategoryRecord[]): number {
  return records.filter((record) => classifyRecord(lists, record) === record.category).length;
}

function classifyRecord(lists: KeywordLists, record: CategoryRecord): Category {
  const found = forEachCategory((category) =>
    lists[category].filter(({ keyword }) => record.keywords[category]?.includes(keyword) === true),
  );
  return chooseCategory(counted(found), record.complexityScore, record.taskType).category;
}

function reweighted(keyword: Keyword, category: Category, records: readonly CategoryRecord[]): Keyword {
  const matched = records.filter(({ keywords }) => keywords[category]?.includes(keyword.keyword) === true);
  const right = matched.filter((record) => record.category === category).length;
  const wrong = matched.length - right;
  const shift = (LARGEST_SHIFT * (right - wrong)) / (right + wrong + PRIOR_RECORDS);
  return Object.freeze({ ...keyword, weight: keyword.weight * (1 + shift) });
}

function latestOfEachRequest(records: readonly CategoryRecord[]): readonly CategoryRecord[] {
  const ordered = records.toSorted((a, b) => a.at - b.at || byCodeUnit(a.id, b.id));
  return [...new Map(ordered.map((record) => [record.requestId, record])).values()];
}
