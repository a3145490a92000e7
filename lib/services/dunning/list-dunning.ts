import {
  type DunnedAccountRow,
  findDunningAccount,
  lastSweep,
  listDunnedRows,
  listOverdueBills,
  sumDunning,
} from '@/lib/db/dunning';
import { listNoticeRows, type NoticeRow } from '@/lib/db/dunning-notices';
import { type ListQuery, type Page, wholeList } from '@/lib/db/keyset';
import { findOperator } from '@/lib/db/operators';
import { listPromiseRows, type PromiseRow } from '@/lib/db/payment-promises';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { DunningState } from '@/lib/domain/billing/dunning';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type DunnedAccount = Omit<DunnedAccountRow, 'overdueMinor' | 'disputedMinor'> & {
  overdue: string;
  disputed: string;
};
export type NoticeView = Omit<NoticeRow, 'amountMinor'> & { amount: string };
export type PromiseView = Omit<PromiseRow, 'amountMinor'> & { amount: string };

/** Accounts with something overdue, the most money first. */
export async function listDunnedAccounts(
  ctx: ServiceContext,
  query: ListQuery,
): Promise<Page<DunnedAccount>> {
  authorise(ctx, 'dunning.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const page = await listDunnedRows(sql, query, await dayOf(sql, ctx));
    const data = page.data.map(({ overdueMinor, disputedMinor, ...row }) => {
      const money = moneyOf(row.currency);
      return { ...row, overdue: money(overdueMinor), disputed: money(disputedMinor) };
    });
    return { ...page, data };
  });
}

/** Letters, the latest first. */
export async function listNotices(ctx: ServiceContext, query: ListQuery): Promise<Page<NoticeView>> {
  authorise(ctx, 'dunning.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listNoticeRows(sql, query));
  return { ...page, data: page.data.map(withAmount) };
}

/** Promises, the latest first. */
export async function listPromises(ctx: ServiceContext, query: ListQuery): Promise<Page<PromiseView>> {
  authorise(ctx, 'dunning.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listPromiseRows(sql, query));
  return { ...page, data: page.data.map(withAmount) };
}

export type DunningOverview = {
  /** 0: overdue, and nothing reached yet. */
  stages: { stage: number; accounts: number; claims: { currency: string; amount: string }[] }[];
  lastSweep: { on: string; accounts: number; notices: number } | null;
};

/** How many accounts are at which stage, and what is claimed of them: overdue and not disputed. */
export async function dunningOverview(ctx: ServiceContext): Promise<DunningOverview> {
  authorise(ctx, 'dunning.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const sums = await sumDunning(sql, await dayOf(sql, ctx));
    const stages = [...new Set(sums.map(({ stage }) => stage))].map((stage) => {
      const own = sums.filter((sum) => sum.stage === stage);
      return {
        stage,
        accounts: own.reduce((count, { accounts }) => count + accounts, 0),
        claims: own.map(({ currency, claimMinor }) => ({ currency, amount: moneyOf(currency)(claimMinor) })),
      };
    });
    return { stages, lastSweep: await lastSweep(sql) };
  });
}

export type AccountDunning = {
  id: string;
  number: string;
  name: string;
  currency: string;
  language: string;
  customer: { name: string; email: string | null; customerGroup: string };
  dunningState: DunningState;
  stage: number;
  stageOn: string | null;
  pausedUntil: string | null;
  pauseReason: string | null;
  bills: { id: string; number: string; dueOn: string; open: string; disputed: string }[];
  notices: NoticeView[];
  promises: PromiseView[];
};

/** One account's dunning with its history, by the account's id or number. Fails: `not_found`. */
export async function getAccountDunning(ctx: ServiceContext, idOrNumber: string): Promise<AccountDunning> {
  authorise(ctx, 'dunning.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const account = await findDunningAccount(sql, idOrNumber);
    if (!account) throw notFound('The billing account');
    const today = await dayOf(sql, ctx);
    const ofAccount = { ...wholeList, filters: { account: [account.id] } };
    const money = moneyOf(account.currency);
    const bills = await listOverdueBills(sql, account.id, today);
    const { pausedBy: _, round: __, pausedUntil, ...rest } = account;
    return {
      ...rest,
      pausedUntil: pausedUntil !== null && pausedUntil >= today ? pausedUntil : null,
      bills: bills.map(({ billId, number, dueOn, openMinor, disputedMinor }) => ({
        ...{ id: billId, number, dueOn, open: money(openMinor), disputed: money(disputedMinor) },
      })),
      notices: (await listNoticeRows(sql, ofAccount)).data.map(withAmount),
      promises: (await listPromiseRows(sql, ofAccount)).data.map(withAmount),
    };
  });
}

async function dayOf(sql: Sql, ctx: ServiceContext): Promise<CivilDate> {
  return civilDateAt(ctx.now, (await findOperator(sql))!.timeZone);
}

function withAmount<Row extends { amountMinor: bigint; currency: string }>({
  amountMinor,
  ...row
}: Row): Omit<Row, 'amountMinor'> & { amount: string } {
  return { ...row, amount: moneyOf(row.currency)(amountMinor) } as Omit<Row, 'amountMinor'> & {
    amount: string;
  };
}
