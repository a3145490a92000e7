import { findBankDetails, lockBankDetails, saveDecision } from '@/lib/db/bank-details';
import { withTenantSql } from '@/lib/db/tenant';
import { actorId, scopeOf } from '@/lib/domain/access/actor';
import { env } from '@/lib/env';
import { AppError, conflict, notFound } from '@/lib/errors';
import { type BankDetailsView, bankDetailsView } from '@/lib/services/bank-details/bank-details-view';
import { tell } from '@/lib/services/bank-details/propose-bank-details';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, operatorWide, personOf } from '@/lib/services/partner-bills/acting';
import { requirePerson } from '@/lib/services/require-person';

/**
 * Lets money go to an account, after a cooling-off in which whoever it belongs to can object: BANK_DETAILS_COOLING_OFF_HOURS, 48 unless said
 * otherwise. Never by who proposed it, nor by a key. Fails: `not_found`, `not_proposed`, `four_eyes`, `person_needed`.
 */
export function approveBankDetails(ctx: ServiceContext, id: string): Promise<BankDetailsView> {
  const usableAt = Date.parse(ctx.now) + env().BANK_DETAILS_COOLING_OFF_HOURS * 3_600_000;
  return decide(ctx, id, 'approved', null, new Date(usableAt).toISOString());
}

/** Refuses proposed details, with the reason that their party reads. Fails: `not_found`, `not_proposed`, `person_needed`. */
export const rejectBankDetails = (
  ctx: ServiceContext,
  id: string,
  reason: string,
): Promise<BankDetailsView> => decide(ctx, id, 'rejected', reason, null);

async function decide(
  ctx: ServiceContext,
  id: string,
  state: 'approved' | 'rejected',
  reason: string | null,
  usableFrom: string | null,
): Promise<BankDetailsView> {
  authorise(ctx, 'bank-details.approve');
  requirePerson(ctx);
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    await lockBankDetails(sql, id);
    const details = await findBankDetails(sql, id, ctx.now);
    if (!details) throw notFound('The bank details');
    if (details.state !== 'proposed') throw notProposed();
    if (state === 'approved' && personOf(details.proposedBy) === actorId(ctx.actor)) {
      throw new AppError(
        'forbidden',
        'four_eyes',
        'You proposed these bank details. Another person approves them.',
      );
    }
    await saveDecision(sql, id, { state, by: actorName(ctx.actor), at: ctx.now, reason, usableFrom });
    const decided = bankDetailsView(ctx, (await findBankDetails(sql, id, ctx.now))!);
    await tell(sql, ctx, `bank-details.${state}`, decided);
    return decided;
  });
}

/** Takes proposed details back, by their own party or by the operator. Fails: `not_found`, `not_proposed`. */
export async function withdrawBankDetails(ctx: ServiceContext, id: string): Promise<BankDetailsView> {
  authorise(ctx, 'bank-details.propose');
  const own = await withTenantSql(scopeOf(ctx.actor), (sql) => findBankDetails(sql, id, ctx.now));
  if (!own) throw notFound('The bank details');
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    await lockBankDetails(sql, id);
    const details = await findBankDetails(sql, id, ctx.now);
    if (details?.state !== 'proposed') throw notProposed();
    const decision = { state: 'withdrawn', by: actorName(ctx.actor), at: ctx.now } as const;
    await saveDecision(sql, id, { ...decision, reason: null, usableFrom: null });
    const withdrawn = bankDetailsView(ctx, (await findBankDetails(sql, id, ctx.now))!);
    await tell(sql, ctx, 'bank-details.withdrawn', withdrawn);
    return withdrawn;
  });
}

const notProposed = () => conflict('not_proposed', 'These bank details are decided already.');
