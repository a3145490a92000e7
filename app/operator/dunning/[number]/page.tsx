import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { changeGroup, pause, promise } from '@/app/operator/dunning/actions';
import { AccountDunning } from '@/components/dunning/account-dunning';
import { AddPromise } from '@/components/dunning/add-promise';
import { ChangeGroup } from '@/components/dunning/change-group';
import { PauseDunning } from '@/components/dunning/pause-dunning';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { addDays } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { orNotFound } from '@/lib/http/or-not-found';
import { getAccountDunning } from '@/lib/services/dunning/list-dunning';
import { getOperator } from '@/lib/services/operators/get-operator';

/** Read once for the page and its title. */
const readAccount = cache(async (number: string) => {
  const ctx = await requireContext('operator');
  return { ctx, dunning: await orNotFound(getAccountDunning(ctx, decodeURIComponent(number))) };
});

type Props = { params: Promise<{ number: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { dunning } = await readAccount((await params).number);
  return { title: (await getTranslations('dunning.account'))('title', { name: dunning.name }) };
}

export default async function AccountDunningPage({ params }: Props) {
  const t = await getTranslations('dunning');
  const { ctx, dunning } = await readAccount((await params).number);
  const { timeZone } = await getOperator(ctx);
  const today = civilDateAt(ctx.now, timeZone);
  const days = { today, proposed: addDays(today, 14) };
  return (
    <>
      <PageHeader
        title={t('account.title', { name: dunning.name })}
        breadcrumbs={[{ label: t('title'), href: '/operator/dunning' }, { label: dunning.number }]}
        meta={
          <>
            {dunning.customer.name} ·{' '}
            <TextLink href={`/operator/accounts/${dunning.number}`}>{dunning.number}</TextLink>
          </>
        }
        actions={
          can(ctx.actor, 'dunning.manage') ? (
            <>
              <ChangeGroup
                account={dunning.number}
                group={dunning.customer.customerGroup}
                change={changeGroup}
              />
              <PauseDunning
                account={dunning.number}
                isPaused={dunning.pausedUntil !== null}
                pause={pause}
                {...days}
              />
              <AddPromise account={dunning.number} currency={dunning.currency} add={promise} {...days} />
            </>
          ) : null
        }
      />
      <AccountDunning dunning={dunning} />
    </>
  );
}
