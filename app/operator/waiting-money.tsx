import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { Section } from '@/components/ui/section';
import { formatCount } from '@/lib/format/quantity';
import type { RequestContext } from '@/lib/http/request-context';
import { countWaitingMoney } from '@/lib/services/operators/count-waiting-money';

/** Where each kind is decided. */
const PLACES = {
  disputes: '/operator/disputes?state=with_operator,answered,escalated',
  payments: '/operator/payments?state=unmatched',
  bankEntries: '/operator/payments/bank',
  payouts: '/operator/payouts?state=review',
  refunds: '/operator/payments/refunds',
  bankDetails: '/operator/bank-details',
  writeOffs: '/operator/write-offs?state=waiting',
} as const;

/** Money that goes no further until a person decides; nothing where none waits. */
export async function WaitingMoney({ ctx }: { ctx: RequestContext }): Promise<ReactNode> {
  const t = await getTranslations('operator.home.money');
  const locale = await getLocale();
  const counts = await countWaitingMoney(ctx);
  const kinds = (Object.keys(PLACES) as (keyof typeof PLACES)[]).filter((kind) => counts[kind] > 0);
  if (kinds.length === 0) return null;
  return (
    <Section title={t('title')} description={t('description')}>
      <KeyFigures>
        {kinds.map((kind) => (
          <KeyFigure
            key={kind}
            label={t(kind)}
            href={PLACES[kind]}
            value={formatCount(counts[kind], locale)}
            tone="attention"
          />
        ))}
      </KeyFigures>
    </Section>
  );
}
