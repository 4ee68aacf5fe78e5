/** What is known of a way to reach models, before anything is sent (spec M2). */
export interface AdapterProfile {
  readonly name: string;
  /** Who answers there, for people. */
  readonly provider: string;
  /** Where, unless the model says otherwise; null: the model has to say. */
  readonly baseUrl: string | null;
  /** The key in secret storage or the environment; null: none, unless the model says otherwise. */
  readonly keyName: string | null;
  /** Time limit of a call unless the model says otherwise, ms. */
  readonly timeoutMs: number;
  /** Whether it can look things up on the web, and does unless the model says otherwise. */
  readonly search: boolean;
}

/**
 * Base URLs, keys and time limits of the first three and the 30 s of the others: spec M2. OpenAI, Anthropic and Google
 * have DeepSeek's 60 s, because their models think before they answer too; key names are those of the vendors' own documentation.
 */
const PROFILES = [
  {
    name: 'qwen',
    provider: 'Alibaba',
    baseUrl: 'https://dashscope.aliyuncs.com',
    keyName: 'DASHSCOPE_API_KEY',
    timeoutMs: 30_000,
    search: true,
  },
  {
    name: 'deepseek',
    provider: 'DeepSeek',
    baseUrl: 'https://dashscope.aliyuncs.com',
    keyName: 'DASHSCOPE_API_KEY',
    timeoutMs: 60_000,
    search: false,
  },
  {
    name: 'doubao',
    provider: 'ByteDance',
    baseUrl: 'https://ark.cn-beijing.volces.com',
    keyName: 'VOLC_API_KEY',
    timeoutMs: 120_000,
    search: true,
  },
  {
    name: 'openai',
    provider: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    keyName: 'OPENAI_API_KEY',
    timeoutMs: 60_000,
    search: false,
  },
  {
    name: 'anthropic',
    provider: 'Anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    keyName: 'ANTHROPIC_API_KEY',
    timeoutMs: 60_000,
    search: false,
  },
  {
    name: 'google',
    provider: 'Google',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    keyName: 'GEMINI_API_KEY',
    timeoutMs: 60_000,
    search: false,
  },
  {
    name: 'openai-compatible',
    provider: 'own',
    baseUrl: null,
    keyName: null,
    timeoutMs: 30_000,
    search: false,
  },
  { name: 'vscode', provider: 'editor', baseUrl: null, keyName: null, timeoutMs: 30_000, search: false },
] as const satisfies readonly AdapterProfile[];

export type AdapterName = (typeof PROFILES)[number]['name'];

export const ADAPTER_NAMES: readonly AdapterName[] = PROFILES.map(({ name }) => name);

/** Undefined for a name that none of the shipped adapters has. */
export function adapterProfile(name: AdapterName): AdapterProfile;
export function adapterProfile(name: string): AdapterProfile | undefined;
export function adapterProfile(name: string): AdapterProfile | undefined {
  return PROFILES.find((profile) => profile.name === name);
}
