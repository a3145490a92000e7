import { endHolds, insertHolds } from '@/lib/db/account-holds';
import { appendAudit } from '@/lib/db/audit';
import { type BillRunRow, findBillRun, lockBillRun, notifyBillRun } from '@/lib/db/bill-runs';
import { newId } from '@/lib/db/id';
import type { RunAccountFilter } from '@/lib/db/run-account-filter';
import { type HeldAccountRow, listActiveRunIds, readHoldable, setRunAccountsHeld } from '@/lib/db/run-holds';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { AccountHoldKind } from '@/lib/domain/billing/hold-cause';
import { BILL_RUN, isFinal } from '@/lib/domain/billing/state';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';

/** What is asked of each account, and what to do with it. */
export type HoldVerb = {
  verb: 'hold' | 'release';
  decide: (account: HeldAccountRow) => HoldDecision;
};

/** `said`: what stands from now on; null when nothing does. `isHeld`: whether the account is then kept back. */
export type HoldDecision =
  | { said: AccountHoldKind | null; isHeld: boolean }
  | { refusal: { code: string; message: string } };

export type HoldOutcome = {
  /** How many accounts fitted. */
  matched: number;
  changed: number;
  /** Those that stayed as they were, by why. */
  skipped: { code: string; message: string; count: number }[];
};

/**
 * Says of accounts that their bills of the run's cycle are held, or not: one transaction, with the run locked, so no worker is in
 * the middle of them. What is said stands for the cycle; asked of a run that is dry or over, it goes to the one under way, or else
 * to the next. Each account's row has who said it, when and why; the audit trail has one entry for a call.
 * Fails: `not_found` for a run that is not there.
 */
export async function changeHolds(
  ctx: ServiceContext,
  runId: string,
  { verb, decide }: HoldVerb,
  { filter, reason }: { filter: RunAccountFilter; reason: string },
): Promise<HoldOutcome> {
  authorise(ctx, 'bill-run.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await lockTarget(sql, runId);
    const accounts = await readHoldable(sql, run.id, filter);
    const decided = accounts.map((account) => ({ account, decision: decide(account) }));
    const changes = decided.flatMap(({ account, decision }) =>
      'refusal' in decision ? [] : [{ account, ...decision }],
    );
    await carryOut(ctx, sql, run, changes, reason);
    const outcome = { matched: accounts.length, changed: changes.length, skipped: refusals(decided) };
    if (changes.length > 0) await record(ctx, sql, run, { verb, reason, filter }, changes);
    return outcome;
  });
}

async function lockTarget(sql: Sql, runId: string): Promise<BillRunRow> {
  const asked = await findBillRun(sql, runId);
  if (!asked) throw notFound('The bill run');
  const isUnderWay = !asked.dryRun && !isFinal(BILL_RUN, asked.state);
  const [active] = isUnderWay ? [] : await listActiveRunIds(sql, asked.cycleId);
  return (await lockBillRun(sql, active ?? runId, 'exclusive'))!;
}

type Change = { account: HeldAccountRow; said: AccountHoldKind | null; isHeld: boolean };

async function carryOut(
  ctx: ServiceContext,
  sql: Sql,
  run: BillRunRow,
  changes: readonly Change[],
  reason: string,
): Promise<void> {
  const change = { cycleId: run.cycleId, by: ctx.actor.name, at: ctx.now };
  await endHolds(
    sql,
    change,
    changes.map(({ account }) => account.accountId),
  );
  const holds = changes.flatMap(({ account, said }) =>
    said === null ? [] : [{ id: newId(), billingAccountId: account.accountId, kind: said, reason }],
  );
  await insertHolds(sql, ctx.actor.operatorId, change, holds);
  if (run.dryRun || isFinal(BILL_RUN, run.state)) return;

  const moved = (isHeld: boolean, from: HeldAccountRow['state']) =>
    changes
      .filter(({ account, ...to }) => to.isHeld === isHeld && account.state === from)
      .map(({ account }) => account.accountId);
  await setRunAccountsHeld(sql, run, moved(true, 'done'), true);
  await setRunAccountsHeld(sql, run, moved(false, 'held'), false);
}

function refusals(decided: readonly { decision: HoldDecision }[]): HoldOutcome['skipped'] {
  const refused = decided.flatMap(({ decision }) => ('refusal' in decision ? [decision.refusal] : []));
  return [...groupBy(refused, ({ code }) => code).values()].map((group) => ({
    ...group[0]!,
    count: group.length,
  }));
}

const NUMBERS_RECORDED = 50;

/** One account's change is in that account's trail; a change of many is in the run's, which says which were meant. */
async function record(
  ctx: ServiceContext,
  sql: Sql,
  run: BillRunRow,
  { verb, reason, filter }: { verb: HoldVerb['verb']; reason: string; filter: RunAccountFilter },
  changes: readonly Change[],
): Promise<void> {
  const [only, ...others] = changes;
  const { cycleId } = run;
  const single = only && others.length === 0;
  await appendAudit(sql, ctx.actor, {
    action: single ? `billing-account.${PAST[verb]}` : `bill-run.accounts-${PAST[verb]}`,
    entityType: single ? 'billing_account' : 'bill_run',
    entityId: single ? only.account.accountId : run.id,
    before: single ? { state: only.account.state, said: only.account.said } : undefined,
    after: single
      ? { runId: run.id, cycleId, reason, said: only.said, held: only.isHeld }
      : {
          cycleId,
          reason,
          accounts: changes.length,
          numbers: changes.slice(0, NUMBERS_RECORDED).map(({ account }) => account.number),
          filter: JSON.parse(
            JSON.stringify(filter, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
          ),
        },
  });
  await notifyBillRun(sql, ctx.actor.operatorId, run.id);
}

const PAST = { hold: 'held', release: 'released' } as const;
