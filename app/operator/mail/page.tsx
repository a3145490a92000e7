import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { parseListState } from '@/components/data-table/list-state';
import { MailTable } from '@/components/mail/mail-table';
import { Callout } from '@/components/ui/callout';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listMail } from '@/lib/services/mail/list-mail';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('alert.mailList'))('title') };
}

export default async function MailPage({ searchParams }: PageProps<'/operator/mail'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('alert.mailList');
  const state = parseListState(await searchParams, {
    sortable: ['createdAt'],
    filters: ['state'],
    defaultSort: '-createdAt',
  });
  const [mail, { timeZone }] = await Promise.all([orNotFound(listMail(ctx, state)), getOperator(ctx)]);
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      {mail.hasServer ? null : (
        <div className="pb-4">
          <Callout tone="attention" title={t('noServerTitle')}>
            {t('noServer')}
          </Callout>
        </div>
      )}
      <MailTable
        messages={mail.data}
        nextCursor={mail.nextCursor}
        hasServer={mail.hasServer}
        timeZone={timeZone}
      />
    </>
  );
}
