import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';

export type MappingPanelProps = {
  totals: readonly { currency: string; amount: string; lineCount: number; entryCount: number }[];
};

/** The money that waits because nobody has said what a partner's names are; nothing where none waits. */
export function MappingPanel({ totals }: MappingPanelProps): ReactNode {
  const t = useTranslations('mapping.home');
  if (totals.length === 0) return null;
  return (
    <Section
      title={t('title')}
      description={t('description')}
      actions={<LinkButton href="/operator/mapping?state=waiting">{t('open')}</LinkButton>}
    >
      <ul className="flex flex-wrap gap-x-10 gap-y-3 pt-4">
        {totals.map(({ currency, amount, lineCount, entryCount }) => (
          <li key={currency}>
            <span className="block text-2xl font-medium tracking-tight">
              <MoneyText amount={amount} currency={currency} size="figure" tone="risk" />
            </span>
            <span className="text-sm text-ink-muted">
              {t('entries', { count: entryCount, lines: lineCount })}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
