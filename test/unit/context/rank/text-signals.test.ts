import assert from 'node:assert/strict';
import fc from 'fast-check';
import { occurrencesOf, summed } from '../../../../src/core/context/rank/occurrences.ts';
import type { RankedSource } from '../../../../src/core/context/rank/rank-index.ts';
import { stem } from '../../../../src/core/context/rank/stem.ts';
import { hashTerm } from '../../../../src/core/context/rank/term-hash.ts';
import { taskTerms } from '../../../../src/core/context/rank/task-terms.ts';
import {
  contentSignal,
  namesSignal,
  pairsSignal,
  pathSignal,
} from '../../../../src/core/context/rank/text-signals.ts';
import { plainWord, termsOf, visitWords } from '../../../../src/core/context/rank/words.ts';
import { indexOf } from './small-index.ts';

/** The ranking study's definitions, word by word on the texts themselves: no hashes, no index. */
interface Plain {
  readonly terms: readonly string[];
  readonly stems: readonly string[];
  readonly words: readonly string[];
  readonly pathTerms: readonly string[];
  readonly pathStems: readonly string[];
}

function plain(files: Readonly<Record<string, string>>): readonly Plain[] {
  return Object.entries(files).map(([path, text]) => {
    const words: string[] = [];
    visitWords(text, {
      term: () => undefined,
      word: (from, to) => words.push(plainWord(text.slice(from, to))),
    });
    const [terms, pathTerms] = [termsOf(text), termsOf(path)];
    return { terms, words, pathTerms, stems: terms.map(stem), pathStems: pathTerms.map(stem) };
  });
}

const times = (all: readonly string[], one: string): number => all.filter((each) => each === one).length;
const idf = (n: number, having: number): number => Math.log(1 + (n - having + 0.5) / (having + 0.5));

function bm25(
  asked: readonly { readonly text: string; readonly weight: number }[],
  documents: readonly (readonly string[])[],
  b: number,
): number[] {
  const mean = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
  return documents.map((document) =>
    asked.reduce((score, { text, weight }) => {
      const having = documents.filter((each) => each.includes(text)).length;
      const count = times(document, text);
      if (count === 0) return score;
      const length = document.length / Math.max(1, mean);
      return (
        score +
        weight * idf(documents.length, having) * ((count * 2.2) / (count + 1.2 * (1 - b + b * length)))
      );
    }, 0),
  );
}

function names(asked: readonly string[], documents: readonly (readonly string[])[]): number[] {
  return documents.map((words) =>
    asked.reduce((score, name) => {
      const having = documents.filter((each) => each.includes(name)).length;
      const count = times(words, name);
      return count === 0 ? score : score + idf(documents.length, having) * Math.min(3, 1 + Math.log(count));
    }, 0),
  );
}

function pairs(asked: readonly string[], documents: readonly (readonly string[])[]): number[] {
  const neighbours = documents.map((stems) => stems.slice(1).map((each, at) => `${stems[at]} ${each}`));
  return neighbours.map((has) =>
    asked.reduce((score, pair) => {
      const having = neighbours.filter((each) => each.includes(pair)).length;
      return has.includes(pair) ? score + idf(documents.length, having) : score;
    }, 0),
  );
}

function near(actual: Float64Array, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, place) => assert.ok(Math.abs((actual[place] ?? Number.NaN) - value) < 1e-9));
}

const word = fc.constantFrom(
  ...'parse parser parsing range Range maxSize max_size token tokens loop line lines the of parseRange'.split(
    ' ',
  ),
);
const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(' '));
const path = fc.tuple(word, word).map(([folder, name]) => `${folder}/${name}.ts`);
const files = fc.dictionary(path, text, { minKeys: 1, maxKeys: 9, noNullPrototype: true });

describe('signals of texts and paths', () => {
  it('property: each equals its plain definition, on the words themselves', () => {
    fc.assert(
      fc.property(files, text, (all, task) => {
        const { files: sources } = indexOf(all);
        const documents = plain(all);
        const asked = taskTerms(`${task} \`maxSize\` parseRange()`);
        near(
          contentSignal(asked, sources).values,
          bm25(
            asked.terms.map(({ text, count }) => ({ text, weight: count })),
            documents.map(({ terms, pathTerms }) => [...terms, ...pathTerms]),
            0.75,
          ),
        );
        near(
          pathSignal(asked, sources),
          bm25(
            asked.stems.map(({ text, count }) => ({ text, weight: (2.5 * count) / (count + 1.5) })),
            documents.map(({ pathStems }) => pathStems),
            0.4,
          ),
        );
        near(
          namesSignal(asked, sources),
          names(
            asked.names.map(({ text }) => plainWord(text)),
            documents.map(({ words }) => words),
          ),
        );
        near(
          pairsSignal(asked, sources),
          pairs(
            asked.pairs.map(({ text }) => text.split(' ').map(stem).join(' ')),
            documents.map(({ stems }) => stems),
          ),
        );
      }),
    );
  });

  it('property: knows how many texts have each term of the task', () => {
    fc.assert(
      fc.property(files, text, (all, task) => {
        const asked = taskTerms(task);
        const { having } = contentSignal(asked, indexOf(all).files);
        asked.terms.forEach(({ text }, place) =>
          assert.equal(
            having[place],
            Object.values(all).filter((each) => termsOf(each).includes(text)).length,
          ),
        );
      }),
    );
  });

  it('property: what a file is given does not depend on where it stands, to the last bit', () => {
    fc.assert(
      fc.property(files, text, (all, task) => {
        const { files: sources } = indexOf(all);
        const asked = taskTerms(task);
        const turned = contentSignal(asked, [...sources].reverse()).values.reverse();
        assert.deepEqual(turned, contentSignal(asked, sources).values);
      }),
    );
  });

  it('gives the golden of a single file by hand', () => {
    const asked = taskTerms('parser parser range');
    const { files: sources } = indexOf({ 'a.ts': 'parser range range', 'b.ts': 'other words here' });
    // 5 and 5 terms with the path: of mean length; n = 1 of 2 files for both terms
    const rare = Math.log(1 + 1.5 / 1.5);
    const [first, second] = contentSignal(asked, sources).values;
    assert.ok(Math.abs((first ?? 0) - rare * (2 * (2.2 / 2.2) + 4.4 / 3.2)) < 1e-12);
    assert.equal(second, 0);
  });

  it('has nothing of files whose text is not known but their paths', () => {
    const unread: RankedSource[] = indexOf({ 'src/parser.ts': 'range', 'b.ts': 'range' }).files.map(
      ({ id, path }) => ({ id, path, terms: null }),
    );
    const asked = taskTerms('`range` of the parser range');
    assert.deepEqual([...contentSignal(asked, unread).having], [0, 0]);
    assert.ok((contentSignal(asked, unread).values[0] ?? 0) > 0);
    assert.deepEqual([...namesSignal(asked, unread)], [0, 0]);
    assert.deepEqual([...pairsSignal(asked, unread)], [0, 0]);
    assert.deepEqual([...contentSignal(asked, []).values], []);
  });
});

describe('what is found in many files', () => {
  it('property: is what single look-ups find, in the order asked, however much it is', () => {
    const words = Array.from(
      { length: 60 },
      (_, n) => `word${String.fromCharCode(97 + (n % 26))}${'x'.repeat(n % 7)}`,
    );
    fc.assert(
      fc.property(
        fc.array(fc.subarray(words), { minLength: 1, maxLength: 60 }),
        fc.shuffledSubarray([...new Set(words)], { minLength: 1 }),
        (texts, asked) => {
          const { files } = indexOf(Object.fromEntries(texts.map((each, n) => [`${n}.ts`, each.join(' ')])));
          const of = (place: number) => files[place]?.terms ?? null;
          const found = occurrencesOf(
            asked.map((each) => hashTerm(each)),
            {
              files: files.length,
              text: { sort: 'terms', of },
            },
          );
          const sums = summed(found, (n, count, file) => {
            assert.equal(count, times(texts[file] ?? [], asked[n] ?? ''));
            return 1;
          });
          assert.deepEqual(
            [...sums],
            texts.map((each) => asked.filter((one) => each.includes(one)).length),
          );
          assert.deepEqual(
            [...found.having],
            asked.map((one) => texts.filter((each) => each.includes(one)).length),
          );
          for (let file = 0; file < texts.length; file++) {
            const order = [...found.which.subarray(found.starts[file], found.starts[file + 1])];
            assert.deepEqual(
              order,
              order.toSorted((a, b) => a - b),
            );
          }
        },
      ),
    );
  });
});
