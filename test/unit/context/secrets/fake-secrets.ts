/** A fake secret in the line where it is usually met, and what of it must never be shown. */
export interface FakeSecret {
  readonly kind: string;
  readonly text: string;
  /** The secret itself, without the words around it. */
  readonly secret: string;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const BASE62 = LOWER + UPPER + DIGITS;
const HEX = '0123456789abcdef';

/** Signs that look drawn by lot, the same for the same seed (mulberry32). */
export function drawn(seed: number): (signs: string, length: number) => string {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return (signs, length) => Array.from({ length }, () => signs[next() % signs.length]).join('');
}

/** One of each common kind; put together here, so that no scanner of this repository finds one. */
export function fakeSecrets(seed: number): readonly FakeSecret[] {
  const take = drawn(seed);
  const base62 = (length: number): string => take(BASE62, length);
  const url64 = (length: number): string => take(`${BASE62}-_`, length - 2) + take(BASE62, 2);
  const base64 = (length: number): string => take(`${BASE62}+/`, length - 1) + take(BASE62, 1);
  const hex = (length: number): string => `${take(HEX, length - 4)}${take(DIGITS, 2)}${take('abcdef', 2)}`;
  const token = (kind: string, ...parts: string[]): FakeSecret => {
    const secret = parts.join('');
    return { kind, secret, text: `const client = connect('${secret}');` };
  };
  const within = (kind: string, before: string, secret: string, after = ''): FakeSecret => ({
    kind,
    secret,
    text: before + secret + after,
  });
  const pem = (label: string, lines: number): string =>
    [
      ['-----BEGIN', `${label}-----`].join(' '),
      ...Array.from({ length: lines }, () => base64(64)),
      ['-----END', `${label}-----`].join(' '),
    ].join('\n');
  const keyLabel = ['PRIVATE', 'KEY'].join(' ');
  const jwt = (): string => ['ey', `J${base62(33)}.`, 'ey', `J${base62(60)}.`, url64(43)].join('');
  const password = (): string =>
    `${take(LOWER, 4)}${take(DIGITS, 3)}${take(UPPER, 4)}!${take(LOWER, 3)}${take(DIGITS, 2)}`;
  return [
    token('AWS access key id', 'AK', 'IA', take(UPPER + DIGITS, 16)),
    within('AWS secret access key', 'AWS_SECRET_ACCESS_KEY=', base64(40)),
    within('AWS secret access key in quotes', "aws_secret_access_key: '", base64(40), "',"),
    ...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map((start) => token(`GitHub ${start}`, start, '_', base62(36))),
    token('GitHub fine-grained token', 'github', '_pat_', base62(22), '_', base62(59)),
    token('GitLab token', 'gl', 'pat-', url64(20)),
    token('Slack bot token', 'xo', 'xb-', take(DIGITS, 12), '-', take(DIGITS, 12), '-', base62(24)),
    token('Slack app token', 'xa', 'pp-1-A', take(DIGITS, 10), '-', take(DIGITS, 12), '-', hex(64)),
    within(
      'Slack webhook',
      ['url: https://hooks.', 'slack.com/services/'].join(''),
      `T${take(UPPER, 8)}/B${take(UPPER, 8)}/${base62(24)}`,
    ),
    within(
      'Discord webhook',
      ['"https://', 'discord.com/api/webhooks/'].join(''),
      `${take(DIGITS, 18)}/${url64(68)}`,
      '"',
    ),
    token('Stripe live key', 's', 'k_live_', base62(24)),
    token('Stripe restricted key', 'r', 'k_live_', base62(99)),
    token('Stripe webhook secret', 'wh', 'sec_', base62(32)),
    token('OpenAI key', 's', 'k-', base62(20), 'T3Blbk', 'FJ', base62(20)),
    token('OpenAI project key', 's', 'k-proj-', url64(74), 'T3Blbk', 'FJ', url64(74)),
    token('OpenAI project key, short', 's', 'k-proj-', base62(48)),
    token('Anthropic key', 's', 'k-ant-', 'api03-', url64(93), 'AA'),
    token('DeepSeek or DashScope key', 's', 'k-', hex(32)),
    token('OpenRouter key', 's', 'k-or-v1-', hex(64)),
    token('Google API key', 'AI', 'za', url64(35)),
    token('Google OAuth secret', 'GOC', 'SPX-', url64(28)),
    token('npm token', 'np', 'm_', base62(36)),
    within('npm token in .npmrc', '//registry.npmjs.org/:_authToken=', hex(36)),
    token('PyPI token', 'py', 'pi-AgEIcHlwaS5vcmc', url64(120)),
    token('SendGrid key', 'S', 'G.', base62(22), '.', base62(43)),
    token('Twilio key', 'S', 'K', hex(32)),
    within(
      'Azure storage key',
      'DefaultEndpointsProtocol=https;AccountName=one;AccountKey=',
      `${base64(86)}==`,
      ';EndpointSuffix=core',
    ),
    within(
      'Azure service bus',
      'Endpoint=sb://one/;SharedAccessKeyName=Root;SharedAccessKey=',
      `${base64(43)}=`,
    ),
    within(
      'Azure signature',
      'https://one.blob.core.windows.net/c?sv=2022-11-02&sig=',
      `${base62(42)}%3D`,
      '&se=1',
    ),
    token('Linear key', 'lin', '_api_', base62(40)),
    token('1Password token', 'op', 's_ey', base62(250)),
    token('Docker token', 'dck', 'r_pat_', base62(27)),
    within('Docker config', '{"auths":{"https://index.docker.io/v1/":{"auth":"', `${base62(38)}Q7`, '"}}}'),
    within('password in an address', 'git clone https://builder:', password(), '@git.internal.net/repo'),
    within('Postgres address', 'DATABASE_URL=postgres://app:', base62(16), '@db.internal:5432/app'),
    within('MongoDB address', 'mongodb+srv://app:', base62(20), '@cluster0.abcde.mongodb.net/app'),
    within('Redis address without user', 'redis://:', base62(24), '@cache.internal:6379/0'),
    within('SQL Server connection', 'Server=tcp:one;User ID=app;Password=', password(), ';Encrypt=True'),
    { kind: 'RSA key', ...same(pem(`RSA ${keyLabel}`, 12)) },
    { kind: 'PKCS#8 key', ...same(pem(keyLabel, 4)) },
    { kind: 'OpenSSH key', ...same(pem(`OPENSSH ${keyLabel}`, 8)) },
    { kind: 'PGP key', ...same(pem(`PGP ${keyLabel} BLOCK`, 20)) },
    within(
      'service account',
      '{"type":"service_account","private_key":"',
      pem(keyLabel, 6).replaceAll('\n', String.raw`\n`),
      '"}',
    ),
    token('JWT', jwt()),
    within('bearer token', "headers: { Authorization: 'Bearer ", base62(40), "' }"),
    within('Telegram bot token', `bot = Bot("${take('123456789', 10)}:`, `AA${base62(33)}`, '")'),
    token('Discord bot token', 'M', base62(25), '.', base62(6), '.', base62(38)),
    token('Hugging Face token', 'hf', '_', base62(34)),
    token('Groq key', 'gs', 'k_', base62(52)),
    token('Shopify token', 'shp', 'at_', hex(32)),
    token('Vault token', 'hv', 's.', base62(95)),
    token('Databricks token', 'da', 'pi', hex(32)),
    within('.env password', 'DB_PASSWORD=', base62(24)),
    within('.env secret in quotes', 'export SESSION_SECRET="', hex(48), '"'),
    within('YAML key', '  api_key: ', base62(32)),
    within('JSON client secret', '"clientSecret": "', base62(30), '",'),
    within('XML password', '<password>', password(), '</password>'),
    within('Go assignment', 'apiKey := "', base62(32), '"'),
    within('.netrc', 'machine git.internal.net\n  login builder\n  password ', password(), '\n'),
  ];
}

function same(secret: string): { readonly text: string; readonly secret: string } {
  return { text: secret, secret };
}
