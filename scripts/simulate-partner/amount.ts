/**
 * The partner's own arithmetic: whole millionths of the currency's unit. Apart from the hub's on purpose, so that one mistake
 * cannot be made on both sides.
 */
export type Micros = bigint;

const MICROS = 1_000_000n;

/** "12.345" → 12345000n. */
export function micros(text: string): Micros {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole) * MICROS + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  return text.startsWith('-') ? -size : size;
}

export function text(amount: Micros): string {
  const size = amount < 0n ? -amount : amount;
  const fraction = String(size % MICROS)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${size / MICROS}${fraction === '' ? '' : `.${fraction}`}`;
}

/** To cents, half away from zero: what a document shows. */
export function cents(amount: Micros): Micros {
  const unit = MICROS / 100n;
  const half = amount < 0n ? -unit / 2n : unit / 2n;
  return ((amount + half) / unit) * unit;
}

export const centsText = (amount: Micros): string => {
  const size = amount < 0n ? -amount : amount;
  const whole = size / MICROS;
  return `${amount < 0n ? '-' : ''}${whole}.${String((size % MICROS) / 10_000n).padStart(2, '0')}`;
};

/** Percent of an amount, to the millionth, half away from zero. */
export function percentOf(amount: Micros, percent: bigint): Micros {
  const product = amount * percent;
  return (product + (product < 0n ? -50n : 50n)) / 100n;
}
