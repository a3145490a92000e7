import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { TermWords } from '@/components/offering/term-words';
import { DateText } from '@/components/time/date-text';
import { DescriptionList } from '@/components/ui/description-list';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { formatQuantity } from '@/lib/format/quantity';

export type AgreementListProps = {
  agreements: readonly {
    id: string;
    version: number;
    role: string;
    currency: string;
    validFrom: string;
    validTo: string | null;
    maxChargeAgeMonths: number;
    latePolicy: string;
    acceptance: string;
    changeTolerancePercent: string;
    differenceTolerancePercent: string;
    servicePolicy: string;
    selfBillingConsent: boolean;
    payoutFrequency: string;
    payer: { id: string; name: string };
    partner: { id: string; name: string };
    terms: {
      id: string;
      kind: string;
      basis: string;
      terms: Record<string, unknown>;
      offering: { id: string; name: string } | null;
      category: string | null;
    }[];
  }[];
  /** What can be done with one of them. */
  actions?: Readonly<Record<string, ReactNode>>;
};

/** Agreements with their conditions, and their settlement terms in words. */
export function AgreementList({ agreements, actions = {} }: AgreementListProps): ReactNode {
  const t = useTranslations('partner.terms');
  const locale = useLocale();
  const percent = (text: string) => `${formatQuantity(text, locale)}%`;
  if (agreements.length === 0) return <p className="text-ink-muted">{t('none')}</p>;
  return agreements.map((agreement) => (
    <Section
      key={agreement.id}
      title={t('between', { payer: agreement.payer.name, partner: agreement.partner.name })}
      description={t(`role.${agreement.role}`)}
      actions={actions[agreement.id]}
    >
      <DescriptionList
        columns={3}
        items={[
          { term: t('version'), detail: String(agreement.version) },
          {
            term: t('valid'),
            detail: (
              <>
                <DateText value={agreement.validFrom} /> –{' '}
                {agreement.validTo === null ? t('open') : <DateText value={agreement.validTo} />}
              </>
            ),
          },
          { term: t('currency'), detail: agreement.currency },
          { term: t('window'), detail: t('months', { count: agreement.maxChargeAgeMonths }) },
          { term: t('late'), detail: t(`latePolicy.${agreement.latePolicy}`) },
          { term: t('acceptance'), detail: t(`acceptanceRule.${agreement.acceptance}`) },
          { term: t('changeTolerance'), detail: percent(agreement.changeTolerancePercent) },
          { term: t('differenceTolerance'), detail: percent(agreement.differenceTolerancePercent) },
          { term: t('services'), detail: t(`servicePolicy.${agreement.servicePolicy}`) },
          { term: t('payout'), detail: t(`frequency.${agreement.payoutFrequency}`) },
          { term: t('selfBilling'), detail: t(agreement.selfBillingConsent ? 'agreed' : 'notAgreed') },
        ]}
      />
      <div className="pt-4">
        <PlainTable
          caption={t('shares')}
          columns={[
            { id: 'offering', header: t('offering'), width: '30%' },
            { id: 'words', header: t('share') },
          ]}
          rows={agreement.terms.map((term) => ({
            id: term.id,
            cells: {
              offering: term.offering?.name ?? term.category ?? t('allOfferings'),
              words: (
                <span className="block max-w-prose whitespace-normal">
                  <TermWords term={term} currency={agreement.currency} />
                </span>
              ),
            },
          }))}
          empty={t('noTerms')}
        />
      </div>
    </Section>
  ));
}
