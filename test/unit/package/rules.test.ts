import assert from 'node:assert/strict';
import { faultsOf, filesNamedIn, MOST_BYTES } from '../../package/rules.ts';

const WHOLE = [
  'package.json',
  'readme.md',
  'LICENSE.txt',
  'dist/extension.cjs',
  'dist/worker.js',
  'dist/providers.js',
  'dist/cli.js',
  'dist/models.json',
  'dist/webview/plan.js',
  'dist/webview/report.js',
  'dist/tokens/counter.wasm',
  'dist/tokens/o200k.bin',
  'dist/tokens/cl100k.bin',
  'dist/grammars/tree-sitter.cjs',
  'dist/grammars/tree-sitter.wasm',
  'dist/grammars/tree-sitter-typescript.wasm',
];

describe('the rules for the package', () => {
  it('find nothing wrong with a whole one', () => assert.deepEqual(faultsOf(WHOLE, {}, 1000), []));

  it('name what is missing, also a picture that only the manifest knows', () => {
    const manifest = {
      icon: 'media/icon.png',
      contributes: { walkthroughs: [{ media: { svg: './media/a.svg' } }] },
    };
    assert.deepEqual(filesNamedIn(manifest), ['media/icon.png', 'media/a.svg']);
    const without = WHOLE.filter((name) => name !== 'dist/worker.js');
    const faults = faultsOf([...without, 'media/icon.png'], manifest, 1000).join('\n');
    assert.match(faults, /dist\/worker\.js is missing/);
    assert.match(faults, /media\/a\.svg is missing/);
    assert.doesNotMatch(faults, /icon\.png/);
  });

  it('name what has no business in it: sources, source maps, tests', () => {
    for (const name of ['src/extension.ts', 'dist/extension.cjs.map', 'dist/test/integration/index.cjs']) {
      assert.equal(faultsOf([...WHOLE, name], {}, 1000).length, 1, name);
    }
  });

  it('refuse 8 MB', () => assert.match(faultsOf(WHOLE, {}, MOST_BYTES).join(), /too many/));
});
