import { getTranslations } from 'next-intl/server';
import { holdListed, releaseListed } from '@/app/operator/cycles/[id]/actions';
import { MoneyText } from '@/components/money/money-text';
import { FindingFix } from '@/components/run/finding-fix';
import { HoldButton } from '@/components/run/hold-button';
import { LineDifferences } from '@/components/run/line-differences';
import { runAccountTone } from '@/components/run/run-state';
import type { RunView } from '@/components/run/run-view';
import { Callout } from '@/components/ui/callout';
import { DescriptionList } from '@/components/ui/description-list';
import { IssueList } from '@/components/ui/issue-list';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { SideSheet } from '@/components/ui/side-sheet';
import { StateBadge } from '@/components/ui/state-badge';
import { orNotFound } from '@/lib/http/or-not-found';
import { getRunAccount, type RunAccountView } from '@/lib/services/bill-runs/list-run-accounts';
import type { ServiceContext } from '@/lib/services/context';

export type RunAccountSheetProps = {
  ctx: ServiceContext;
  run: RunView;
  accountId: string;
  mayAct: boolean;
  closeHref: string;
};

/** One account of a run over the list it is from: what became of it, why it is held, what changed, and holding or releasing it. */
export async function RunAccountSheet({ ctx, run, accountId, mayAct, closeHref }: RunAccountSheetProps) {
  const t = await getTranslations('operator.run');
  const a = await getTranslations('run.account');
  const account = await orNotFound(getRunAccount(ctx, run.id, accountId));
  const { number, name, customer, state, change, total, currency, said, heldBy, cohort } = account;
  return (
    <SideSheet
      title={name}
      subtitle={number}
      closeHref={closeHref}
      footer={
        <SheetActions
          run={run}
          account={account}
          mayAct={mayAct}
          words={{ bill: a('bill'), account: a('toAccount') }}
        />
      }
    >
      {said ? (
        <Callout
          tone={said.kind === 'hold' ? 'attention' : 'neutral'}
          title={a(`said.${said.kind}`, { by: said.by })}
        >
          {said.reason}
        </Callout>
      ) : null}
      {heldBy ? <p className="pb-4 text-ink-muted">{a(`heldBy.${heldBy}`)}</p> : null}
      <div className="pb-6">
        <DescriptionList
          items={[
            { term: a('customer'), detail: customer.name },
            {
              term: a('state'),
              detail: <StateBadge tone={runAccountTone(state)} label={t(`accountState.${state}`)} />,
            },
            ...(total === null
              ? []
              : [{ term: a('total'), detail: <MoneyText amount={total} currency={currency} /> }]),
            ...(change === null ? [] : [{ term: a('change'), detail: t(`change.${change}`) }]),
            ...(cohort ? [{ term: t('stage.issue'), detail: a('cohort', { n: cohort.n }) }] : []),
          ]}
        />
      </div>
      <Section title={a('findings')} level={3}>
        <div className="-mt-3 [&>p]:pt-3 [&>ul]:border-t-0">
          <IssueList
            empty={a('noFindings')}
            issues={account.issues.map((issue) => ({
              code: issue.code,
              severity: issue.severity,
              message: issue.message,
              fix: <FindingFix code={issue.code} path={issue.path} account={number} />,
              ...(issue.amountAtStake
                ? { stake: <MoneyText amount={issue.amountAtStake} currency={currency} /> }
                : {}),
            }))}
          />
        </div>
      </Section>
      {change === 'updated' ? (
        <Section title={a('differences')} level={3}>
          <LineDifferences differences={account.differences} currency={currency} />
        </Section>
      ) : null}
    </SideSheet>
  );
}

type SheetActionsProps = {
  run: RunView;
  account: RunAccountView;
  mayAct: boolean;
  words: { bill: string; account: string };
};

function SheetActions({ run, account, mayAct, words }: SheetActionsProps) {
  const { id, number, name, state, said, heldBy, bill } = account;
  const target = { runId: run.id, q: '', filters: { account: [id] } };
  const canHold = mayAct && state !== 'issued' && said?.kind !== 'hold';
  const canRelease = mayAct && (heldBy === 'check' || said?.kind === 'hold');
  return (
    <>
      {canHold ? <HoldButton verb="hold" target={target} subject={name} act={holdListed} /> : null}
      {canRelease ? <HoldButton verb="release" target={target} subject={name} act={releaseListed} /> : null}
      {bill ? (
        <LinkButton size="sm" href={`/operator/bills/${bill.id}`}>
          {words.bill}
        </LinkButton>
      ) : null}
      <LinkButton size="sm" href={`/operator/accounts/${number}`}>
        {words.account}
      </LinkButton>
    </>
  );
}
