import { getTranslations } from 'next-intl/server';
import { MoneyText } from '@/components/money/money-text';
import { FindingFix } from '@/components/run/finding-fix';
import { Callout } from '@/components/ui/callout';
import { IssueList } from '@/components/ui/issue-list';
import { Section } from '@/components/ui/section';
import { listRunAccounts } from '@/lib/services/bill-runs/list-run-accounts';
import type { BillDetail } from '@/lib/services/bills/get-bill';
import type { ServiceContext } from '@/lib/services/context';

/** What the run that wrote this bill found odd about it; an error, or a person, is why it is held. */
export async function BillFindings({ ctx, bill }: { ctx: ServiceContext; bill: BillDetail }) {
  const t = await getTranslations('operator.bills');
  const r = await getTranslations('run.account');
  const page = await listRunAccounts(ctx, bill.run, {
    q: '',
    sort: null,
    filters: { account: [bill.billingAccount.id] },
    after: null,
    pageSize: 25,
  });
  const issues = page.data.flatMap((row) => row.issues);
  const said = page.data[0]?.said ?? null;
  if (issues.length === 0 && said === null) return null;
  return (
    <div className="print:hidden">
      <Section title={t(bill.state === 'held' ? 'whyHeld' : 'findings')}>
        {said ? (
          <Callout
            tone={said.kind === 'hold' ? 'attention' : 'neutral'}
            title={r(`said.${said.kind}`, { by: said.by })}
          >
            {said.reason}
          </Callout>
        ) : null}
        <div className="-mt-3 [&>ul]:border-t-0">
          <IssueList
            issues={issues.map((issue) => ({
              code: issue.code,
              severity: issue.severity,
              message: issue.message,
              fix: <FindingFix code={issue.code} path={issue.path} account={bill.billingAccount.number} />,
              ...(issue.amountAtStake === undefined
                ? {}
                : { stake: <MoneyText amount={issue.amountAtStake} currency={bill.currency} /> }),
            }))}
          />
        </div>
      </Section>
    </div>
  );
}
