import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { FixChoices, WaitingDetail } from '@/components/suspense/suspense-view';
import { DateText } from '@/components/time/date-text';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';

/** The products that answer to the event's reference: when they were in service, and the pages where that is changed. */
export function NamedProducts({
  event: { products },
  choices: { operatorBase },
}: {
  event: WaitingDetail;
  choices: FixChoices;
}): ReactNode {
  const t = useTranslations('suspense.fix');
  if (products.length === 0) return null;
  const linked = (href: string, label: string) =>
    operatorBase === null ? label : <TextLink href={`${operatorBase}${href}`}>{label}</TextLink>;
  return (
    <PlainTable
      caption={t('named')}
      hideCaption={false}
      columns={[
        { id: 'offering', header: t('offering') },
        ...(operatorBase === null ? [] : [{ id: 'account', header: t('account') }]),
        { id: 'from', header: t('from') },
        { id: 'to', header: t('to') },
      ]}
      rows={products.map(({ id, offering, accountNumber, startedOn, endedOn }) => ({
        id,
        cells: {
          offering: linked(`/offerings/${offering.slug}`, offering.name),
          account: linked(`/accounts/${accountNumber}`, accountNumber),
          from: <DateText value={startedOn} />,
          to: endedOn === null ? t('open') : <DateText value={endedOn} />,
        },
      }))}
    />
  );
}
