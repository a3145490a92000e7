import { FileSpreadsheet } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LedgerTabs } from '@/components/ledger/ledger-tabs';
import { TrialBalance } from '@/components/ledger/trial-balance';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { readTrialBalance } from '@/lib/services/ledger/read-balances';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ledger'))('title') };
}

export default async function LedgerPage() {
  const ctx = await requireContext('operator');
  const t = await getTranslations('ledger');
  const trials = await readTrialBalance(ctx);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <LinkButton
            href="/api/v1/ledger/journals.csv"
            download
            icon={<FileSpreadsheet size={16} aria-hidden />}
          >
            {t('csv')}
          </LinkButton>
        }
      />
      <LedgerTabs />
      <div className="pt-6">
        {trials.length === 0 ? (
          <EmptyState title={t('emptyTitle')} description={t('emptyDescription')} />
        ) : (
          trials.map((trial) => <TrialBalance key={trial.currency} trial={trial} />)
        )}
      </div>
    </>
  );
}
