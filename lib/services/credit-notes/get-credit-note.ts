import { type BillParties, findBill } from '@/lib/db/bill-reads';
import {
  findCreditNoteRow,
  listCreditNoteDocumentRows,
  listCreditNoteLineRows,
  listCreditNoteTaxRows,
} from '@/lib/db/credit-notes';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { moneyOf, percentOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type CreditNoteSummary, creditNoteSummary } from '@/lib/services/credit-notes/list-credit-notes';

export type CreditNoteDetail = CreditNoteSummary & {
  contentHash: string;
  /** Who issued it; for the operator alone. */
  issuedBy: string | null;
  parties: BillParties;
  lines: {
    lineId: string;
    supplier: string;
    kind: string;
    description: string;
    period: { from: string; to: string };
    billed: string;
    amount: string;
  }[];
  taxes: {
    seller: string;
    sellerName: string;
    category: string;
    ratePercent: string;
    base: string;
    amount: string;
    reason: string | null;
  }[];
  /** The legal documents behind it, one per seller, each naming the invoice it corrects. */
  documents: {
    seller: string;
    sellerName: string;
    number: string;
    typeCode: string;
    corrects: { number: string; issuedOn: string };
    net: string;
    tax: string;
    total: string;
  }[];
};

/** One credit note with everything on it, as far as the scope may see. Fails: `not_found`. */
export async function getCreditNote(ctx: ServiceContext, id: string): Promise<CreditNoteDetail> {
  authorise(ctx, 'credit-note.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const note = await findCreditNoteRow(sql, id);
    const bill = note && (await findBill(sql, note.bill.id));
    if (!bill) throw notFound('The credit note');
    const lines = await listCreditNoteLineRows(sql, note);
    const taxes = await listCreditNoteTaxRows(sql, note);
    const documents = await listCreditNoteDocumentRows(sql, note);
    const money = moneyOf(note.currency);
    const seller = (partyId: string) => {
      const { slug, legalName } = bill.parties.sellers[partyId]!;
      return { seller: slug, sellerName: legalName };
    };
    return {
      ...creditNoteSummary(note),
      contentHash: note.contentHash.toString('hex'),
      issuedBy: ctx.actor.audience === 'operator' ? note.issuedBy : null,
      parties: bill.parties,
      lines: lines.map((line) => ({
        ...{ lineId: line.lineId, kind: line.kind, description: line.description },
        supplier: bill.parties.suppliers[line.supplierId]!.name,
        period: { from: line.periodFrom, to: line.periodTo },
        billed: money(line.billedMinor),
        amount: money(line.amountMinor),
      })),
      taxes: taxes.map((tax) => ({
        ...{ ...seller(tax.sellerId), category: tax.category, ratePercent: percentOf(tax.ratePpm) },
        ...{ base: money(tax.baseMinor), amount: money(tax.taxMinor), reason: tax.reason },
      })),
      documents: documents.map((document) => ({
        ...{ ...seller(document.sellerId), number: document.number, typeCode: document.typeCode },
        corrects: { number: document.originalNumber, issuedOn: document.originalIssuedOn },
        net: money(document.netMinor),
        tax: money(document.taxMinor),
        total: money(document.totalMinor),
      })),
    };
  });
}
