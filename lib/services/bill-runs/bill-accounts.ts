import { countUsageFrom, findOpenAccountRuns, findUnbilledPeriods } from '@/lib/db/account-bills';
import { type AccountRow, findAccount } from '@/lib/db/accounts';
import { appendAudit } from '@/lib/db/audit';
import { insertBillRun, lockCycle } from '@/lib/db/bill-runs';
import { ensureCycleRows, findCycleSpec } from '@/lib/db/cycles';
import { newId } from '@/lib/db/id';
import { insertRunAccounts } from '@/lib/db/run-accounts';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { addDays, type CivilDate, parseCivilDate } from '@/lib/domain/period/civil-date';
import { cyclePeriodContaining } from '@/lib/domain/period/cycle';
import type { Period } from '@/lib/domain/period/period';
import { civilDateAt, startOfDayInstant } from '@/lib/domain/period/zone';
import { conflict, invalid, notFound } from '@/lib/errors';
import { type BillRunView, readBillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { applyChange, requireRun } from '@/lib/services/bill-runs/change-bill-run';
import { discardDrafts } from '@/lib/services/bill-runs/discard-drafts';
import { enqueueLanes } from '@/lib/services/bill-runs/enqueue-run';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { cycleRow, cycleSpecOf } from '@/lib/services/cycles/cycle-row';

export type AccountBillsInput = {
  /** Ids or numbers, all of one billing cycle. */
  accounts: readonly string[];
  kind: 'on_demand' | 'final';
  /** The first day that is not charged, at most tomorrow; left out, tomorrow: today is the last day. */
  until?: string | undefined;
  dryRun?: boolean;
};

/**
 * Bills accounts before their cycle ends, as a run of its own: reviewed, approved and issued like a cycle's. `on_demand` charges
 * what there is so far, and the cycle's own bill the rest; `final` also ends the accounts' products on `until` and closes them
 * when it is issued. A run of the same accounts that waits for review or issue is superseded.
 * Fails: `not_found`, `different_cycles`, `invalid_until`, `account_closed`, `run_in_progress`; of a final bill also
 * `earlier_period_open` and `usage_after_end`.
 */
export async function billAccounts(ctx: ServiceContext, input: AccountBillsInput): Promise<BillRunView> {
  authorise(ctx, 'bill-run.manage');
  if (input.kind === 'final') authorise(ctx, 'account.manage');
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const accounts = await findAccounts(sql, input.accounts);
    const accountIds = accounts.map(({ id }) => id);
    const spec = (await findCycleSpec(sql, accounts[0]!.cycleSpec.id))!;
    const today = civilDateAt(ctx.now, spec.timeZone);
    const { n, period } = cyclePeriodContaining(cycleSpecOf(spec), today);
    const until = untilOf(input, period, today);
    const [cycleId] = await ensureCycleRows(sql, operatorId, [cycleRow(spec, n)]);
    await lockCycle(sql, cycleId!);
    if (input.kind === 'final') {
      await requireClosable(sql, accounts, { period, until, timeZone: spec.timeZone });
    }
    const dryRun = input.dryRun ?? false;
    if (!dryRun) await supersede(ctx, sql, accountIds);

    const { kind } = input;
    const requested = { requestedBy: ctx.actor.name, createdAt: ctx.now };
    const run = { id: newId(), cycleId: cycleId!, kind, billTo: until, dryRun, ...requested };
    await insertBillRun(sql, operatorId, run);
    await insertRunAccounts(sql, operatorId, run.id, accountIds);
    await enqueueLanes(sql, operatorId, run.id);
    await appendAudit(sql, ctx.actor, {
      action: 'bill-run.started',
      entityType: 'bill_run',
      entityId: run.id,
      after: { cycleId, kind, until, accounts: accounts.map(({ number }) => number), dryRun },
    });
    const started = { startedAt: null, finishedAt: null, issuedOn: null, failure: null };
    return readBillRunView(sql, { ...run, ...started, state: 'queued' });
  });
}

async function findAccounts(sql: Sql, names: readonly string[]): Promise<AccountRow[]> {
  const found = new Map<string, AccountRow>();
  for (const name of names) {
    const account = await findAccount(sql, name);
    if (!account) throw notFound('The billing account');
    found.set(account.id, account);
  }
  const accounts = [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (accounts.length === 0) throw notFound('The billing account');
  const specs = new Set(accounts.map(({ cycleSpec }) => cycleSpec.id));
  if (specs.size > 1) {
    throw conflict('different_cycles', 'These accounts follow different billing cycles: bill them apart.');
  }
  return accounts;
}

/** The days billed lie in the running period, and nobody can say yet what happens after today. */
export function untilOf(
  { until }: Pick<AccountBillsInput, 'until'>,
  period: Period,
  today: CivilDate,
): CivilDate {
  const tomorrow = addDays(today, 1);
  const chosen = until === undefined ? tomorrow : parseCivilDate(until);
  if (chosen !== null && chosen > period.from && chosen <= tomorrow) return chosen;
  const message = `Choose a day after ${period.from}, when the running period began, and no later than ${tomorrow}.`;
  throw invalid('invalid_until', 'until', message);
}

/** A final bill leaves nothing behind: no earlier period to bill, no usage after the last day. */
async function requireClosable(
  sql: Sql,
  accounts: readonly AccountRow[],
  { period, until, timeZone }: { period: Period; until: CivilDate; timeZone: string },
): Promise<void> {
  const closed = accounts.find(({ state }) => state === 'closed');
  if (closed) throw conflict('account_closed', `The account ${closed.number} is closed already.`);
  const accountIds = accounts.map(({ id }) => id);
  const [open] = await findUnbilledPeriods(sql, accountIds, period.from);
  if (open) {
    const last = addDays(open.periodTo as CivilDate, -1);
    const message = `The account ${open.accountNumber} is not billed for ${open.periodFrom} to ${last}: issue that bill, then close the account.`;
    throw conflict('earlier_period_open', message);
  }
  const at = startOfDayInstant(until, timeZone);
  const later = await countUsageFrom(sql, accountIds, { periodFrom: period.from, at });
  if (later === 0n) return;
  const message = `There is usage on or after ${until} (${later} events): choose a later day, or take that usage back.`;
  throw conflict('usage_after_end', message);
}

async function supersede(ctx: ServiceContext, sql: Sql, accountIds: readonly string[]): Promise<void> {
  for (const { id } of await findOpenAccountRuns(sql, accountIds)) {
    const run = await requireRun(sql, id);
    if (!REPLACEABLE.has(run.state)) {
      const message = `The run ${id} of this account is ${run.state}. Wait for it, or cancel it.`;
      throw conflict('run_in_progress', message);
    }
    const set = { finishedAt: ctx.now };
    await discardDrafts(
      sql,
      await applyChange(ctx, sql, run, { event: 'cancel', action: 'superseded', set }),
    );
  }
}

const REPLACEABLE: ReadonlySet<string> = new Set(['review', 'approved', 'failed']);
