import { type AccountRow, findAccount } from '@/lib/db/accounts';
import {
  type AdjustmentRow,
  findAdjustment,
  holdAdjustmentId,
  insertAdjustment,
  type NewAdjustment,
} from '@/lib/db/adjustments';
import { appendAudit } from '@/lib/db/audit';
import { idOfKey, newId } from '@/lib/db/id';
import { appendEvent } from '@/lib/db/outbox';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { AdjustmentOwner } from '@/lib/domain/billing/adjustment';
import { isCurrency } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { addDays, type CivilDate, parseCivilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';
import { civilDateAt } from '@/lib/domain/period/zone';
import { conflict, invalid, notFound } from '@/lib/errors';
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
  /** Of one opening of a form (32 hex digits), which makes one adjustment; without one every call makes another. */
  key?: string | undefined;
};

/**
 * Puts an extra charge or credit on an account's next bill: the first one that is drafted after this, of whatever kind. Refused is what that
 * bill could not charge, so that no account is held for it. With a `key` that made one it answers that one. Fails: `not_found`,
 * `invalid_amount`, `amount_too_large`, `invalid_period`, `unknown_tax_class`, `unknown_product`, `unknown_offering`, `unknown_line`,
 * `one_thing`, `offering_needed`, `no_partner`, `missing_tax_data`, `source_key_conflict`, and the codes of a chain that cannot be followed.
 */
export async function createAdjustment(ctx: ServiceContext, input: AdjustmentInput): Promise<AdjustmentView> {
  authorise(ctx, 'adjustment.manage');
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const account = await findAccount(sql, input.billingAccount);
    if (!account) throw notFound('The billing account');
    const known = input.key === undefined ? null : await findMade(sql, idOfKey(input.key), account, input);
    if (known) return known;
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

/** What was written under this id, to the letter. Fails: `source_key_conflict`. */
async function findMade(
  sql: Sql,
  id: string,
  { id: accountId, currency }: AccountRow,
  input: AdjustmentInput,
): Promise<AdjustmentView | null> {
  await holdAdjustmentId(sql, id);
  const row = await findAdjustment(sql, id);
  if (!row) return null;
  const { description, reason, owner, taxClass, period } = input;
  const isSame =
    row.billingAccount.id === accountId &&
    row.amountMinor === amountOf(input.amount, currency) &&
    row.description === description &&
    row.reason === reason &&
    row.owner === owner &&
    (taxClass === undefined || row.taxClass === taxClass) &&
    (period === undefined || (row.periodFrom === period.from && row.periodTo === period.to)) &&
    isAbout(row, input);
  if (isSame) return adjustmentView(row);
  const message = 'An adjustment with other facts was made from this form. Look at it first.';
  throw conflict('source_key_conflict', message);
}

/** What is said of the three is all it is about: the line's product and the product's offering follow from it. */
function isAbout({ refersTo, ...row }: AdjustmentRow, { line, product, offering }: AdjustmentInput): boolean {
  if (line !== undefined) return refersTo?.lineId === line;
  if (product !== undefined) return refersTo === null && row.product?.id === product;
  if (refersTo !== null || row.product !== null) return false;
  return offering === undefined
    ? row.offering === null
    : [row.offering?.id, row.offering?.slug].includes(offering);
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
    ...{
      id: input.key === undefined ? newId() : idOfKey(input.key),
      owner,
      description,
      reason,
      amountMinor,
    },
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
