import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMPTY_SELECTION, tick } from '../../../src/core/context/selection.ts';
import { LEVELS } from '../../../src/core/context/item.ts';
import type { Candidate } from '../../../src/core/context/candidates.ts';
import { worthLookingInto } from '../../../src/core/context/levels/look-into.ts';
import { Details } from '../../../src/engine/details.ts';
import { fitPrompt } from '../../../src/engine/fit-request.ts';
import { outlineFile } from '../../../src/engine/outline-request.ts';
import { rememberOutlines } from '../../../src/engine/outlines.ts';
import { verifyAuditText } from '../../../src/engine/verify-request.ts';
import { getEncoding } from './oracle.ts';
import { folderOf, remove, runEngine, type RunningEngine } from './running-engine.ts';
import { closeEngine, select, takeText } from '../../../src/engine/events.ts';
import { useModel } from '../../../src/engine/use-model.ts';
import { untilCounted } from '../../../src/engine/until-counted.ts';
import { gatherNow } from '../../../src/engine/candidates-now.ts';

const oracle = getEncoding('o200k_base');
const COMMANDED = { isCancelled: () => false, workLimit: 1_000_000, verify: null };

const step = (name: string): string =>
  `/** Does ${name}. */\nexport function ${name}(text: string): string {\n${`  text = text.trim() + '${name}';\n`.repeat(12)}  return text;\n}\n`;
const STEPS = ['lexing', 'parsing', 'rendering', 'counting', 'fitting', 'hashing', 'walking', 'reading'];

describe('levels in the engine', () => {
  let running: RunningEngine;
  let folder: string;

  beforeEach(async () => {
    running = await runEngine();
    folder = folderOf({
      'src/steps.ts': STEPS.map(step).join('\n'),
      'src/more.ts': STEPS.map((name) => step(`${name}More`)).join('\n'),
      'README.md': `# Steps\n\nFirst lexing.\n\n## Counting\n\n${'Counting comes late. '.repeat(60)}\n`,
    });
    running.open(folder, { live: false });
    running.tickAll();
  });

  afterEach(async () => {
    await closeEngine(running.engine);
    remove(folder);
  });

  it('fits excerpts around what the task is about, counts them to the token, and verifies them', async () => {
    select(running.engine, tick(EMPTY_SELECTION, 'src/steps.ts', true));
    running.configure({ budget: 700, levels: LEVELS, task: 'counting gives one token too many' });
    const fitted = await fitPrompt(running.engine, COMMANDED);
    assert.ok(fitted.ok);
    const { prompt, audit } = fitted.value;
    assert.equal(audit.tokensUsed, oracle.count(prompt));
    assert.ok(audit.tokensUsed <= 700);
    const steps = audit.included.find(({ path }) => path === 'src/steps.ts');
    assert.equal(steps?.level, 'chunks');
    assert.match(prompt, /export function counting\(/);
    assert.match(prompt, /^… lines \d+-\d+$/m);
    assert.ok(audit.saved.tokensSaved > 0);
    const verified = await verifyAuditText(running.engine, JSON.stringify(audit));
    assert.ok(verified.ok && verified.value.packHashEqual);
  });

  it('shows outlines where they alone are allowed', async () => {
    running.configure({ budget: 2000, levels: ['outline'] });
    const fitted = await fitPrompt(running.engine, COMMANDED);
    assert.ok(fitted.ok);
    assert.ok(fitted.value.audit.included.every(({ level }) => level === 'outline'));
    assert.match(fitted.value.prompt, /Does hashing[^\n]*\n(?:… [^\n]*\n)?export function hashing/);
    assert.doesNotMatch(fitted.value.prompt, /return text/);
  });

  it('makes excerpts anew for a file that changes between choosing and reading', async () => {
    const { engine } = running;
    const path = join(folder, 'src/steps.ts');
    running.configure({ budget: 700, levels: ['chunks'], task: 'counting' });
    const chosen = await useModel(engine);
    assert.ok(chosen.ok && (await untilCounted(engine, () => false)));
    const { count } = engine.counting.value;
    const details = new Details({
      load: async (ids) => {
        const texts = new Map(ids.map((id) => [id, { text: STEPS.map(step).join('\n'), fileSha256: null }]));
        return Promise.resolve(texts);
      },
      outlineOf: engine.outlineOf,
      contentKey: (id) => id,
    });
    const { candidates } = gatherNow(engine, null);
    const request = {
      candidates,
      levels: ['chunks'],
      budget: 700,
      task: 'counting',
      rarities: null,
      count,
    } as const;
    assert.equal(details.known(request).complete, false);
    const made = await details.make(request, () => false);
    assert.ok(details.known(request).complete);
    const variants = made?.variants.get('src/steps.ts') ?? [];
    const item = { sourceId: 'src/steps.ts', probability: 0.5, tokenCount: 1, variants };
    const text = STEPS.map(step).join('\n');
    assert.equal(await made?.revise(item, text), null);
    writeFileSync(path, `// one more line\n${text}`);
    const revised = await made?.revise(item, `// one more line\n${text}`);
    assert.deepEqual(
      revised?.[0]?.ranges.at(-1)?.map((line) => line - 1),
      variants[0]?.ranges.at(-1),
    );
  });

  it('stops between files when it is cancelled', async () => {
    running.configure({ budget: 700, levels: LEVELS, task: 'counting' });
    let asked = 0;
    const fitted = await fitPrompt(running.engine, { ...COMMANDED, isCancelled: () => ++asked > 4 });
    assert.ok(!fitted.ok && fitted.error.code === 'cancelled');
  });

  it('outlines a file as the editor has it, and says where there is no text', async () => {
    const file = await outlineFile(running.engine, 'src/steps.ts');
    assert.ok(file.ok);
    const { symbols, tokens, outline, language, by } = file.value;
    assert.deepEqual(
      { language, by, symbols: symbols.length },
      { language: 'typescript', by: 'grammar', symbols: 8 },
    );
    assert.deepEqual(symbols[1], {
      name: 'parsing',
      kind: 'function',
      range: [18, 33],
      signature: 'export function parsing(text: string): string {',
      doc: '/** Does parsing. */',
      parent: null,
    });
    assert.ok(outline.tokens < tokens / 2);
    takeText(running.engine, 'src/steps.ts', 'function only() {}\n');
    const edited = await outlineFile(running.engine, 'src/steps.ts');
    assert.ok(edited.ok && edited.value.symbols[0]?.name === 'only');
    const none = await outlineFile(running.engine, 'src/none.ts');
    assert.ok(!none.ok && none.error.code === 'unreadable');
  });

  it('remembers outlines by name and text', async () => {
    const made: string[] = [];
    const outlineOf = rememberOutlines((path) => {
      made.push(path);
      return Promise.resolve({ symbols: [], by: 'grammar', partial: false });
    });
    for (const [path, text] of [
      ['a.ts', 'one'],
      ['a.ts', 'one'],
      ['a.py', 'one'],
      ['a.ts', 'two'],
    ] as const) {
      await outlineOf(path, text);
    }
    assert.deepEqual(made, ['a.ts', 'a.py', 'a.ts']);
    for (let index = 0; index < 400; index++) await outlineOf('a.ts', `text ${index}`);
    await outlineOf('a.ts', 'one');
    assert.equal(made.length, 404);
  });
});

describe('what is looked into', () => {
  const candidate = (index: number, more: Partial<Candidate> = {}): Candidate => ({
    id: `f${String(index).padStart(4, '0')}`,
    isFile: true,
    lines: 10,
    pinned: false,
    probability: 1 - index / 1000,
    reason: null,
    tokens: 1000,
    ...(more as object),
  });
  const candidates = Array.from({ length: 500 }, (_, index) => candidate(index));

  it('are the most probable, until they would fill the budget six times', () => {
    assert.deepEqual(
      worthLookingInto(candidates.toReversed(), 10_000),
      candidates.slice(0, 60).map(({ id }) => id),
    );
    assert.equal(worthLookingInto(candidates, 100).length, 50);
    assert.equal(worthLookingInto(candidates, 1_000_000).length, 200);
  });

  it('are not what is pinned or cannot be shown', () => {
    const some = [candidate(0, { pinned: true }), candidate(1, { reason: 'binary' }), candidate(2)];
    assert.deepEqual(worthLookingInto(some, 1000), ['f0002']);
  });
});
