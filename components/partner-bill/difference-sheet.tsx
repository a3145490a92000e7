'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import type { DifferenceEntry } from '@/components/partner-bill/difference-table';
import { Section } from '@/components/ui/section';
import { SideSheet } from '@/components/ui/side-sheet';
import { StateBadge } from '@/components/ui/state-badge';

export type DifferenceSheetProps = {
  entry: DifferenceEntry;
  causes: readonly { code: string; words: string; fits: boolean }[];
  /** Our rating, its steps as sentences. */
  hub: readonly {
    name: string;
    quantity: string;
    unit: string | null;
    amount: string;
    steps: readonly string[];
  }[];
  partner: readonly {
    service: string;
    currency: string;
    quantity: string | null;
    unit: string | null;
    amount: string;
    lineCount: number;
  }[];
  closeHref: string;
};

/** Both sides of one difference, side by side, and why they may differ. */
export function DifferenceSheet({ entry, causes, hub, partner, closeHref }: DifferenceSheetProps): ReactNode {
  const t = useTranslations('difference');
  return (
    <SideSheet
      title={entry.account?.name ?? t('account')}
      subtitle={[entry.account?.number, entry.offering?.name].filter(Boolean).join(' · ')}
      closeHref={closeHref}
    >
      <Section title={t('possible')} level={3}>
        <ul className="divide-y">
          {causes.map((cause) => (
            <li key={`${cause.code} ${cause.words}`} className="py-3">
              <span className="flex flex-wrap items-center gap-x-3">
                <span className="font-medium">{t(`cause.${cause.code}`)}</span>
                {cause.fits && cause.code !== 'same' ? <StateBadge tone="good" label={t('fits')} /> : null}
              </span>
              <span className="block text-ink-muted">{cause.words}</span>
            </li>
          ))}
        </ul>
      </Section>
      <div className="grid gap-x-6 sm:grid-cols-2">
        <Section title={t('hub')} level={3}>
          <Total amount={entry.hubAmount} currency={entry.currency} />
          {hub.length === 0 ? <p className="text-sm text-ink-muted">{t('hubEmpty')}</p> : null}
          {hub.map((line) => (
            <div key={line.name} className="border-b py-2 text-sm">
              <Side name={line.name} quantity={line.quantity} unit={line.unit} />
              <MoneyText amount={line.amount} currency={entry.currency} />
              <ol className="pt-1 text-ink-muted">
                {line.steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </div>
          ))}
        </Section>
        <Section title={t('partner')} level={3}>
          <Total amount={entry.partnerAmount} currency={entry.currency} />
          {partner.length === 0 ? <p className="text-sm text-ink-muted">{t('partnerEmpty')}</p> : null}
          {partner.map((line) => (
            <div key={`${line.service} ${line.currency} ${line.unit}`} className="border-b py-2 text-sm">
              <Side name={line.service} quantity={line.quantity} unit={line.unit} />
              <MoneyText amount={line.amount} currency={line.currency} exact />
              <span className="ps-3 text-ink-muted">{t('lines', { count: line.lineCount })}</span>
            </div>
          ))}
        </Section>
      </div>
    </SideSheet>
  );
}

const Total = ({ amount, currency }: { amount: string; currency: string }): ReactNode => (
  <p className="border-b py-2 text-lg font-medium">
    <MoneyText amount={amount} currency={currency} exact />
  </p>
);

const Side = ({
  name,
  quantity,
  unit,
}: {
  name: string;
  quantity: string | null;
  unit: string | null;
}): ReactNode => (
  <span className="flex flex-wrap justify-between gap-x-3">
    <span className="font-medium break-words">{name}</span>
    {quantity === null ? null : (
      <span>
        {quantity} {unit}
      </span>
    )}
  </span>
);
