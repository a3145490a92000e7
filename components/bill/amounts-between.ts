/**
 * The amount at `share` (0 to 1) of the way between two decimal texts of the same currency, with as many decimals: what a figure
 * shows while it rises. "10.00" to "20.00" at 0.25 is "12.50".
 */
export function amountBetween(from: string, to: string, share: number): string {
  const decimals = to.split('.')[1]?.length ?? 0;
  const [start, end] = [scaled(from, decimals), scaled(to, decimals)];
  const steps = BigInt(Math.round(Math.min(Math.max(share, 0), 1) * 1_000));
  const value = start + ((end - start) * steps) / 1_000n;
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return value < 0n ? `-${text}` : text;
}

function scaled(amount: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const value = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return amount.startsWith('-') ? -value : value;
}
