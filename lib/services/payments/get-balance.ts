import { type CreditRow, readCredits } from '@/lib/db/account-credits';
import { findPayingAccount, type OpenItem, readBookkeeper, readOpenItems } from '@/lib/db/open-items';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { AGES, type Age, ageOf } from '@/lib/domain/settlement/age-open';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { seenBy } from '@/lib/services/payments/seen-item';

export type OpenBillView = {
  id: string;
  number: string;
  /** A debit note: what a bank took back after it had been given back. */
  kind: 'bill' | 'debit_note';
  issuedOn: string;
  dueOn: string;
  age: Age;
  total: string;
  open: string;
  disputed: string;
};

/** What an account owes and has, in one currency; amounts as decimal text. */
export type CurrencyBalance = {
  currency: string;
  open: string;
  overdue: string;
  disputed: string;
  credit: string;
  ageing: { age: Age; amount: string }[];
  bills: OpenBillView[];
};

export type AccountBalance = {
  account: { id: string; number: string; name: string; currency: string };
  balances: CurrencyBalance[];
};

/** What is open of an account (id or number), how late it is, and its credit. Fails: `forbidden`, `not_found`. */
export async function getBalance(ctx: ServiceContext, idOrNumber: string): Promise<AccountBalance> {
  authorise(ctx, 'payment.read');
  const found = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const account = await findPayingAccount(sql, idOrNumber);
    if (!account) throw notFound('The billing account');
    return {
      account,
      items: await readOpenItems(sql, account.id),
      credits: await readCredits(sql, account.id),
    };
  });
  const { today } = await withTenantSql(operatorWide(ctx.actor), (sql) =>
    readBookkeeper(sql, ctx.actor.operatorId, ctx.now),
  );
  const { account, credits } = found;
  const items = found.items
    .map((item) => seenBy(ctx.actor, item))
    .filter(({ openMinor }) => openMinor !== 0n);
  const { id, number, name, currency } = account;
  const itemsOf = groupBy(items, (item) => item.currency);
  const others = [...new Set([...itemsOf.keys(), ...credits.map((row) => row.currency)])].sort();
  const currencies = [currency, ...others.filter((other) => other !== currency)];
  return {
    account: { id, number, name, currency },
    balances: currencies.map((code) => balanceOf(code, itemsOf.get(code) ?? [], credits, today as CivilDate)),
  };
}

function balanceOf(
  currency: string,
  items: readonly OpenItem[],
  credits: readonly CreditRow[],
  today: CivilDate,
): CurrencyBalance {
  const money = moneyOf(currency);
  const aged = items.map((item) => ({ ...item, age: ageOf(item.dueOn as CivilDate, today) }));
  const sum = (of: readonly OpenItem[], key: 'openMinor' | 'disputedMinor') =>
    money(of.reduce((total, item) => total + item[key], 0n));
  return {
    currency,
    open: sum(aged, 'openMinor'),
    overdue: sum(
      aged.filter(({ age }) => age !== 'not_due'),
      'openMinor',
    ),
    disputed: sum(aged, 'disputedMinor'),
    credit: money(credits.find((row) => row.currency === currency)?.creditMinor ?? 0n),
    ageing: AGES.map((age) => ({
      age,
      amount: sum(
        aged.filter((item) => item.age === age),
        'openMinor',
      ),
    })),
    bills: aged.map((item) => ({
      ...{ id: item.billId, number: item.number, kind: item.kind, age: item.age },
      ...{ issuedOn: item.issuedOn, dueOn: item.dueOn },
      total: money(item.totalMinor),
      open: money(item.openMinor),
      disputed: money(item.disputedMinor),
    })),
  };
}
