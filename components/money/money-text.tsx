import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { formatMoney, formatMoneyParts } from '@/lib/format/money';

export type MoneyTextProps = {
  /** Decimal string in major units; never a number. */
  amount: string;
  currency: string;
  /** Every decimal it has, as partners' sub-cent charges do. */
  exact?: boolean;
  /** "+" on what is above zero, for differences. */
  signed?: boolean;
  /** In a column whose amounts differ in decimals: the most there are, so that the points stand in line. */
  fractionWidth?: number;
  hideCurrency?: boolean;
  size?: 'inherit' | 'figure';
  tone?: 'risk';
  emphasis?: boolean;
};

/** An amount: digits in line, a true minus, the currency small behind it. A rounded one tells its exact value on hover. */
export function MoneyText({
  amount,
  currency,
  exact = false,
  signed = false,
  fractionWidth,
  hideCurrency = false,
  size = 'inherit',
  tone,
  emphasis = false,
}: MoneyTextProps): ReactNode {
  const locale = useLocale();
  const parts = formatMoneyParts(amount, currency, locale, { exact, signed });
  const shown = formatMoney(amount, currency, locale, { exact, signed });
  const full = formatMoney(amount, currency, locale, { exact: true, signed });
  return (
    <bdi
      dir="ltr"
      {...(full === shown ? {} : { title: full })}
      className={classNames('whitespace-nowrap', tone === 'risk' && 'text-risk', emphasis && 'font-semibold')}
    >
      {parts.sign}
      {parts.integer}
      <span
        // Digits are one `ch` each; the point takes a little less, the same in every row. Elsewhere the number stays one word:
        // a block within it would be read out as two.
        {...(fractionWidth === undefined
          ? {}
          : { className: 'inline-block text-left', style: { width: `${fractionWidth + 0.6}ch` } })}
      >
        {parts.separator}
        {parts.fraction}
      </span>
      {hideCurrency ? null : (
        <span
          className={classNames(
            'font-normal',
            tone === 'risk' ? '' : 'text-ink-muted',
            size === 'figure' ? 'ms-1.5 text-sm' : 'ms-1 text-[0.8em]',
            // In a column the codes take even room too, or the points would follow their widths.
            fractionWidth !== undefined && 'inline-block w-[2.5em] text-left',
          )}
        >
          {currency}
        </span>
      )}
    </bdi>
  );
}
