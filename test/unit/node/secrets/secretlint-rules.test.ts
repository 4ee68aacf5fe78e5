import assert from 'node:assert/strict';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { rulesRun, secretlintScan } from '../../../../src/node/secrets/secretlint-rules.ts';
import { drawn } from '../../context/secrets/fake-secrets.ts';

const take = drawn(11);
const base62 = (length: number): string =>
  take('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', length);

/** What each rule that is run has to find. */
const TOKENS: Readonly<Record<string, string>> = {
  slack: ['xo', 'xb-', take('0123456789', 12), '-', base62(24)].join(''),
  sendgrid: ['S', 'G.', base62(22), '.', base62(20), '-', base62(22)].join(''),
  shopify: ['shp', 'at_', take('0123456789abcdef', 32)].join(''),
  github: ['gh', 'p_', base62(36)].join(''),
  gitlab: ['gl', 'pat-', base62(20)].join(''),
  grafana: ['gl', 'sa_', base62(32), '_', take('0123456789abcdef', 8)].join(''),
  openai: ['s', 'k-', base62(20), 'T3Blbk', 'FJ', base62(20)].join(''),
  anthropic: ['s', 'k-ant-', 'api03-', base62(93), 'AA'].join(''),
  groq: ['gs', 'k_', base62(52)].join(''),
  huggingface: ['h', 'f_', take('abcdefghijklmnopqrstuvwxyz', 34)].join(''),
  linear: ['lin', '_api_', base62(40)].join(''),
  notion: ['nt', 'n_', take('0123456789', 11), base62(35)].join(''),
  '1password': [
    'op',
    's_',
    Buffer.from(JSON.stringify({ email: base62(90), key: { one: 1 } })).toString('base64'),
  ].join(''),
  'hashicorp-vault': ['hv', 's.', base62(95)].join(''),
  vercel: ['vc', 'p_', base62(24)].join(''),
  databricks: ['da', 'pi', take('0123456789abcdef', 32)].join(''),
  docker: ['dck', 'r_pat_', base62(27)].join(''),
  figma: ['fig', 'd_', base62(40)].join(''),
};

describe("secretlint's rules", () => {
  const scan = secretlintScan();

  it('are all known: those that are run, and those that are not', () => {
    assert.deepEqual([...rulesRun()].sort(), Object.keys(TOKENS).sort());
    assert.equal(rules.length - rulesRun().length, 7);
  });

  for (const [rule, token] of Object.entries(TOKENS)) {
    it(`${rule} finds its token, whole, and says nothing else of it`, () => {
      assert.deepEqual(scan(`key = '${token}';\n`), [{ rule, from: 7, to: 7 + token.length }]);
    });
  }

  it('are not asked to keep anything from one text to the next', () => {
    assert.equal(scan(TOKENS['github'] ?? '').length, 1);
    assert.deepEqual(scan('const a = 1;'), []);
  });

  it('take no name and no placeholder for a token', () => {
    assert.deepEqual(scan(`SG.one.two ${['gh', 'p_'].join('')}${'x'.repeat(36)}`), []);
  });
});
