import { getLocale, getTranslations } from 'next-intl/server';
import { MoneyText } from '@/components/money/money-text';
import { FindingFix } from '@/components/run/finding-fix';
import type { RunView } from '@/components/run/run-view';
import { Callout } from '@/components/ui/callout';
import { IssueList } from '@/components/ui/issue-list';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { formatCount } from '@/lib/format/quantity';
import type { CycleView } from '@/lib/services/cycles/cycle-view';

/** What a run did: its totals, its changes, and what looks odd, errors and the most money first. */
export async function RunResult({ cycle, run }: { cycle: CycleView; run: RunView }) {
  const t = await getTranslations('operator.run');
  const locale = await getLocale();
  const { created, updated, unchanged } = run.changes;
  const { total, held } = run.accounts;
  const isNothingNew = created === 0 && updated === 0;
  const hidden = run.issueCounts.reduce((sum, { count }) => sum + count, 0) - run.issues.length;
  return (
    <>
      <KeyFigures>
        {run.totals.map(({ currency, amount }) => (
          <KeyFigure
            key={currency}
            label={t('billed', { currency })}
            value={<MoneyText amount={amount} currency={currency} size="figure" />}
          />
        ))}
        <KeyFigure
          label={t('accounts')}
          value={formatCount(total, locale)}
          note={t('changes', { created, updated, unchanged })}
        />
        <KeyFigure
          label={t('held')}
          value={formatCount(held, locale)}
          {...(held > 0 ? { tone: 'attention' as const, href: '?accounts.state=held#accounts' } : {})}
        />
      </KeyFigures>
      {run.phase === 'issued' ? (
        <Callout
          tone="good"
          title={t('issuedTitle')}
          actions={
            <LinkButton size="sm" href={`/operator/bills?cycle=${cycle.id}`}>
              {t('toBills')}
            </LinkButton>
          }
        >
          {t('issuedNote', { held })}
        </Callout>
      ) : null}
      {run.phase === 'review' && isNothingNew ? (
        <Callout tone="good" title={t('nothingNewTitle')}>
          {t('nothingNewNote')}
        </Callout>
      ) : null}
      {run.phase === 'approved' ? <Callout title={t('approvedTitle')}>{t('approvedNote')}</Callout> : null}
      <Section title={t('anomalies')} description={t('anomaliesDescription')} id="anomalies">
        <div className="-mt-3 [&>p]:pt-3 [&>ul]:border-t-0">
          <IssueList
            empty={t('noAnomalies')}
            issues={run.issues.map((issue) => ({
              code: issue.code,
              severity: issue.severity,
              message: `${issue.billingAccount.number}: ${issue.message}`,
              fix: <FindingFix path={issue.path} />,
              href: `/operator/accounts/${issue.billingAccount.number}`,
              ...(issue.amountAtStake
                ? {
                    stake: (
                      <MoneyText amount={issue.amountAtStake} currency={issue.billingAccount.currency} />
                    ),
                  }
                : {}),
            }))}
          />
        </div>
        {hidden > 0 ? (
          <p className="pt-2 text-sm text-ink-muted">{t('moreAnomalies', { count: hidden })}</p>
        ) : null}
      </Section>
    </>
  );
}
