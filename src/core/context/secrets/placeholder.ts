/** Words that stand where a secret would stand. */
const STAND_IN =
  /example|placeholder|^(?:your?|my|the)[-_ .]|your[-_]|change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)|insert[-_ ]|redacted|masked|dummy|<[^>]*>|\$\{|\$\(|\{\{|\{[a-z_.]+\}|#\{|%\(|%[a-z]*%|x{5,}|\*{3,}|\.{3}|…|process\.env|os\.environ|getenv|env\(/i;

/** Filler: one sign that people type where a secret goes. */
const FILLER = /[xX*.#0_-]/g;

/** Above this share of filler signs nothing secret is left. */
const MOSTLY = 0.7;

/** Whether a text only stands in for a secret: `your-api-key`, `xxxx`, `${TOKEN}`, `<token>`, `process.env.X`. */
export function isPlaceholder(text: string): boolean {
  if (text.startsWith('$') || text.startsWith('[masked')) return true;
  if (STAND_IN.test(text)) return true;
  return (text.match(FILLER)?.length ?? 0) >= text.length * MOSTLY;
}
