import { isCurrency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';

/** Writes a stored bill's minor units as decimal strings of its currency. */
export function moneyOf(currency: string): (amountMinor: bigint) => string {
  if (!isCurrency(currency)) throw new Error(`A bill is in ${currency}, which is no currency.`);
  return (amountMinor) => formatMinor(amountMinor, currency);
}

/** 230000 ppm is "23" per cent, 75000 is "7.5". */
export function percentOf(ratePpm: bigint): string {
  const whole = ratePpm / 10_000n;
  const rest = (ratePpm % 10_000n).toString().padStart(4, '0').replace(/0+$/, '');
  return rest === '' ? String(whole) : `${whole}.${rest}`;
}
