import { getLocale, getTranslations } from 'next-intl/server';
import { previewCohort, startCohort } from '@/app/operator/cycles/[id]/actions';
import { MoneyText } from '@/components/money/money-text';
import { CohortForm } from '@/components/run/cohort-form';
import { cohortKind } from '@/components/run/cohort-request';
import type { RunView } from '@/components/run/run-view';
import { DateText } from '@/components/time/date-text';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import type { Tone } from '@/components/ui/tone';
import type { CohortView } from '@/lib/services/bill-runs/cohort-view';
import { listCohorts } from '@/lib/services/bill-runs/list-cohorts';
import type { ServiceContext } from '@/lib/services/context';
import { listPartners } from '@/lib/services/parties/list-partners';

export type RunCohortsProps = { ctx: ServiceContext; run: RunView; mayAct: boolean };

const tones: Record<CohortView['state'], Tone> = {
  approved: 'progress',
  issuing: 'progress',
  issued: 'good',
};

/** Issuing a part before the rest, and the parts that were. Nothing is shown of a run that is issued whole. */
export async function RunCohorts({ ctx, run, mayAct }: RunCohortsProps) {
  const t = await getTranslations('run.cohort');
  const locale = await getLocale();
  const cohorts = await listCohorts(ctx, run.id);
  const isOpen = run.phase === 'review' || run.phase === 'issuing_cohort';
  const isOffered = mayAct && isOpen && run.accounts.done > run.accounts.issued;
  if (!isOffered && cohorts.length === 0) return null;
  const wholeList = { q: '', sort: null, filters: {}, after: null, pageSize: 200 };
  const partners = isOffered ? (await listPartners(ctx, wholeList)).data : [];
  const end = 'end' as const;
  return (
    <Section title={t('title')} description={t('description')} id="cohorts">
      {isOffered ? (
        <div className="pb-6">
          <CohortForm
            runId={run.id}
            suppliers={partners.map(({ slug, name }) => ({ slug, name }))}
            currencies={run.totals.map(({ currency }) => currency)}
            preview={previewCohort}
            start={startCohort}
          />
        </div>
      ) : null}
      <PlainTable
        caption={t('title')}
        empty={t('none')}
        columns={[
          { id: 'part', header: t('part') },
          { id: 'which', header: t('accounts') },
          { id: 'state', header: t('state') },
          { id: 'issued', header: t('issued'), align: end },
          { id: 'totals', header: t('totals'), align: end },
          { id: 'on', header: t('issuedOn') },
          { id: 'by', header: t('by') },
        ]}
        rows={cohorts.map((cohort) => ({
          id: cohort.id,
          cells: {
            part: cohort.n,
            which: askedOf(cohort),
            state: <StateBadge tone={tones[cohort.state]} label={t(`states.${cohort.state}`)} />,
            issued: (
              <>
                {t('progress', cohort.accounts)}
                {cohort.accounts.held > 0 ? (
                  <span className="block text-sm text-ink-muted">
                    {t('held', { count: cohort.accounts.held })}
                  </span>
                ) : null}
              </>
            ),
            totals: cohort.totals.map(({ currency, amount }) => (
              <span key={currency} className="block">
                <MoneyText amount={amount} currency={currency} />
              </span>
            )),
            on: <DateText value={cohort.issuedOn} />,
            by: cohort.requestedBy,
          },
        }))}
      />
    </Section>
  );

  function askedOf({ request }: CohortView): string {
    const { filter, first = 0 } = request;
    const asked = { filter, ...(request.first === undefined ? {} : { first }) };
    return t(`asked.${cohortKind(asked) ?? 'other'}`, {
      first,
      count: filter.accounts?.length ?? 0,
      words: filter.q ?? '',
      supplier: filter.suppliers?.[0] ?? '',
      currency: filter.currency ?? '',
      upTo: filter.totalUpTo ?? 'none',
      locale,
    });
  }
}
