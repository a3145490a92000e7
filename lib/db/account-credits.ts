import type { Sql } from '@/lib/db/tenant';

export type CreditRow = { currency: string; creditMinor: bigint };

export const readCredits = (sql: Sql, billingAccountId: string): Promise<CreditRow[]> =>
  sql.query<CreditRow>(
    `select currency, credit_minor as "creditMinor" from account_credit
     where billing_account_id = $1::uuid and credit_minor > 0 order by currency`,
    [billingAccountId],
  );

/** Payments whose money was not all put on bills, given back or reversed; what came first stands first. */
export const readRests = (
  sql: Sql,
  billingAccountId: string,
  currency: string,
): Promise<{ paymentId: string; restMinor: bigint }[]> =>
  sql.query(
    `select id as "paymentId", amount_minor - reversed_minor - refunded_minor - allocated_minor as "restMinor" from payment
     where billing_account_id = $1::uuid and currency = $2 and amount_minor > reversed_minor + refunded_minor + allocated_minor
     order by received_on, id`,
    [billingAccountId, currency],
  );

export type Spendable = { billingAccountId: string; currency: string };

/**
 * Accounts with credit and something open that nobody disputes, or with a bill below nothing; after one of them, at most `limit`. What is
 * looked at are credits and bills below nothing, which are few, and not what is open.
 */
export const findSpendable = (sql: Sql, after: Spendable | null, limit: number): Promise<Spendable[]> =>
  sql.query(
    `select distinct billing_account_id as "billingAccountId", currency from (
       select c.billing_account_id, c.currency from account_credit c
       where c.credit_minor > 0 and exists (
         select from open_item i where i.operator_id = c.operator_id and i.billing_account_id = c.billing_account_id
           and i.currency = c.currency and i.open_minor > 0 and i.open_minor > i.disputed_minor)
       union all
       select i.billing_account_id, i.currency from open_item i where i.open_minor < 0) x
     where $1::uuid is null or (billing_account_id, currency) > ($1::uuid, $2::char(3))
     order by 1, 2 limit $3`,
    [after?.billingAccountId ?? null, after?.currency ?? null, limit],
  );
