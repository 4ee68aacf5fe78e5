/**
 * Secrets that are known by how they begin. `start` is what the prefilter looks for, `rest` what
 * must follow; both are sources of regular expressions, every repetition bounded. Formats: the vendors' docs and the lists that GitHub and GitLab publish for
 * their own push protection; lengths are the shortest seen, as a token cut short is still no text for a prompt.
 */
export interface TokenKind {
  readonly rule: string;
  readonly start: string;
  readonly rest: string;
  /** It must look random too: what begins so may be a word (`sk-circle-fade`). */
  readonly random?: true;
  /** Its body may lack a long run of letters and digits: looked for by this text. */
  readonly literal?: string;
}

const BASE62 = '[A-Za-z0-9]';
const URL64 = '[A-Za-z0-9_-]';
const END = '(?![A-Za-z0-9])';

export const TOKEN_KINDS: readonly TokenKind[] = [
  { rule: 'aws-access-key-id', start: 'A(?:KIA|SIA|BIA|CCA)', rest: `[A-Z0-9]{16}${END}` },
  { rule: 'github-token', start: 'gh[pousr]_', rest: `[A-Za-z0-9_]{30,255}` },
  { rule: 'github-token', start: 'github_pat_', rest: `[A-Za-z0-9_]{22,255}` },
  {
    rule: 'gitlab-token',
    start: 'gl(?:pat|dt|rt|rtr|ptt|cbt|imt|ft|oas|soat|agent)-',
    rest: `[A-Za-z0-9_.-]{20,300}`,
  },
  { rule: 'slack-token', start: 'xox[a-z](?:\\.xox[a-z])?-', rest: `${URL64}{12,300}` },
  { rule: 'slack-token', start: 'xapp-', rest: `[0-9]-${URL64}{10,300}` },
  { rule: 'stripe-key', start: '[rs]k_(?:live|test|prod)_', rest: `${BASE62}{10,250}` },
  { rule: 'webhook-secret', start: 'whsec_', rest: `[A-Za-z0-9+/]{24,200}={0,2}`, literal: 'whsec_' },
  { rule: 'anthropic-key', start: 'sk-ant-', rest: `${URL64}{20,300}` },
  { rule: 'openai-key', start: 'sk-(?:proj|svcacct|admin|None)-', rest: `${URL64}{20,300}` },
  { rule: 'api-key', start: 'sk-', rest: `(?:[a-z0-9]{2,10}-){0,3}${URL64}{20,300}`, random: true },
  { rule: 'google-api-key', start: 'AIza', rest: `${URL64}{35}(?!${URL64})` },
  { rule: 'google-oauth-secret', start: 'GOCSPX-', rest: `${URL64}{20,100}` },
  { rule: 'google-oauth-token', start: 'ya29\\.', rest: `${URL64}{20,2000}` },
  { rule: 'npm-token', start: 'npm_', rest: `${BASE62}{30,255}`, random: true },
  { rule: 'pypi-token', start: 'pypi-', rest: `${URL64}{40,1000}`, random: true },
  { rule: 'sendgrid-key', start: 'SG\\.', rest: `${URL64}{16,64}\\.${URL64}{16,128}` },
  { rule: 'twilio-key', start: 'SK[0-9a-f]{4}', rest: `[0-9a-f]{28}${END}` },
  { rule: 'twilio-account-id', start: 'AC[0-9a-f]{4}', rest: `[0-9a-f]{28}${END}` },
  { rule: 'hugging-face-token', start: 'hf_', rest: `${BASE62}{30,100}` },
  { rule: 'groq-key', start: 'gsk_', rest: `${BASE62}{40,100}` },
  { rule: 'xai-key', start: 'xai-', rest: `${BASE62}{40,120}` },
  { rule: 'perplexity-key', start: 'pplx-', rest: `${BASE62}{40,100}` },
  { rule: 'replicate-token', start: 'r8_', rest: `${BASE62}{30,60}` },
  { rule: 'nvidia-key', start: 'nvapi-', rest: `${URL64}{40,100}` },
  { rule: 'linear-key', start: 'lin_(?:api|oauth)_', rest: `[A-Za-z0-9_]{30,128}` },
  { rule: '1password-token', start: 'ops_ey', rest: `[A-Za-z0-9+/=_-]{40,1500}` },
  { rule: 'docker-token', start: 'dckr_(?:pat|oat)_', rest: `${URL64}{20,60}` },
  { rule: 'digitalocean-token', start: 'do[opr]_v1_', rest: `[a-f0-9]{40,64}` },
  { rule: 'shopify-token', start: 'shp(?:at|ca|pa|ss|ua)_', rest: `${BASE62}{30,64}` },
  { rule: 'notion-token', start: 'ntn_', rest: `${BASE62}{40,60}` },
  { rule: 'grafana-token', start: 'gl(?:sa|c)_', rest: `[A-Za-z0-9_+/]{32,400}={0,2}` },
  { rule: 'vault-token', start: 'hv[sbr]\\.', rest: `${URL64}{24,300}` },
  { rule: 'vercel-token', start: 'vc[piark]_', rest: `${BASE62}{20,60}`, random: true },
  { rule: 'databricks-token', start: 'dapi[0-9a-f]{4}', rest: `[0-9a-f]{28}(?:-[0-9])?${END}` },
  { rule: 'figma-token', start: 'fig[dou]_', rest: `${URL64}{30,100}` },
  { rule: 'postman-key', start: 'PMAK-', rest: `[a-f0-9]{24}-[a-f0-9]{34}` },
  { rule: 'new-relic-key', start: 'NRAK-', rest: `[A-Z0-9]{27}` },
  { rule: 'netlify-token', start: 'nfp_', rest: `${BASE62}{36,60}` },
  { rule: 'supabase-key', start: 'sb(?:p|_secret)_', rest: `${URL64}{30,60}` },
  { rule: 'planetscale-secret', start: 'pscale_(?:tkn|pw|oauth)_', rest: `[A-Za-z0-9_.-]{32,64}` },
  { rule: 'rubygems-key', start: 'rubygems_', rest: `[a-f0-9]{48}` },
  { rule: 'atlassian-token', start: 'ATATT3', rest: `[A-Za-z0-9_=-]{40,300}` },
  { rule: 'age-secret-key', start: 'AGE-SECRET-KEY-1', rest: `[A-Z0-9]{40,70}` },
  { rule: 'square-token', start: 'sq0(?:atp|csp|idp)-', rest: `${URL64}{20,60}` },
  {
    rule: 'discord-token',
    start: '(?<![_-])[MNO][A-Za-z0-9_-]{23,27}\\.',
    rest: `${URL64}{6}\\.${URL64}{27,40}`,
  },
  {
    rule: 'jwt',
    start: '(?<![_-])eyJ',
    rest: `${URL64}{8,4000}\\.eyJ${URL64}{8,8000}\\.${URL64}{10,2000}`,
  },
];
