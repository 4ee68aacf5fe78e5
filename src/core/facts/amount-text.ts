import { type Amounts, computeUnitsText, type Unit, UNITS } from './amounts.ts';
import { exactCount } from './readable-number.ts';

const MICRO = 1_000_000;

/** Below a cent money shows two digits that say something, at most to the micro-USD that it is held in. */
const MOST_DECIMALS = 6;

/**
 * An amount in words, exact and the same in every locale (reports are compared): `$0.40`, `8.5 compute units`,
 * `9,350 output tokens`.
 *
 * @param amount integer ≥ 0 in the unit it is held in: hundredths, tokens, micro-USD
 */
export function amountText(unit: Unit, amount: number): string {
  switch (unit) {
    case 'computeUnits':
      return `${computeUnitsText(amount)} compute ${amount === 100 ? 'unit' : 'units'}`;
    case 'outputTokens':
      return `${exactCount(amount)} output ${amount === 1 ? 'token' : 'tokens'}`;
    case 'contextTokens':
      return `${exactCount(amount)} context ${amount === 1 ? 'token' : 'tokens'}`;
    case 'microUsd':
      return moneyText(amount);
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

/** USD from integer micro-USD ≥ 0: `$10.00`, `$1,204.50`, `$0.0034`. */
export function moneyText(micro: number): string {
  const [leastDecimals, dollars] = [2, micro / MICRO];
  const leadingZeros = dollars > 0 && dollars < 1 ? Math.floor(-Math.log10(dollars)) : 0;
  const [whole = '0', decimals = ''] = dollars
    .toFixed(Math.min(MOST_DECIMALS, leastDecimals + leadingZeros))
    .split('.');
  return `$${exactCount(Number(whole))}.${decimals}`;
}
