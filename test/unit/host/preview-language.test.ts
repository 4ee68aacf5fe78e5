import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { elisionMark } from '../../../src/core/context/render/shown-text.ts';
import { EXCERPT_LANGUAGES, previewLanguage } from '../../../src/host/preview-language.ts';
import { REPOSITORY } from '../../vscode/pinned.ts';

interface Manifest {
  readonly contributes: {
    readonly languages: readonly { readonly id: string }[];
    readonly grammars: readonly {
      readonly language: string;
      readonly scopeName: string;
      readonly path: string;
    }[];
  };
}
interface Grammar {
  readonly scopeName: string;
  readonly injections: Readonly<Record<string, { readonly patterns: readonly { readonly match: string }[] }>>;
}
const read = (file: string): string => readFileSync(path.join(REPOSITORY, file), 'utf8');

describe('the language of a preview', () => {
  it('is the file’s own in full, and that of an excerpt where the editor would check what is cut', () => {
    assert.equal(previewLanguage('typescript', 'full'), 'typescript');
    assert.equal(previewLanguage('typescript', 'chunks'), 'context-budget-typescript');
    assert.equal(previewLanguage('css', 'outline'), 'context-budget-css');
    assert.equal(previewLanguage('python', 'chunks'), 'python');
    assert.equal(previewLanguage('python', 'path'), 'plaintext');
  });

  it('is contributed, with colours that know an elision mark', () => {
    const { languages, grammars } = (JSON.parse(read('package.json')) as Manifest).contributes;
    const named = [...new Set(Object.values(EXCERPT_LANGUAGES))].sort();
    assert.deepEqual(languages.map(({ id }) => id).sort(), named);
    assert.deepEqual(grammars.map(({ language }) => language).sort(), named);
    for (const { scopeName, path: file } of grammars) {
      const grammar = JSON.parse(read(file)) as Grammar;
      assert.equal(grammar.scopeName, scopeName);
      const [pattern] = grammar.injections[`L:${scopeName}`]?.patterns ?? [];
      const mark = new RegExp(pattern?.match ?? assert.fail(file), 'u');
      assert.match(elisionMark([3, 3]), mark);
      assert.match(elisionMark([45, 159]), mark);
      assert.doesNotMatch('// … lines 4-5', mark);
    }
  });
});
