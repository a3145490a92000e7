import { getTranslations } from 'next-intl/server';
import { InstantText } from '@/components/time/instant-text';
import { Section } from '@/components/ui/section';
import { Timeline } from '@/components/ui/timeline';
import { listActivity } from '@/lib/services/audit/list-activity';
import type { BillDetail } from '@/lib/services/bills/get-bill';
import type { ServiceContext } from '@/lib/services/context';
import { getOperator } from '@/lib/services/operators/get-operator';

/** Who did what that made this bill, the latest first. */
export async function BillHistory({ ctx, bill }: { ctx: ServiceContext; bill: BillDetail }) {
  const t = await getTranslations('operator.activity');
  const [entries, { timeZone }] = await Promise.all([
    listActivity(ctx, [bill.id, bill.run]),
    getOperator(ctx),
  ]);
  return (
    <Section id="activity" title={t('title')} description={t('description')}>
      <Timeline
        items={entries.map((entry) => ({
          id: entry.id,
          at: <InstantText value={entry.at} timeZone={timeZone} />,
          title: t.has(`action.${entry.action}`) ? t(`action.${entry.action}`) : entry.action,
          actor: entry.actorName,
        }))}
      />
    </Section>
  );
}
