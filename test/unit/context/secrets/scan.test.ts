import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MASK, maskRanges, masked } from '../../../../src/core/context/secrets/mask.ts';
import { shownText } from '../../../../src/core/context/render/shown-text.ts';
import { scanSecrets } from '../../../../src/node/secrets/scan-secrets.ts';
import { drawn, fakeSecrets } from './fake-secrets.ts';

const scan = scanSecrets('salt of the tests');
const withMasks = (text: string): string => masked(text, maskRanges(text, scan('a.ts', text)));

describe('secrets in a text', () => {
  for (const { kind, text, secret } of fakeSecrets(1)) {
    it(`finds and masks: ${kind}`, () => {
      const whole = `import { connect } from './connect.ts';\n\n${text}\n\nexport const port = 8080;\n`;
      const findings = scan('a.ts', whole);
      assert.ok(findings.length > 0, 'nothing was found');
      const from = whole.indexOf(secret);
      const covering = findings.filter((found) => found.from <= from && found.to >= from + secret.length);
      assert.equal(covering.length, 1, 'no finding covers the secret');
      assert.equal(covering[0]?.line, whole.slice(0, covering[0]?.from).split('\n').length);
      for (const line of secret.split('\n')) assert.ok(!withMasks(whole).includes(line));
      assert.ok(withMasks(whole).includes(MASK));
    });
  }

  it('finds each kind whatever is drawn', () => {
    for (let seed = 2; seed < 22; seed++) {
      for (const { kind, text, secret } of fakeSecrets(seed)) {
        assert.ok(!withMasks(text).includes(secret), `${kind} with seed ${seed}`);
      }
    }
  });

  it('takes no placeholder, name or address for a secret', () => {
    const start = ['gh', 'p_'].join('');
    const clean = [
      'API_KEY=your-api-key',
      'apiKey: "YOUR_API_KEY_HERE_1234567890"',
      `GITHUB_TOKEN=${start}${'x'.repeat(36)}`,
      'const password = process.env.DB_PASSWORD1 ?? "";',
      'password: ${DB_PASSWORD}',
      'token: "<your token, 32 digits>"',
      'secret = os.environ["APP_SECRET_2024"]',
      ['AWS_ACCESS_KEY_ID=AK', 'IAIOSFODNN7EXAMPLE'].join(''),
      `aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`,
      'postgres://user:password@localhost:5432/app',
      'postgres://postgres:postgres@db:5432/app',
      'https://user:pass@example.com/path',
      'mongodb://{user}:{password}@cluster0.net',
      'https://${user}:${token}@github.com/one/two.git',
      'publicKeyToken="b77a5c561934e089"',
      'const nextToken = readTokenUtf8ToBase64();',
      "SignInAfterPasswordReset: 'SignInAfterPasswordReset',",
      'private_key: ed25519.Ed25519PrivateKey',
      "const tokenUrl = 'https://login.example.org/oauth2/v2.0/token';",
      "secretName: 'db-credentials-v2-20240101',",
      ['-----BEGIN', 'PRIVATE', 'KEY-----\n...\n-----END', 'PRIVATE', 'KEY-----'].join(' '),
      [
        "const begin = '-----BEGIN",
        'PRIVATE',
        "KEY-----';\nconst end = '-----END",
        'PRIVATE',
        "KEY-----';",
      ].join(' '),
      'class="sk-circle-fade sk-circle-fade-dot-animation-delay-one"',
      '"integrity": "sha512-z9Q0x1Jr0m4d0y4h0b6l0m5o1o9v2c3b4n5m6a7s8d9f0g1h2j3k4l5z6x7c8v9b0=="',
      'the default password callback is called',
      'if (e.token===n.token-1 && e[n.end+1].token==s.token+1) return;',
    ];
    for (const line of clean) assert.deepEqual(scan('a.ts', line), [], line);
  });

  it('finds a token behind an escaped line ending', () => {
    const token = ['gh', 'p_', drawn(3)('abcdefghij0123456789KLMNOP', 36)].join('');
    assert.ok(!withMasks(String.raw`print("key:\n${token}\n")`).includes(token));
  });

  it('finds a key whose end is cut off', () => {
    const lines =
      fakeSecrets(4)
        .find(({ kind }) => kind === 'RSA key')
        ?.secret.split('\n') ?? [];
    const text = `${lines.slice(0, 6).join('\n')}\n`;
    const shown = withMasks(text);
    for (const line of lines.slice(0, 6)) assert.ok(!shown.includes(line));
  });

  it('masks the same text wherever else it stands', () => {
    const secret = drawn(5)('abcdefghijklmnopqrst0123456789', 24);
    const text = `PASSWORD=${secret}\nlog in as admin with ${secret}, please\n`;
    assert.equal(withMasks(text), `PASSWORD=${MASK}\nlog in as admin with ${MASK}, please\n`);
    const [one, two] = scan('a.ts', text);
    assert.equal(one?.id, two?.id);
    assert.deepEqual([one?.line, two?.line], [1, 2]);
  });

  it('keeps the lines of a key over several lines', () => {
    const key = fakeSecrets(6).find(({ kind }) => kind === 'PKCS#8 key')?.secret ?? '';
    assert.equal(withMasks(`one\n${key}\ntwo\n`), `one\n${`${MASK}\n`.repeat(6)}two\n`);
  });

  it('tells ids by key, path, rule and text alone', () => {
    const text = `API_KEY=${drawn(7)('abcdefghijklmnopqrst0123456789', 24)}`;
    const id = scan('a.ts', text)[0]?.id;
    assert.match(id ?? '', /^[0-9a-f]{16}$/);
    assert.equal(scan('a.ts', `\n\n// moved\n${text}`)[0]?.id, id);
    assert.notEqual(scan('b.ts', text)[0]?.id, id);
    assert.notEqual(scanSecrets('another salt')('a.ts', text)[0]?.id, id);
    assert.notEqual(scan('a.ts', `${text}9`)[0]?.id, id);
  });
});

/** Texts of secrets, code and what secrets are made of, in any order. */
const texts = fc
  .array(
    fc.oneof(
      fc.record({ seed: fc.nat(1000), at: fc.nat(200) }).map(({ seed, at }) => {
        const all = fakeSecrets(seed);
        return all[at % all.length]?.text ?? '';
      }),
      fc.constantFrom(
        '\n',
        ' ',
        ';',
        '"',
        "'",
        '\\n',
        '=',
        ': ',
        '://',
        '@',
        'password',
        'token=',
        'Bearer ',
        MASK,
      ),
      fc.string({ maxLength: 20 }),
      fc.constantFrom('const a = 1;\n', '# heading\n', '}\n', 'secret: "', 'PASSWORD=', 'https://user:'),
    ),
    { maxLength: 30 },
  )
  .map((parts) => shownText(parts.join('')));

describe('properties of the secret scan', () => {
  it('findings ascend, lie in the text and do not overlap', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let past = 0;
        for (const { from, to } of scan('a.ts', text)) {
          assert.ok(from >= past && from < to && to <= text.length);
          past = to;
        }
      }),
      { numRuns: 200 },
    );
  });

  it('masking removes every found text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const shown = withMasks(text);
        for (const { from, to } of scan('a.ts', text)) {
          for (const line of text.slice(from, to).split('\n')) {
            // Shorter ones are words that may stand elsewhere.
            if (line.length >= 8 && line !== MASK) assert.ok(!shown.includes(line));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('masking leaves as many lines', () => {
    fc.assert(
      fc.property(texts, (text) => assert.equal(withMasks(text).split('\n').length, text.split('\n').length)),
      { numRuns: 200 },
    );
  });

  it('masking is idempotent', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const ranges = maskRanges(text, scan('a.ts', text));
        const once = masked(text, ranges);
        assert.equal(masked(once, []), once);
        assert.equal(withMasks(once), once);
      }),
      { numRuns: 200 },
    );
  });

  it('line endings and a BOM change no id and no place', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const windows = `\uFEFF${text.replaceAll('\n', '\r\n')}`;
        assert.deepEqual(scan('a.ts', shownText(windows)), scan('a.ts', text));
      }),
      { numRuns: 100 },
    );
  });
});
