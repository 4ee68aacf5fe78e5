import assert from 'node:assert/strict';
import type { Audit } from '../../../src/core/context/audit.ts';
import { auditText } from '../../../src/core/context/audit-text.ts';
import { explain, whyOut } from '../../../src/core/context/explain.ts';
import { fitContext } from '../../../src/core/context/fit-context.ts';
import { parseAudit } from '../../../src/core/context/parse-audit.ts';
import { EXCLUDED_REASONS } from '../../../src/core/context/reason.ts';
import { verifyPack } from '../../../src/core/context/verify.ts';
import type { Files } from './fit-ports.ts';
import { item, ports, sha256 } from './fit-ports.ts';

const FILES: Files = {
  'src/pin.ts': 'export {};\n',
  'src/in.ts': 'const a = 1;\nconst b = 2;\n',
  'src/big.ts': 'word '.repeat(1500),
};

describe('a saved audit', () => {
  it('is read back', async () => {
    const audit = await audited();
    const parsed = parseAudit(JSON.parse(JSON.stringify(audit)));
    assert.deepEqual(parsed, { ok: true, value: audit });
  });

  it('is refused with where it is wrong', async () => {
    const audit = await audited();
    const [first] = audit.included;
    const [out] = audit.excluded;
    const wrongs: readonly (readonly [object | null | string, RegExp])[] = [
      [null, /audit is no object/],
      ['{}', /audit is no object/],
      [[], /audit is no object/],
      [{}, /audit has no budget/],
      [{ ...audit, extra: 1 }, /audit has "extra"/],
      [{ ...audit, budget: '8000' }, /audit\.budget is no whole number/],
      [{ ...audit, exact: 1 }, /audit\.exact is neither/],
      [{ ...audit, value: Number.NaN }, /audit\.value is no finite/],
      [{ ...audit, gap: 2 }, /audit\.gap is no number from 0 to 1/],
      [{ ...audit, strategy: 'best' }, /audit\.strategy is none of/],
      [{ ...audit, packHash: 'x' }, /audit\.packHash is no SHA-256/],
      [{ ...audit, notes: [1] }, /audit\.notes\[0\] is no text/],
      [{ ...audit, notes: 'none' }, /audit\.notes is no list/],
      [{ ...audit, secrets: [1] }, /audit\.secrets\[0\] is no object/],
      [{ ...audit, excludedByReason: [] }, /audit\.excludedByReason is no object/],
      [{ ...audit, included: [{ ...first, id: 'x' }, ...audit.included.slice(1)] }, /"path"/],
      [{ ...audit, included: [{ ...first, ranges: [[3, 1]] }] }, /ranges\[0\] is no range/],
      [
        {
          ...audit,
          included: [
            {
              ...first,
              ranges: [
                [1, 3],
                [2, 4],
              ],
            },
          ],
        },
        /ranges does not ascend/,
      ],
      [{ ...audit, excluded: [{ ...out, level: 'full' }] }, /level is not null/],
      [{ ...audit, includedCount: 7 }, /includedCount/],
      [{ ...audit, excludedCount: 7 }, /excludedCount/],
      [{ ...audit, candidatesConsidered: 7 }, /candidatesConsidered/],
      [{ ...audit, excludedByReason: { binary: 1 } }, /excludedByReason/],
      [{ ...audit, framingTokens: audit.framingTokens + 1 }, /tokensUsed is not contents/],
      [{ ...audit, budget: audit.budget + 1 }, /budgetRemaining/],
      [{ ...audit, margin: audit.budget }, /over the budget/],
      [{ ...audit, value: audit.value + 1 }, /value is not/],
    ];
    for (const [value, message] of wrongs) {
      const parsed = parseAudit(value);
      assert.ok(!parsed.ok, String(message));
      assert.equal(parsed.error.code, 'invalid_audit');
      assert.match(parsed.error.message, message);
    }
  });

  it('reads as text: totals first, then every candidate with its reason', async () => {
    const audit = await audited();
    const text = auditText(audit);
    assert.match(
      text,
      /^# Context fit\n\n- \d+ of 200 tokens used \(\d+ %\), counted exactly with o200k_base\n/,
    );
    assert.match(text, /\n- 2 of 5 candidates are in\n/);
    assert.match(
      text,
      /\n## Included \(2\)\n\n- src\/pin\.ts, line 1: In: pinned, shown in full with 5 tokens\./,
    );
    assert.match(text, /\n## Left out \(3\)\n\n- src\/big\.ts: Left out: no room for its 1\.5k tokens, /);
    assert.match(
      text,
      /- dist\/min\.js: Left out: minified \(412k tokens\)\. Pin it to include it anyway\.\n/,
    );
    assert.match(text, /- evil\\u\{a\}name: Left out: binary/);
  });

  it('tells a hundred files of one reason, and counts the rest', async () => {
    const audit = await audited();
    const [out] = audit.excluded;
    assert.ok(out?.path !== undefined);
    const excluded = Array.from({ length: 1234 }, (_, at) => ({ ...out, path: `src/big${at}.ts` }));
    const lines = auditText({ ...audit, excluded, excludedCount: excluded.length }).split('\n');
    assert.equal(lines.filter((line) => line.startsWith('- src/big')).length, 100);
    assert.ok(lines.includes('- … and 1,134 more: no room'));
    assert.ok(lines.includes('## Left out (1,234)'));
  });

  it('reads as text with model, margin, groups and notes where it has them', async () => {
    const audit: Audit = {
      ...(await audited()),
      model: 'claude',
      exact: false,
      margin: 12,
      groups: { src: { share: 1200, demand: 2000, used: 900 } },
      notes: ['Noted.'],
      excludedHighRelevance: ['x'],
    };
    const text = auditText(audit);
    for (const part of [
      'estimated from o200k_base, 12 kept free as the margin of error',
      '- Model claude\n',
      '- Group src: 900 used, share 1,200, demand 2,000\n',
      '- Noted.\n',
      '- Left out although needed with more than 70 %: 1\n',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });
});

describe('why a file is in or out', () => {
  it('is one sentence with figures and one action', async () => {
    const audit = await audited();
    assert.equal(
      explain(audit, 'src/pin.ts'),
      'In: pinned, shown in full with 5 tokens. Unpin it to let the fit decide.',
    );
    assert.equal(
      explain(audit, 'src/in.ts'),
      'In: chosen at 50 %, shown in full with 12 tokens. Leave it out to free them for others.',
    );
    assert.match(
      explain(audit, 'src/big.ts'),
      /^Left out: no room for its 1\.5k tokens, \d+ of 200 are free\. Raise the budget by about 1\.\dk, or pin it\.$/,
    );
    assert.equal(
      explain(audit, 'dist/min.js'),
      'Left out: minified (412k tokens). Pin it to include it anyway.',
    );
    assert.match(explain(audit, 'other\n.ts'), /^Not a candidate: other\\u\{a\}\.ts .*Tick it/);
  });

  it('is said for every reason', async () => {
    const audit = await audited();
    const said = EXCLUDED_REASONS.map((reason) => whyOut({ tokens: 12, probability: 0.5, reason }, audit));
    for (const sentence of said) assert.match(sentence, /^Left out: .+\. [A-Z].+\.$/);
    assert.equal(new Set(said).size, EXCLUDED_REASONS.length);
  });

  it('speaks of a floor only where there is one', async () => {
    const audit = await audited();
    const facts = { tokens: 12, probability: 0.5, reason: 'below_floor' } as const;
    assert.match(whyOut(facts, audit), /^Left out: it has nothing to show at the allowed levels of detail/);
    const floored = { ...audit, options: { ...audit.options, floor: 0.01 } };
    assert.match(whyOut(facts, floored), /^Left out: worth less than the floor of 0\.01 a token/);
  });
});

describe('verifying an audit', () => {
  it('finds files the same, changed and missing', async () => {
    const audit = await audited();
    assert.deepEqual(await verifyPack(audit, reader(FILES), sha256), {
      items: [
        { path: 'src/pin.ts', status: 'same' },
        { path: 'src/in.ts', status: 'same' },
      ],
      packHashEqual: true,
    });
    const changed = { ...FILES, 'src/pin.ts': 'export { };\n' };
    assert.deepEqual(await verifyPack(audit, reader(changed), sha256), {
      items: [
        { path: 'src/pin.ts', status: 'changed' },
        { path: 'src/in.ts', status: 'same' },
      ],
      packHashEqual: false,
    });
    const { 'src/in.ts': _gone, ...left } = FILES;
    assert.deepEqual(await verifyPack(audit, reader(left), sha256), {
      items: [
        { path: 'src/pin.ts', status: 'same' },
        { path: 'src/in.ts', status: 'missing' },
      ],
      packHashEqual: false,
    });
  });

  it('takes changed bytes that show the same text as changed, and the pack as equal', async () => {
    const audit = await audited();
    const crlf = { ...FILES, 'src/pin.ts': 'export {};\r\n' };
    const { items, packHashEqual } = await verifyPack(audit, reader(crlf), sha256);
    assert.equal(items[0]?.status, 'changed');
    assert.ok(packHashEqual);
  });

  it('finds an audit that was tampered with', async () => {
    const audit = await audited();
    const [first, second] = audit.included;
    assert.ok(first !== undefined && second !== undefined);
    const tampered: readonly Audit[] = [
      { ...audit, packHash: sha256('x') },
      { ...audit, format: 'plain' },
      { ...audit, included: [second] },
      { ...audit, included: [first, { ...second, ranges: [[1, 1]], level: 'chunks' }] },
      { ...audit, included: [first, { ...second, reason: 'pinned' }] },
      { ...audit, options: { ...audit.options, tree: false } },
      { ...audit, options: { ...audit.options, lineNumbers: true } },
    ];
    for (const one of tampered) {
      assert.equal((await verifyPack(one, reader(FILES), sha256)).packHashEqual, false);
    }
  });

  it('compares what is no file, or was not saved, as it was shown', async () => {
    const files: Files = { 'untitled:1': 'draft\n' };
    const draft = { sourceId: 'untitled:1', probability: 0.5, tokenCount: 2 };
    const result = await fitContext([draft], { renderer: { format: 'xml' } }, ports(files));
    assert.ok(result.ok);
    const { audit } = result.value;
    assert.equal(audit.included[0]?.fileSha256, null);
    assert.equal((await verifyPack(audit, reader(files), sha256)).items[0]?.status, 'same');
    const edited = await verifyPack(audit, reader({ 'untitled:1': 'draft 2\n' }), sha256);
    assert.equal(edited.items[0]?.status, 'changed');
  });
});

async function audited(): Promise<Audit> {
  const items = [
    item(FILES, 'src/pin.ts', { pinned: true, probability: 1 }),
    item(FILES, 'src/in.ts'),
    item(FILES, 'src/big.ts'),
  ];
  const leftOut = [
    { path: 'dist/min.js', reason: 'minified', tokens: 412_000 },
    { path: 'evil\nname', reason: 'binary' },
  ] as const;
  const result = await fitContext(items, { budget: 200, renderer: {}, leftOut }, ports(FILES));
  assert.ok(result.ok);
  return result.value.audit;
}

function reader(files: Files) {
  return (path: string) => {
    const text = files[path];
    return Promise.resolve(typeof text === 'string' ? { text, fileSha256: sha256(text) } : null);
  };
}
