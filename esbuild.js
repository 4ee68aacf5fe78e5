// Builds everything that ships into dist/:
//
//   node esbuild.js [--production] [--watch] [--tests]
//
//   --production   minified, without source maps: what is packaged
//   --watch        builds again on every change, for F5
//   --tests        also test/integration, as dist/test/integration/*.cjs

import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import esbuild from 'esbuild';

const HERE = import.meta.dirname;
const require = createRequire(import.meta.url);
const KNOWN_FLAGS = ['--production', '--watch', '--tests'];

const flags = process.argv.slice(2);
const unknown = flags.find((flag) => !KNOWN_FLAGS.includes(flag));
if (unknown) {
  console.error(`esbuild.js: unknown option ${unknown}; there are ${KNOWN_FLAGS.join(', ')}.`);
  process.exit(2);
}
const production = flags.includes('--production');

/**
 * CommonJS packages inside an ES module ask for Node's own modules with `require`. The import has a name of its own:
 * our modules may import the same.
 */
const REQUIRE =
  "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);";

const everyBundle = {
  bundle: true,
  absWorkingDir: HERE,
  metafile: true,
  logLevel: 'warning',
  minify: production,
  sourcemap: production ? false : 'linked',
  // Stack traces in the log name functions also when minified.
  keepNames: true,
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

/**
 * What speaks to the vendors of models is near a megabyte of libraries, and most windows ask no model: a file beside
 * the worker, read when the first model is asked. Splitting would do it too, with names that change at every build.
 */
const modelProvidersApart = {
  name: 'model-providers-apart',
  setup: (build) =>
    build.onResolve({ filter: /\/speakers\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './providers.js', external: true } : undefined,
    ),
};

const bundles = [
  {
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
  },
  {
    entryPoints: ['src/worker.ts'],
    outfile: 'dist/worker.js',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: REQUIRE },
    plugins: [modelProvidersApart],
  },
  {
    entryPoints: ['src/node/providers/speakers.ts'],
    outfile: 'dist/providers.js',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: REQUIRE },
  },
  {
    entryPoints: ['src/cli.ts'],
    outfile: 'dist/cli.js',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: `#!/usr/bin/env node\n${REQUIRE}` },
  },
  {
    entryPoints: ['src/webview/main.ts'],
    outfile: 'dist/webview/plan.js',
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
  },
  {
    entryPoints: ['src/webview/report/main.ts'],
    outfile: 'dist/webview/report.js',
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
  },
];

/** Mocha stays outside: it finds its own files at run time. */
const integrationTests = () => ({
  entryPoints: [
    'test/integration/index.ts',
    ...readdirSync(path.join(HERE, 'test/integration'))
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `test/integration/${name}`),
  ],
  outdir: 'dist/test/integration',
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode', 'mocha'],
  minify: false,
});

function copyCodicons() {
  const from = path.dirname(require.resolve('@vscode/codicons/dist/codicon.css'));
  const to = path.join(HERE, 'dist/webview');
  mkdirSync(to, { recursive: true });
  for (const name of ['codicon.css', 'codicon.ttf']) copyFileSync(path.join(from, name), path.join(to, name));
}

async function buildAssets() {
  const { buildGrammars } = await import('./src/node/outline/build.js');
  const { buildModelData } = await import('./src/node/model-data-build.js');
  const { buildTokenAssets } = await import('./src/tokens/assets/build.js');
  await buildTokenAssets(path.join(HERE, 'dist/tokens'));
  buildModelData(path.join(HERE, 'dist/models.json'));
  buildGrammars(path.join(HERE, 'dist/grammars'));
  copyCodicons();
}

function printSizes(results) {
  for (const { metafile } of results) {
    for (const [file, { bytes, entryPoint }] of Object.entries(metafile.outputs)) {
      if (entryPoint && !file.includes('/test/')) console.log(`${file}  ${(bytes / 1024).toFixed(1)} kB`);
    }
  }
}

const wanted = [...bundles, ...(flags.includes('--tests') ? [integrationTests()] : [])];
const optionsOf = (bundle) => ({ ...everyBundle, ...bundle });

try {
  await buildAssets();
  if (flags.includes('--watch')) {
    await watch();
  } else {
    printSizes(await Promise.all(wanted.map((bundle) => esbuild.build(optionsOf(bundle)))));
  }
} catch (error) {
  // esbuild has printed what is wrong in a source file; anything else is told here.
  if (!error.errors) console.error(error);
  process.exit(1);
}

/** Prints the words that the problem matcher in .vscode/tasks.json waits for. */
async function watch() {
  let ready = 0;
  const plugin = {
    name: 'watching',
    setup: (build) => {
      build.onStart(() => console.log('[watch] build started'));
      build.onEnd(() => {
        // F5 may start the editor when each bundle was built once.
        if (++ready >= wanted.length) console.log('[watch] ready');
      });
    },
  };
  for (const bundle of wanted) {
    const context = await esbuild.context({
      ...optionsOf(bundle),
      plugins: [...(bundle.plugins ?? []), plugin],
    });
    await context.watch();
  }
}
