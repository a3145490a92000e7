import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PriceTiers } from '@/components/offering/price-tiers';
import { isCurrency } from '@/lib/domain/money/currency';
import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { parsePrice } from '@/lib/domain/pricing/parse-price';
import type { Price } from '@/lib/domain/pricing/price';
import { formatMoney } from '@/lib/format/money';
import { formatPercent, formatQuantity } from '@/lib/format/quantity';

export type PricePlanProps = {
  /** A price component as the price preview reads it. */
  plan: Record<string, unknown>;
  currency: string;
  /** Of the meter it prices. */
  unit?: string | null;
};

/** What a price component charges, in words; tiers as a table beneath. */
export function PricePlan({ plan, currency, unit }: PricePlanProps): ReactNode {
  const words = usePriceWords(currency, unit ?? null);
  const t = useTranslations('offering');
  const parsed = isCurrency(currency) ? parsePrice(plan, { currency }) : null;
  if (!parsed?.ok) return <p className="text-risk">{t('unreadable')}</p>;
  const price = parsed.value;
  const modifiers = words.modifiers(price);
  return (
    <div className="flex flex-col gap-2">
      <p>{words.headline(price)}</p>
      {'tiers' in price ? <PriceTiers price={price} currency={currency} unit={unit ?? null} /> : null}
      {modifiers.length > 0 ? (
        <ul className="flex flex-col gap-0.5 text-sm text-ink-muted">
          {modifiers.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function usePriceWords(currency: string, unit: string | null) {
  const t = useTranslations('offering');
  const locale = useLocale();
  const money = (amount: Decimal) => formatMoney(formatDecimal(amount), currency, locale, { exact: true });
  const quantity = (value: Decimal) => formatQuantity(formatDecimal(value), locale, unit);
  const plain = (value: Decimal) => formatQuantity(formatDecimal(value), locale);
  const ratio = (value: Decimal) => formatPercent(formatDecimal(value), locale);
  const unitName = unit ?? t('unit');

  function headline(price: Price): string {
    switch (price.model) {
      case 'flat':
        return t(`flat.${price.kind}`, { amount: money(price.amount) });
      case 'per_unit':
        return t(`perUnit.${price.kind}`, { unitPrice: money(price.unitPrice), unit: unitName });
      case 'package':
        return t('package', { amount: money(price.amount), size: quantity(price.size) });
      case 'percentage':
        return t('percentage', {
          rate: ratio(price.rate),
          fee: price.fixedFee ? 'yes' : 'no',
          fixedFee: price.fixedFee ? money(price.fixedFee) : '',
        });
      default:
        return t(`model.${price.model}`);
    }
  }

  function modifiers(price: Price): string[] {
    const said: (string | false | null | undefined)[] = [
      price.when &&
        Object.entries(price.when)
          .map(([attribute, values]) => t('when', { attribute, values: values.join(', ') }))
          .join(' '),
      price.unitConversion &&
        t('conversion', {
          divideBy: plain(price.unitConversion.divideBy),
          round: price.unitConversion.round,
        }),
      price.includedUnits && t('included', { quantity: quantity(price.includedUnits) }),
      price.discountPercent && t('discountPercent', { percent: plain(price.discountPercent) }),
      price.discountAmount && t('discountAmount', { amount: money(price.discountAmount) }),
      price.minimumSpend && t('minimum', { amount: money(price.minimumSpend) }),
      price.maximumSpend && t('maximum', { amount: money(price.maximumSpend) }),
      price.prepaidCredits && t('credits', { amount: money(price.prepaidCredits) }),
      price.model === 'percentage' &&
        price.freeAmount &&
        t('freeAmount', { amount: money(price.freeAmount) }),
      price.model === 'percentage' &&
        price.freeEvents !== undefined &&
        price.freeEvents > 0n &&
        t('freeEvents', { count: Number(price.freeEvents) }),
      price.model === 'percentage' &&
        price.minPerEvent &&
        t('minPerEvent', { amount: money(price.minPerEvent) }),
      price.model === 'percentage' &&
        price.maxPerEvent &&
        t('maxPerEvent', { amount: money(price.maxPerEvent) }),
      price.kind === 'recurring' && t(price.prorate ? 'prorated' : 'notProrated'),
    ];
    return said.filter((sentence): sentence is string => typeof sentence === 'string' && sentence !== '');
  }

  return { headline, modifiers };
}
