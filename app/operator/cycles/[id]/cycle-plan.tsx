import { getLocale, getTranslations } from 'next-intl/server';
import { MoneyText } from '@/components/money/money-text';
import { partnerBillTone } from '@/components/run/partner-bill-state';
import { InstantText } from '@/components/time/instant-text';
import { DescriptionList } from '@/components/ui/description-list';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import { formatCount } from '@/lib/format/quantity';
import { planRun } from '@/lib/services/bill-runs/plan-run';
import type { ServiceContext } from '@/lib/services/context';
import type { CycleView } from '@/lib/services/cycles/cycle-view';
import { listPartnerBills } from '@/lib/services/partner-bills/list-partner-bills';

/** What the cycle will bill: its accounts, the partners' own bills it waits for, and until when. */
export async function CyclePlan({ ctx, cycle }: { ctx: ServiceContext; cycle: CycleView }) {
  const t = await getTranslations('operator.plan');
  const locale = await getLocale();
  const received = await listPartnerBills(ctx, {
    q: '',
    sort: null,
    filters: { cycle: [cycle.id] },
    after: null,
    pageSize: 100,
  });
  const plan = await planRun(ctx, cycle.id);
  const r = await getTranslations('run.plan');
  const { missingPartners } = cycle;
  const receivedFrom = new Set(
    received.data.filter(({ state }) => state === 'accepted').map(({ partner }) => partner.id),
  );
  const end = 'end' as const;
  // Once the period has ended, what is owed has a part of the page to itself.
  const missing = (cycle.phase === 'ended' ? [] : missingPartners).map((partner) => ({
    id: partner.id,
    tone: 'attention' as const,
    cells: {
      partner: <TextLink href={`/operator/partners/${partner.slug}`}>{partner.name}</TextLink>,
      bill: t('notReceived'),
      state: <StateBadge tone="attention" label={t('expected')} />,
    },
  }));
  return (
    <Section title={t('title')} description={t('description')} id="plan">
      <DescriptionList
        columns={3}
        items={[
          { term: t('accounts'), detail: formatCount(cycle.accounts, locale) },
          {
            term: r('partnersIn'),
            detail: r('partnersOf', {
              received: receivedFrom.size,
              expected: new Set([...receivedFrom, ...missingPartners.map(({ id }) => id)]).size,
            }),
          },
          {
            term: r('usage'),
            detail: r('usageOf', { events: Number(plan.events), accounts: plan.usedAccounts }),
          },
          {
            term: r('waiting'),
            detail:
              plan.waiting === 0 ? (
                '0'
              ) : (
                <TextLink href="/operator/usage/suspense">{formatCount(plan.waiting, locale)}</TextLink>
              ),
          },
          { term: r('late'), detail: formatCount(Number(plan.late), locale) },
          { term: r('held'), detail: formatCount(plan.held, locale) },
          { term: t('ends'), detail: <InstantText value={cycle.toAt} timeZone={cycle.timeZone} /> },
          { term: t('cutOff'), detail: <InstantText value={cycle.cutOffAt} timeZone={cycle.timeZone} /> },
        ]}
      />
      <div className="pt-4">
        <PlainTable
          caption={t('partnerBills')}
          hideCaption={false}
          empty={t('noPartnerBills')}
          columns={[
            { id: 'partner', header: t('partner') },
            { id: 'bill', header: t('bill') },
            { id: 'state', header: t('state') },
            { id: 'accepted', header: t('accepted'), align: end },
            { id: 'rejected', header: t('rejected'), align: end },
            { id: 'amount', header: t('amount'), align: end },
          ]}
          rows={[
            ...missing,
            ...received.data.map((bill) => ({
              id: bill.id,
              cells: {
                partner: (
                  <TextLink href={`/operator/partners/${bill.partner.slug}`}>{bill.partner.name}</TextLink>
                ),
                bill: bill.externalId,
                state: (
                  <StateBadge
                    tone={partnerBillTone(bill.state)}
                    label={t(`partnerBillState.${bill.state}`)}
                  />
                ),
                accepted: formatCount(bill.lines.accepted, locale),
                rejected: formatCount(bill.lines.rejected + bill.lines.duplicate, locale),
                amount: bill.totals.map((total) => (
                  <span key={total.currency} className="block">
                    <MoneyText amount={total.accepted} currency={total.currency} exact />
                  </span>
                )),
              },
            })),
          ]}
        />
      </div>
    </Section>
  );
}
