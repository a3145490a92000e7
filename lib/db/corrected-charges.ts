import type { Sql } from '@/lib/db/tenant';
import type { ChargeKind, SourceMode, SupplierRole } from '@/lib/domain/billing/charge-line';

/** A corrected bill that stands, and an account it or a bill before it has to do with. */
export type CorrectedAccountRow = {
  billingAccountId: string;
  originalId: string;
  partnerBillId: string;
  partnerId: string;
  agreementId: string;
  externalId: string;
  replaces: string;
};

/**
 * The corrected bills of these accounts in cycles up to a day: one look-up, which finds nothing for most. `lock` makes drafts of one
 * account that are computed at once take turns, because a group that is left out has no row of its own to lock.
 */
export const readCorrectedAccounts = (
  sql: Sql,
  accountIds: readonly string[],
  periodTo: string,
  { lock }: { lock: boolean },
): Promise<CorrectedAccountRow[]> =>
  sql.query<CorrectedAccountRow>(
    `select a.billing_account_id as "billingAccountId", a.original_id as "originalId", b.id as "partnerBillId",
       b.partner_id as "partnerId", b.agreement_id as "agreementId", b.external_id as "externalId",
       r.external_id as replaces
     from corrected_account a
     join partner_bill b on b.operator_id = a.operator_id and b.original_id = a.original_id and b.state = 'accepted'
     join partner_bill r on r.operator_id = b.operator_id and r.id = b.replaces_id
     join billing_cycle c on c.operator_id = b.operator_id and c.id = b.cycle_id and c.period_to <= $2::date
     where a.billing_account_id = any($1::uuid[])
     order by a.billing_account_id, a.original_id ${lock ? 'for update of a' : ''}`,
    [accountIds, periodTo],
  );

/** A bill line made of one of a line of corrected bills, on an issued bill or on a draft. */
export type FamilyLineRow = {
  billingAccountId: string;
  originalId: string;
  lineKey: string;
  isIssued: boolean;
  number: string | null;
  amountMinor: bigint;
  supplierId: string;
  supplierRole: SupplierRole;
  sellerId: string;
  offeringId: string | null;
  agreementId: string | null;
  description: string;
  kind: ChargeKind;
  sourceMode: SourceMode;
  periodFrom: string;
  periodTo: string;
  taxClass: string;
};

/** Every line that bills of these accounts have of these corrected bills and of those they stand for, the oldest bill first. */
export const readFamilyLines = (
  sql: Sql,
  accounts: readonly Pick<CorrectedAccountRow, 'billingAccountId' | 'originalId'>[],
): Promise<FamilyLineRow[]> =>
  sql.query<FamilyLineRow>(
    `select l.billing_account_id as "billingAccountId", a.original_id as "originalId", l.line_key as "lineKey",
       b.state = 'issued' as "isIssued", b.number, l.amount_minor as "amountMinor", l.supplier_id as "supplierId",
       l.supplier_role as "supplierRole", l.seller_id as "sellerId", l.offering_id as "offeringId",
       l.agreement_id as "agreementId", l.description, l.kind, l.source_mode as "sourceMode",
       l.period_from as "periodFrom", l.period_to as "periodTo", l.tax_class as "taxClass"
     from unnest($1::uuid[], $2::uuid[]) as a(account_id, original_id)
     join bill b on b.billing_account_id = a.account_id and b.state <> 'cancelled'
     join bill_line l on l.operator_id = b.operator_id and l.billing_account_id = b.billing_account_id
       and l.bill_id = b.id and l.partner_bill_id is not null and l.kind <> 'discount'
     join partner_bill f on f.operator_id = l.operator_id and f.id = l.partner_bill_id
       and coalesce(f.original_id, f.id) = a.original_id
     order by l.billing_account_id, b.period_to, b.number, l.line_key`,
    [accounts.map(({ billingAccountId }) => billingAccountId), accounts.map(({ originalId }) => originalId)],
  );
