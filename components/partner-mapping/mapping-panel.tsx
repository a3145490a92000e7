import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
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
      <KeyFigures>
        {totals.map(({ currency, amount, lineCount, entryCount }) => (
          <KeyFigure
            key={currency}
            label={currency}
            tone="risk"
            value={<MoneyText amount={amount} currency={currency} size="figure" />}
            note={t('entries', { count: entryCount, lines: lineCount })}
          />
        ))}
      </KeyFigures>
    </Section>
  );
}
