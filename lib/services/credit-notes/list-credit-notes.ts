import { type CreditNoteRow, listCreditNoteRows } from '@/lib/db/credit-notes';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type CreditNoteSummary = {
  id: string;
  number: string;
  kind: CreditNoteRow['kind'];
  reason: string;
  bill: CreditNoteRow['bill'];
  billingAccount: CreditNoteRow['billingAccount'];
  customer: CreditNoteRow['customer'];
  dispute: string | null;
  issuedOn: string;
  currency: string;
  net: string;
  tax: string;
  total: string;
  /** Of it, what was paid already and became the account's credit. */
  freed: string;
};

/** Credit notes, the latest first; a customer sees its own. Filters and sorting as `listCreditNoteRows`. */
export async function listCreditNotes(
  ctx: ServiceContext,
  query: ListQuery,
): Promise<Page<CreditNoteSummary>> {
  authorise(ctx, 'credit-note.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listCreditNoteRows(sql, query));
  return { ...page, data: page.data.map(creditNoteSummary) };
}

export function creditNoteSummary(row: CreditNoteRow): CreditNoteSummary {
  const money = moneyOf(row.currency);
  const { id, number, kind, reason, bill, billingAccount, customer, disputeId, issuedOn, currency } = row;
  return {
    ...{ id, number, kind, reason, bill, billingAccount, customer, dispute: disputeId, issuedOn, currency },
    net: money(row.netMinor),
    tax: money(row.taxMinor),
    total: money(row.totalMinor),
    freed: money(row.freedMinor),
  };
}
