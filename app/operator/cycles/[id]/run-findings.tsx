import { getLocale, getTranslations } from 'next-intl/server';
import { holdListed, releaseListed } from '@/app/operator/cycles/[id]/actions';
import { MoneyText } from '@/components/money/money-text';
import { FindingFix } from '@/components/run/finding-fix';
import { HoldButton } from '@/components/run/hold-button';
import type { RunView } from '@/components/run/run-view';
import { IssueList } from '@/components/ui/issue-list';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { type Tone, ToneIcon, toneText } from '@/components/ui/tone';
import { formatCount } from '@/lib/format/quantity';
import { listRunFindings } from '@/lib/services/bill-runs/list-run-findings';
import type { ServiceContext } from '@/lib/services/context';

export type RunFindingsProps = { ctx: ServiceContext; run: RunView; mayAct: boolean };

const tones: Record<string, Tone> = { error: 'risk', warning: 'attention', info: 'neutral' };

/** What looks odd: by kind, to hold or release all of a kind at once, then one by one; errors and the most money first. */
export async function RunFindings({ ctx, run, mayAct }: RunFindingsProps) {
  const t = await getTranslations('operator.run');
  const f = await getTranslations('run');
  const locale = await getLocale();
  const groups = await listRunFindings(ctx, run.id);
  const hidden = run.issueCounts.reduce((sum, { count }) => sum + count, 0) - run.issues.length;
  const labelOf = (code: string) => (f.has(`finding.${code}`) ? f(`finding.${code}`) : code);
  const targetOf = (code: string) => ({ runId: run.id, q: '', filters: { code: [code] } });
  const end = 'end' as const;
  return (
    <Section title={t('anomalies')} description={t('anomaliesDescription')} id="anomalies">
      {groups.length > 0 ? (
        <div className="pb-4">
          <PlainTable
            caption={f('findings.kinds')}
            columns={[
              { id: 'finding', header: f('findings.finding') },
              { id: 'accounts', header: f('findings.accounts'), align: end },
              { id: 'held', header: f('findings.held'), align: end },
              { id: 'stake', header: f('findings.stake'), align: end },
              ...(mayAct ? [{ id: 'actions', header: f('findings.actions'), align: end }] : []),
            ]}
            rows={groups.map(({ code, severity, accounts, held, stakes, canRelease }) => {
              const subject = f('findings.all', { count: accounts, finding: labelOf(code) });
              const tone = tones[severity] ?? 'neutral';
              return {
                id: `${severity}-${code}`,
                cells: {
                  finding: (
                    <span className="inline-flex items-baseline gap-2 [&>svg]:self-center">
                      <span className={toneText[tone]}>
                        <ToneIcon tone={tone} />
                      </span>
                      <TextLink href={`?run=${run.id}&accounts.code=${code}#accounts`}>
                        {labelOf(code)}
                      </TextLink>
                    </span>
                  ),
                  accounts: formatCount(accounts, locale),
                  held: formatCount(held, locale),
                  stake: stakes.map(({ currency, amount }) => (
                    <span key={currency} className="block">
                      <MoneyText amount={amount} currency={currency} />
                    </span>
                  )),
                  actions: (
                    <span className="inline-flex gap-2">
                      {held < accounts ? (
                        <HoldButton verb="hold" target={targetOf(code)} subject={subject} act={holdListed} />
                      ) : null}
                      {held > 0 && canRelease ? (
                        <HoldButton
                          verb="release"
                          target={targetOf(code)}
                          subject={subject}
                          act={releaseListed}
                        />
                      ) : null}
                    </span>
                  ),
                },
              };
            })}
          />
        </div>
      ) : null}
      <div className="-mt-3 [&>p]:pt-3 [&>ul]:border-t-0">
        <IssueList
          empty={t('noAnomalies')}
          issues={run.issues.map((issue) => ({
            code: issue.code,
            severity: issue.severity,
            message: `${issue.billingAccount.number}: ${issue.message}`,
            fix: <FindingFix code={issue.code} path={issue.path} account={issue.billingAccount.number} />,
            href: `?run=${run.id}&account=${issue.billingAccount.id}`,
            ...(issue.amountAtStake
              ? { stake: <MoneyText amount={issue.amountAtStake} currency={issue.billingAccount.currency} /> }
              : {}),
          }))}
        />
      </div>
      {hidden > 0 ? (
        <p className="pt-2 text-sm text-ink-muted">{t('moreAnomalies', { count: hidden })}</p>
      ) : null}
    </Section>
  );
}
