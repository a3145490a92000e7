import { appendAudit } from '@/lib/db/audit';
import { type DunningAccountRow, findDunningAccount, lockDunningAccount, savePause } from '@/lib/db/dunning';
import { saveCustomerGroup } from '@/lib/db/dunning-policies';
import { findOperator } from '@/lib/db/operators';
import { insertPromise } from '@/lib/db/payment-promises';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { addDays, type CivilDate, parseCivilDate } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { requireBounded } from '@/lib/services/require-bounded';

const MOST_DAYS = 366;

/** Lets an account be until a day, with a reason; `until` null goes on again. Fails: `not_found`, `bad_day`. */
export async function pauseDunning(
  ctx: ServiceContext,
  account: string,
  { until, reason }: { until: string | null; reason: string },
): Promise<{ id: string; pausedUntil: string | null }> {
  authorise(ctx, 'dunning.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const { id } = await requireAccount(sql, account);
    const day = until === null ? null : await requireDay(sql, ctx, 'until', until);
    const before = (await lockDunningAccount(sql, ctx.actor.operatorId, id))!;
    const pause = {
      until: day,
      reason: day === null ? null : reason,
      by: day === null ? null : actorName(ctx.actor),
    };
    await savePause(sql, id, pause);
    await appendAudit(sql, ctx.actor, {
      ...{
        action: day === null ? 'dunning.resumed' : 'dunning.paused',
        entityType: 'billing_account',
        entityId: id,
      },
      ...{ before: { pausedUntil: before.pausedUntil }, after: { pausedUntil: day, reason } },
    });
    return { id, pausedUntil: day };
  });
}

export type PromiseInput = {
  account: string /** Decimal text in its currency. */;
  amount: string;
  until: string;
  note: string;
};

/**
 * A customer's word to pay so much until a day, inclusive: dunning waits as long, and goes on when the day has passed and less was paid.
 * Fails: `not_found`, `bad_amount`, `amount_too_large`, `bad_day`.
 */
export async function addPromise(ctx: ServiceContext, input: PromiseInput): Promise<{ id: string }> {
  authorise(ctx, 'dunning.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const { id: billingAccountId, currency } = await requireAccount(sql, input.account);
    const amount = isCurrency(currency) ? parseMoney(input.amount, currency) : null;
    if (!amount || amount.amountMinor <= 0n) {
      throw invalid('bad_amount', 'amount', `Write an amount above zero in ${currency}, such as 250.00.`);
    }
    requireBounded(amount.amountMinor);
    const untilOn = await requireDay(sql, ctx, 'until', input.until);
    await lockDunningAccount(sql, ctx.actor.operatorId, billingAccountId);
    const { amountMinor } = amount;
    const said = { billingAccountId, currency, amountMinor, untilOn, note: input.note };
    const id = await insertPromise(sql, ctx.actor.operatorId, {
      ...said,
      madeBy: actorName(ctx.actor),
      madeAt: ctx.now,
    });
    await appendAudit(sql, ctx.actor, {
      ...{ action: 'payment-promise.added', entityType: 'billing_account', entityId: billingAccountId },
      after: { promise: id, amount: input.amount, currency, untilOn, note: input.note },
    });
    return { id };
  });
}

/** Puts an account's customer, with all its accounts, into a group: its policy holds from the next sweep on. Fails: `not_found`. */
export async function changeCustomerGroup(
  ctx: ServiceContext,
  account: string,
  group: string,
): Promise<{ customerGroup: string }> {
  authorise(ctx, 'dunning.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const { customer } = await requireAccount(sql, account);
    await saveCustomerGroup(sql, customer.id, group);
    await appendAudit(sql, ctx.actor, {
      ...{ action: 'customer.group-changed', entityType: 'party', entityId: customer.id },
      ...{ before: { customerGroup: customer.customerGroup }, after: { customerGroup: group } },
    });
    return { customerGroup: group };
  });
}

async function requireAccount(sql: Sql, idOrNumber: string): Promise<DunningAccountRow> {
  const account = await findDunningAccount(sql, idOrNumber);
  if (!account) throw notFound('The billing account');
  return account;
}

async function requireDay(sql: Sql, ctx: ServiceContext, path: string, text: string): Promise<CivilDate> {
  const day = parseCivilDate(text);
  const today = civilDateAt(ctx.now, (await findOperator(sql))!.timeZone);
  if (day === null || day < today || day > addDays(today, MOST_DAYS)) {
    throw invalid('bad_day', path, 'Write a day from today to a year from now.');
  }
  return day;
}
