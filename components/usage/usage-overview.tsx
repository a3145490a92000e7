import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { GroupTable } from '@/components/suspense/group-table';
import { SuspenseFigures } from '@/components/suspense/suspense-figures';
import type { WaitingSummary } from '@/components/suspense/suspense-view';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { ReceivedChart } from '@/components/usage/received-chart';
import type { ReceivedCount } from '@/components/usage/received-series';
import { UsageTabs } from '@/components/usage/usage-tabs';

export type UsageOverviewProps = {
  base: '/operator/usage' | '/partner/usage';
  received: { days: readonly string[]; counts: readonly ReceivedCount[] };
  summary: WaitingSummary;
  /** The latest files, ready to show. */
  files: ReactNode;
  timeZone: string;
};

const GROUPS_SHOWN = 5;

/** What came in lately, the files being read, and what waits, the most money first. */
export function UsageOverview({ base, received, summary, files, timeZone }: UsageOverviewProps): ReactNode {
  const t = useTranslations('suspense.overview');
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <UsageTabs base={base} />
      <Section title={t('chart')} description={t('chartNote')}>
        <ReceivedChart {...received} />
      </Section>
      <Section
        title={t('files')}
        description={t('filesNote')}
        actions={<LinkButton href={`${base}/files`}>{t('seeFiles')}</LinkButton>}
      >
        {files}
      </Section>
      <Section
        title={t('suspense')}
        description={t('suspenseNote')}
        actions={<LinkButton href={`${base}/suspense`}>{t('seeSuspense')}</LinkButton>}
      >
        <div className="[&>dl]:border-t-0 [&>dl]:pt-0">
          <SuspenseFigures summary={summary} href={`${base}/suspense`} />
        </div>
        <GroupTable
          groups={summary.groups.slice(0, GROUPS_SHOWN)}
          listHref={`${base}/suspense`}
          timeZone={timeZone}
          showSender={base === '/operator/usage'}
        />
      </Section>
    </>
  );
}
