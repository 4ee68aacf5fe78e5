import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FitSettings } from '../../../src/core/context/fit-settings.ts';
import { explain } from '../../../src/core/context/explain.ts';
import { LEVELS } from '../../../src/core/context/item.ts';
import { explainFile } from '../../../src/engine/explain-request.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { outlineFile } from '../../../src/engine/outline-request.ts';
import { previewFile } from '../../../src/engine/preview-request.ts';
import { searchWorkspace } from '../../../src/engine/search-request.ts';
import { secretsFoundIn } from '../../../src/engine/secrets-request.ts';
import { fakeSecrets, type FakeSecret } from '../context/secrets/fake-secrets.ts';
import { folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import { closeEngine } from '../../../src/engine/events.ts';

const NOT_CANCELLED = { isCancelled: () => false, workLimit: 1_000_000, verify: null };
const TASK = 'Let the harbour pilot connect to the lighthouse again';
const SECRETS = fakeSecrets(71);
const PATHS = SECRETS.map((_, number) => `docs/part-${number}.md`);

/** A text that shows its secret in full, in the excerpt for the task, and in the outline: as a first sentence. */
function planted({ text }: FakeSecret): string {
  const filler = Array.from({ length: 40 }, (_, line) => `Nothing of note happened on day ${line}.`).join(
    '\n',
  );
  return `# The lighthouse\n\n${text}\n\nHow the harbour pilot will connect to the lighthouse: ${text}\n\n## Log\n\n${filler}\n`;
}

/** The parts of a secret that nobody may see: each line of a key by itself, without its dashes. */
function partsOf({ secret }: FakeSecret): readonly string[] {
  return secret.split(/\n|\\n/).filter((part) => !part.startsWith('-----'));
}

const PARTS = SECRETS.flatMap((secret) => partsOf(secret).map((part) => ({ kind: secret.kind, part })));

function assertNowhere(text: string, where: string): void {
  for (const { kind, part } of PARTS) assert.ok(!text.includes(part), `${kind} in ${where}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('a secret of each common kind, planted in every level', () => {
  let folder: string;
  let cache: string;
  let running: RunningEngine;

  before(async () => {
    folder = folderOf(
      Object.fromEntries(SECRETS.map((secret, number) => [PATHS[number] ?? '', planted(secret)])),
    );
    // What was modified just now is not remembered.
    await new Promise((resolve) => setTimeout(resolve, 2100));
  });
  beforeEach(async () => {
    cache = folderOf({});
    running = await runEngine();
    running.tickAll();
  });
  afterEach(async () => {
    await closeEngine(running.engine);
    remove(cache);
  });
  after(() => remove(folder));

  const open = (settings: Partial<FitSettings>): void => {
    running.configure({ budget: 500_000, task: TASK, ...settings });
    running.open(folder, { cacheFolder: cache, ranking: { history: false } });
  };

  /** Everything that leaves the engine. */
  const told = async (): Promise<{ prompt: string; everything: string }> => {
    const { engine } = running;
    const fitted = await fitPrompt(engine, NOT_CANCELLED);
    assert.ok(fitted.ok, JSON.stringify(fitted));
    const { prompt, audit, readable, witness } = fitted.value;
    const search = { query: TASK, nodeKind: 'block', top: 1000, isCancelled: () => false } as const;
    const parts: unknown[] = [prompt, audit, readable, witness, running.plans, running.logged];
    parts.push(await secretsFoundIn(engine, null), await searchWorkspace(engine, search));
    for (const path of PATHS) {
      parts.push(
        await explainFile(engine, path),
        await previewFile(engine, path),
        await outlineFile(engine, path),
      );
      parts.push(explain(audit, path));
    }
    const unescaped = JSON.stringify(parts)
      .replaceAll(String.raw`\"`, '"')
      .replaceAll(String.raw`\\`, '\\');
    return { prompt, everything: unescaped };
  };
  const keptBytes = async (): Promise<string> => {
    await closeEngine(running.engine);
    const files = filesBelow(cache);
    const bytes = files.map((file) => readFileSync(file, 'latin1')).join('\n');
    assert.ok(bytes.includes('github-token'), 'what was found is kept');
    return bytes;
  };

  for (const level of LEVELS) {
    it(`is left out of a fit by ${level}, and stands in no answer, log or file that is kept`, async () => {
      open({ levels: [level], secrets: 'exclude' });
      const { everything } = await told();
      assertNowhere(everything, 'an answer');
      assertNowhere(await keptBytes(), 'the cache folder');
    });

    it(`is masked in a fit by ${level}, and stands in no answer, log or file that is kept`, async () => {
      open({ levels: [level], secrets: 'mask' });
      const { prompt, everything } = await told();
      assertNowhere(everything, 'an answer');
      assertNowhere(await keptBytes(), 'the cache folder');
      if (level !== 'path') assert.ok(prompt.split('[masked]').length > SECRETS.length / 2);
    });
  }

  for (const level of ['full', 'chunks', 'outline'] as const) {
    it(`would be seen by ${level}, were each finding allowed: the tests above look where secrets are`, async () => {
      open({ levels: [level] });
      await fitPrompt(running.engine, NOT_CANCELLED);
      const found = await secretsFoundIn(running.engine, null);
      assert.equal(new Set(found.map(({ path }) => path)).size, SECRETS.length);
      open({ levels: [level], allowSecrets: found.map(({ id }) => id) });
      const { prompt } = await told();
      const seen = SECRETS.filter((secret) => partsOf(secret).some((part) => prompt.includes(part)));
      assert.ok(seen.length >= SECRETS.length * 0.9, `${seen.length} of ${SECRETS.length}`);
      assert.equal(prompt.includes('[masked]'), false);
    });
  }
});
