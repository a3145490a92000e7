import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DateText } from '@/components/time/date-text';
import { DescriptionList } from '@/components/ui/description-list';

export type AccountFactsProps = {
  account: {
    currency: string;
    country: string;
    vatId: string | null;
    isBusiness: boolean;
    timeZone: string;
    language: string;
    paymentTermsDays: number;
    openedOn: string;
    address: { street: string; town: string; postcode: string };
    cycleSpec: { name: string };
  };
  /** Before the others. */
  children?: readonly { term: string; detail: ReactNode }[];
};

/** Whom the bills are for, how they are taxed, when they come. */
export function AccountFacts({ account, children = [] }: AccountFactsProps): ReactNode {
  const t = useTranslations('bill.accountFacts');
  const { street, postcode, town } = account.address;
  return (
    <DescriptionList
      columns={3}
      items={[
        ...children,
        { term: t('currency'), detail: account.currency },
        { term: t('cycle'), detail: `${account.cycleSpec.name} · ${account.timeZone}` },
        { term: t('paymentTerms'), detail: t('days', { count: account.paymentTermsDays }) },
        {
          term: t('tax'),
          detail: t(account.isBusiness ? 'business' : 'consumer', { country: account.country }),
        },
        { term: t('vatId'), detail: account.vatId ?? t('none') },
        { term: t('address'), detail: `${street}, ${postcode} ${town}` },
        { term: t('openedOn'), detail: <DateText value={account.openedOn} /> },
      ]}
    />
  );
}
