import { type AccountRow, findAccount } from '@/lib/db/accounts';
import { findAdjustment, insertAdjustment, type NewAdjustment } from '@/lib/db/adjustments';
import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { appendEvent } from '@/lib/db/outbox';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { AdjustmentOwner } from '@/lib/domain/billing/adjustment';
import { isCurrency } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { addDays, type CivilDate, parseCivilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';
import { civilDateAt } from '@/lib/domain/period/zone';
import { invalid, notFound } from '@/lib/errors';
import { type AdjustmentView, adjustmentView } from '@/lib/services/adjustments/adjustment-view';
import { type AdjustedThing, findAdjusted } from '@/lib/services/adjustments/find-adjusted';
import { requireChargeable } from '@/lib/services/adjustments/require-chargeable';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { requireBounded } from '@/lib/services/require-bounded';

export type AdjustmentInput = {
  /** Id or number. */
  billingAccount: string;
  /** As the customer reads it. */
  description: string;
  /** Decimal in major units of the account's currency, without tax; below zero it is a credit. */
  amount: string;
  /** For the record, and for the customer to read beside the line. */
  reason: string;
  /** Left out: that of the line, or of the offering, else `standard`. */
  taxClass?: string | undefined;
  /** What it is for, half-open; left out: the days of the line it is about, else today where the account is. */
  period?: { from: string; to: string } | undefined;
  owner: AdjustmentOwner;
  /** What it is about: at most one of a product of the account, an offering (id or slug) and a line of an issued bill. */
  product?: string | undefined;
  offering?: string | undefined;
  line?: string | undefined;
};

/**
 * Puts an extra charge or credit on an account's next bill: the first one that is drafted after this, of whatever kind. Refused is what that
 * bill could not charge, so that no account is held for it. Fails: `not_found`, `invalid_amount`, `amount_too_large`, `invalid_period`,
 * `unknown_tax_class`, `unknown_product`, `unknown_offering`, `unknown_line`, `one_thing`, `offering_needed`, `no_partner`,
 * `missing_tax_data`, and the codes of a chain that cannot be followed.
 */
export async function createAdjustment(ctx: ServiceContext, input: AdjustmentInput): Promise<AdjustmentView> {
  authorise(ctx, 'adjustment.manage');
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const account = await findAccount(sql, input.billingAccount);
    if (!account) throw notFound('The billing account');
    const row = await rowOf(sql, ctx, account, input);
    await insertAdjustment(sql, operatorId, row);
    const view = adjustmentView((await findAdjustment(sql, row.id))!);
    const { description, amount, currency, period, owner, reason } = view;
    const facts = { billingAccountId: account.id, description, amount, currency, period, owner };
    const entity = { entityType: 'adjustment', entityId: row.id };
    await appendEvent(sql, operatorId, { type: 'adjustment.created', ...entity, payload: facts });
    await appendAudit(sql, ctx.actor, {
      action: 'adjustment.created',
      ...entity,
      after: { ...facts, reason, taxClass: row.taxClass, refersTo: view.refersTo?.lineId ?? null },
    });
    return view;
  });
}

async function rowOf(
  sql: Sql,
  ctx: ServiceContext,
  account: AccountRow,
  input: AdjustmentInput,
): Promise<NewAdjustment> {
  const today = civilDateAt(ctx.now, account.timeZone);
  const amountMinor = amountOf(input.amount, account.currency);
  const thing = await findAdjusted(sql, account.id, input);
  const period = periodOf(input, thing, today);
  const { owner, description, reason } = input;
  const row = {
    ...{ id: newId(), owner, description, reason, amountMinor },
    ...{ periodFrom: period.from, periodTo: period.to },
    offeringId: thing.offeringId,
    taxClass: input.taxClass ?? thing.taxClass ?? 'standard',
  };
  const refersTo = thing.line && {
    ...{ bill: thing.line.billNumber, line: thing.line.description },
    ...{ supplierId: thing.line.supplierId, supplierRole: thing.line.supplierRole },
    ...{ sellerId: thing.line.sellerId, agreementId: thing.line.agreementId },
  };
  await requireChargeable(sql, account, { ...row, refersTo }, today);
  return {
    ...row,
    billingAccountId: account.id,
    currency: account.currency,
    productId: thing.productId,
    refersToLineId: thing.line?.id ?? null,
    createdBy: actorName(ctx.actor),
    createdAt: ctx.now,
  };
}

function amountOf(text: string, currency: string): bigint {
  const amount = isCurrency(currency) ? parseMoney(text, currency) : null;
  if (!amount || amount.amountMinor === 0n) {
    const message = `Write an amount that is not zero, with no more decimals than ${currency} has.`;
    throw invalid('invalid_amount', 'amount', message);
  }
  return requireBounded(amount.amountMinor);
}

/** Ten years back and one ahead: beyond that a day is a slip of the pen. */
function periodOf(input: AdjustmentInput, { line }: AdjustedThing, today: CivilDate): Period {
  if (input.period === undefined) {
    if (line) return { from: line.periodFrom as CivilDate, to: line.periodTo as CivilDate };
    return { from: today, to: addDays(today, 1) };
  }
  const from = parseCivilDate(input.period.from);
  const to = parseCivilDate(input.period.to);
  if (from === null || to === null || from >= to) {
    throw invalid('invalid_period', 'period', 'Choose a last day that is not before the first.');
  }
  if (from < addDays(today, -3653) || to > addDays(today, 366)) {
    throw invalid('invalid_period', 'period', 'Choose days within the last ten years and the next one.');
  }
  return { from, to };
}
