import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isCurrency } from '@/lib/domain/money/currency';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { formatMinor } from '@/lib/domain/money/money';
import { parseTerm } from '@/lib/domain/settlement/parse-term';
import { formatMoney } from '@/lib/format/money';
import { formatPpm, formatQuantity } from '@/lib/format/quantity';

export type TermWordsProps = {
  term: { id: string; kind: string; basis: string; terms: Record<string, unknown> };
  /** Of the agreement: what its amounts are in. */
  currency: string;
};

/** A settlement term in one or a few sentences: what of the payer's receipts goes to the partner. */
export function TermWords({ term, currency }: TermWordsProps): ReactNode {
  const t = useTranslations('offering.term');
  const locale = useLocale();
  const { id: termId, kind, basis, terms } = term;
  const parsed = isCurrency(currency) ? parseTerm({ termId, kind, basis, terms }, currency) : null;
  if (!parsed?.ok || !isCurrency(currency)) return t('unreadable');
  const rule = parsed.value;
  const minor = (amountMinor: bigint) => formatMoney(formatMinor(amountMinor, currency), currency, locale);
  const money = (amount: Parameters<typeof formatDecimal>[0]) =>
    formatMoney(formatDecimal(amount), currency, locale, { exact: true });

  const sentences: string[] = [];
  switch (rule.kind) {
    case 'percentage':
      sentences.push(t('percentage', { rate: formatPpm(rule.ratePpm, locale) }));
      break;
    case 'graduated_percentage':
      for (const tier of rule.tiers) {
        const rate = formatPpm(tier.ratePpm, locale);
        sentences.push(
          tier.upToMinor === null
            ? t('slice.last', { rate })
            : t('slice.upTo', { rate, upTo: minor(tier.upToMinor) }),
        );
      }
      break;
    case 'fixed_per_unit':
      sentences.push(t('fixedPerUnit', { amount: money(rule.amountPerUnit) }));
      break;
    case 'wholesale':
      sentences.push(t(`wholesale.${rule.model}`));
      for (const tier of rule.tiers) {
        const unitPrice = money(tier.unitPrice);
        sentences.push(
          tier.upTo === null
            ? t('wholesale.last', { unitPrice })
            : t('wholesale.upTo', { unitPrice, upTo: formatQuantity(formatDecimal(tier.upTo), locale) }),
        );
      }
      break;
    case 'cost_plus':
      sentences.push(t('costPlus', { rate: formatPpm(rule.markupPpm, locale) }));
      break;
  }
  if (rule.capMinor != null) sentences.push(t('cap', { amount: minor(rule.capMinor) }));
  if (rule.minimumGuaranteeMinor != null) {
    sentences.push(t('guarantee', { amount: minor(rule.minimumGuaranteeMinor) }));
  }
  sentences.push(t(`basis.${rule.basis}`));
  return sentences.join(' ');
}
