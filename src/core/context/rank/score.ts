/** The weighted sum of the columns, a number per file of the index; its scale means nothing by itself. */
export function scoresOf<Name extends string>(
  { values }: { readonly values: Readonly<Record<Name, Float64Array>> },
  { weights }: { readonly weights: Readonly<Record<Name, number>> },
): Float64Array {
  const names = Object.keys(weights) as Name[];
  const [first] = names;
  const scores = new Float64Array(first === undefined ? 0 : values[first].length);
  for (const name of names) {
    const weight = weights[name];
    values[name].forEach((value, place) => {
      scores[place] = (scores[place] ?? 0) + weight * value;
    });
  }
  return scores;
}
