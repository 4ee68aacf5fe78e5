import { type Amounts, computeUnitsText, type Unit, UNITS } from './amounts.ts';
import { exactCount } from './readable-number.ts';

const MICRO = 1_000_000;

/** Below a cent money shows two digits that say something, at most to the micro-USD that it is held in. */
const MOST_DECIMALS = 6;
const LEAST_DECIMALS = 2;

/**
 * An amount in words, exact and the same in every locale (reports are compared): `$0.40`, `8.5 compute units`,
 * `9,350 output tokens`.
 *
 * @param amount integer ≥ 0 in the unit it is held in: hundredths, tokens, micro-USD
 * @param beside an amount that money is compared with: as many decimals are shown as say that one exactly, so that
 *   $9.999 does not read as $10.00
 */
export function amountText(unit: Unit, amount: number, beside = 0): string {
  switch (unit) {
    case 'computeUnits':
      return `${computeUnitsText(amount)} compute ${amount === 100 ? 'unit' : 'units'}`;
    case 'outputTokens':
      return `${exactCount(amount)} output ${amount === 1 ? 'token' : 'tokens'}`;
    case 'contextTokens':
      return `${exactCount(amount)} context ${amount === 1 ? 'token' : 'tokens'}`;
    case 'microUsd':
      return moneyText(amount, decimalsOf(beside));
    default:
      throw new RangeError(`No unit ${String(unit)}.`);
  }
}

/** Several amounts in the order of the units, those that are absent or 0 left out; "nothing" when all are. */
export function amountsText(amounts: Amounts): string {
  const texts = UNITS.flatMap((unit) => {
    const amount = amounts[unit] ?? 0;
    return amount === 0 ? [] : [amountText(unit, amount)];
  });
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}

/** How many decimals say micro-USD as dollars without rounding. */
function decimalsOf(micro: number): number {
  let decimals = MOST_DECIMALS;
  for (let rest = micro; decimals > LEAST_DECIMALS && rest % 10 === 0; rest /= 10) decimals--;
  return decimals;
}

/** "is" of one and of money, "are" of several. @param amount as in {@link amountText} */
export function amountIs(unit: Unit, amount: number): 'is' | 'are' {
  return unit === 'microUsd' || amount === (unit === 'computeUnits' ? 100 : 1) ? 'is' : 'are';
}

/** USD from integer micro-USD ≥ 0: `$10.00`, `$1,204.50`, `$0.0034`. */
export function moneyText(micro: number, leastDecimals = LEAST_DECIMALS): string {
  const dollars = micro / MICRO;
  const leadingZeros = dollars > 0 && dollars < 1 ? Math.floor(-Math.log10(dollars)) : 0;
  const [whole = '0', decimals = ''] = dollars
    .toFixed(Math.min(MOST_DECIMALS, leastDecimals + leadingZeros))
    .split('.');
  return `$${exactCount(Number(whole))}.${decimals}`;
}
