import { findSpendable, readRests, type Spendable } from '@/lib/db/account-credits';
import { newId } from '@/lib/db/id';
import { findPayingAccount, lockOpenItems, type PayingAccount, readBookkeeper } from '@/lib/db/open-items';
import { lockPayment } from '@/lib/db/payments';
import { lockCredit } from '@/lib/db/receivables';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { attributeCredit } from '@/lib/domain/settlement/attribute-credit';
import { notFound } from '@/lib/errors';
import { log } from '@/lib/log';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { planOn, putOnBills, tellMove } from '@/lib/services/payments/put-on-bills';
import { queueCredit } from '@/lib/services/payments/queue-credit';
import { moveBill } from '@/lib/services/receivables/move-bill';
import { withBooks } from '@/lib/services/receivables/with-books';

export type AppliedCredit = { currency: string; bills: number; applied: string; credit: string };

/**
 * Spends an account's credit (id or number) on its open bills, those due first first, up to what nobody disputes; bills below nothing
 * become credit before that. What is spent is what there is, under locks, so a second time finds nothing to do.
 * Fails: `forbidden`, `not_found`.
 */
export async function applyCredit(ctx: ServiceContext, billingAccount: string): Promise<AppliedCredit> {
  authorise(ctx, 'payment.manage');
  return withBooks(ctx.actor, async (sql) => {
    const account = await findPayingAccount(sql, billingAccount);
    if (!account) throw notFound('The billing account');
    return applyCreditIn(sql, ctx, account, account.currency);
  });
}

/**
 * The same for every account that has both, after bills were issued. One short transaction an account; one that fails is passed by, and when
 * the others are done so does the whole. Asked to stop, it does so between two and leaves the rest to another job. Answers how many it
 * looked at.
 */
export async function applyCredits(ctx: ServiceContext, signal?: AbortSignal): Promise<number> {
  authorise(ctx, 'payment.manage');
  const scope = operatorWide(ctx.actor);
  let count = 0;
  let after: Spendable | null = null;
  const failures: unknown[] = [];
  while (!signal?.aborted) {
    const found: Spendable[] = await withTenantSql(scope, (sql) =>
      findSpendable(sql, after, ACCOUNTS_PER_LOOK),
    );
    for (const spendable of found) {
      if (signal?.aborted) break;
      await applyOne(ctx, spendable).catch((error: unknown) => {
        log.error(
          { ...spendable, operatorId: ctx.actor.operatorId, err: error },
          'credit could not be spent',
        );
        failures.push(error);
      });
      count += 1;
    }
    if (found.length < ACCOUNTS_PER_LOOK) break;
    after = found.at(-1)!;
  }
  if (signal?.aborted) await withTenantSql(scope, (sql) => queueCredit(sql, ctx.actor.operatorId));
  if (failures.length > 0)
    throw new AggregateError(
      failures,
      `The credit of ${failures.length} of ${count} accounts could not be spent.`,
    );
  return count;
}

const applyOne = (ctx: ServiceContext, { billingAccountId, currency }: Spendable): Promise<unknown> =>
  withBooks(ctx.actor, async (sql) => {
    const account = await findPayingAccount(sql, billingAccountId);
    return account && applyCreditIn(sql, ctx, account, currency);
  });

const ACCOUNTS_PER_LOOK = 500;

async function applyCreditIn(
  sql: Sql,
  ctx: ServiceContext,
  account: PayingAccount,
  currency: string,
): Promise<AppliedCredit> {
  const { operatorId } = ctx.actor;
  // Whose money it may be, before the bills: as whoever takes a payment back holds it first.
  for (const { paymentId } of await readRests(sql, account.id, currency)) await lockPayment(sql, paymentId);
  const items = await lockOpenItems(sql, account.id, currency);
  const { today: bookedOn } = await readBookkeeper(sql, operatorId, ctx.now);
  for (const { billId, openMinor } of items) {
    if (openMinor >= 0n) continue;
    const change = {
      event: 'payment.allocated' as const,
      sourceId: newId(),
      bookedOn,
      collectedMinor: openMinor,
    };
    const moved = await moveBill(sql, operatorId, billId, { ...change, details: { creditBill: true } });
    const move = { paymentId: null, billId, amountMinor: openMinor, bookedOn };
    await tellMove(sql, ctx, 'payment.allocated', account, move, moved);
  }
  const creditMinor = await lockCredit(sql, operatorId, account.id, currency);
  const undisputed = items.map((item) => ({
    ...item,
    openMinor: item.openMinor - item.disputedMinor,
    disputedMinor: 0n,
  }));
  const plan = planOn(undisputed, creditMinor);
  const parts = attributeCredit(plan.allocations, await readRests(sql, account.id, currency));
  for (const { paymentId, ...allocation } of parts) {
    const source = { paymentId, bookedOn, details: { fromCredit: true } };
    await putOnBills(sql, ctx, account, source, { allocations: [allocation] });
  }
  const money = (amountMinor: bigint) => formatMinor(amountMinor, currencyOf(currency));
  return {
    ...{ currency, bills: plan.allocations.length },
    applied: money(creditMinor - plan.creditMinor),
    credit: money(plan.creditMinor),
  };
}
