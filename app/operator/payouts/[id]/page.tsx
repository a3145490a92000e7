import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { cache } from 'react';
import {
  adjustPayout,
  answerObjection,
  approvePayout,
  cancelPayout,
  markPaid,
  markReturned,
  recomputePayout,
} from '@/app/operator/payouts/actions';
import { PayoutSections } from '@/app/operator/payouts/payout-sections';
import { PayoutDocumentLinks } from '@/components/payout/document-links';
import { AnswerButton } from '@/components/payout/objection-button';
import { PayoutControls } from '@/components/payout/payout-controls';
import { PayoutObjections } from '@/components/payout/payout-objections';
import { payoutTone } from '@/components/payout/payout-state';
import { DateText } from '@/components/time/date-text';
import { PageHeader } from '@/components/ui/page-header';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { formatMoney } from '@/lib/format/money';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getPayout } from '@/lib/services/payouts/get-payout';

const actions = {
  ...{ approve: approvePayout, cancel: cancelPayout, recompute: recomputePayout },
  ...{ adjust: adjustPayout, paid: markPaid, returned: markReturned },
};

/** Read once for the page and its title. */
const readPayout = cache(async (id: string) => {
  const ctx = await requireContext('operator');
  return { ctx, payout: await orNotFound(getPayout(ctx, id)) };
});

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const { payout } = await readPayout((await params).id);
  const t = await getTranslations('payout.page');
  return { title: payout.number ? t('title', { number: payout.number }) : t('draftTitle') };
}

/** One payout: what it is made of, every row, and what a person can do with it. */
export default async function PayoutPage({ params, searchParams }: Props) {
  const t = await getTranslations('payout');
  const { ctx, payout } = await readPayout((await params).id);
  const { timeZone } = await getOperator(ctx);
  const home = `/operator/payouts/${payout.id}`;
  const title = payout.number ? t('page.title', { number: payout.number }) : t('page.draftTitle');
  const isCarried = Number(payout.amount) === 0;
  const mayManage = can(ctx.actor, 'payout.manage');
  const isHeld = payout.issues.length > 0 || payout.openObjections > 0;
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[
          { label: t('title'), href: '/operator/payouts' },
          { label: payout.number ?? payout.partner.name },
        ]}
        state={<StateBadge tone={payoutTone(payout.state)} label={t(`state.${payout.state}`)} />}
        meta={
          <>
            <TextLink href={`/operator/partners/${payout.partner.slug}`}>{payout.partner.name}</TextLink>
            {' · '}
            {t.rich('page.through', { date: () => <DateText value={payout.through} /> })}
            {' · '}
            <TextLink href={`/operator/payouts/runs/${payout.run}`}>{t('page.run')}</TextLink>
          </>
        }
        actions={
          <>
            <PayoutDocumentLinks payout={payout} />
            {mayManage ? (
              <PayoutControls
                payout={{
                  ...{ id: payout.id, state: payout.state },
                  ...{ currency: payout.currency, amount: payout.amount, balance: payout.balance },
                }}
                amount={formatMoney(
                  isCarried ? payout.carried : payout.amount,
                  payout.currency,
                  await getLocale(),
                )}
                partner={payout.partner.name}
                isCarried={isCarried}
                mayApprove={!isHeld && !payout.preparedByReader}
                actions={actions}
              />
            ) : null}
          </>
        }
      />
      <PayoutSections
        ctx={ctx}
        payout={payout}
        search={await searchParams}
        home={home}
        objections={
          <PayoutObjections
            objections={payout.objections}
            home={home}
            timeZone={timeZone}
            isOwn={false}
            answer={(objection) =>
              mayManage ? (
                <AnswerButton payout={payout.id} objection={objection} answer={answerObjection} />
              ) : null
            }
          />
        }
      />
    </>
  );
}
