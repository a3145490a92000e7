import { getTranslations } from 'next-intl/server';
import { decideExpectation } from '@/app/operator/cycles/[id]/expectation-actions';
import { ExpectationTable } from '@/components/expectation/expectation-table';
import { Section } from '@/components/ui/section';
import { can } from '@/lib/domain/access/permissions';
import type { ServiceContext } from '@/lib/services/context';
import type { CycleView } from '@/lib/services/cycles/cycle-view';
import { listCycleExpectations } from '@/lib/services/expectations/list-expectations';

/** Which partner owes the cycle what, until when, and what becomes of the ones that do not come. */
export async function CycleExpectations({ ctx, cycle }: { ctx: ServiceContext; cycle: CycleView }) {
  const t = await getTranslations('expectation');
  const expectations = await listCycleExpectations(ctx, cycle.id);
  return (
    <Section title={t('title')} description={t('description')} id="owed">
      {expectations.length === 0 ? (
        <p className="text-ink-muted">{t(cycle.phase === 'ended' ? 'nobody' : 'notEnded')}</p>
      ) : (
        <ExpectationTable
          caption={t('title')}
          expectations={expectations}
          now={ctx.now}
          by="partner"
          base={({ partner }) => `/operator/partners/${partner.slug}`}
          maySend={false}
          decide={can(ctx.actor, 'expectation.decide') ? decideExpectation : null}
        />
      )}
    </Section>
  );
}
