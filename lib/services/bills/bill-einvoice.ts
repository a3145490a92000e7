import {
  type BillLineRow,
  type BillRow,
  type BillTaxRow,
  findBill,
  type InvoiceRow,
  listBillLineRows,
  listBillTaxRows,
  listInvoiceRows,
} from '@/lib/db/bill-reads';
import { withTenantSql } from '@/lib/db/tenant';
import { buildUbl } from '@/lib/documents/ubl/build-ubl';
import type { EInvoice } from '@/lib/documents/ubl/einvoice';
import { scopeOf } from '@/lib/domain/access/actor';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { conflict, notFound } from '@/lib/errors';
import type { RenderedDocument } from '@/lib/services/bills/bill-document';
import { percentOf } from '@/lib/services/bills/bill-money';
import { sellerOf } from '@/lib/services/bills/einvoice-seller';
import { type PaymentPlace, paymentPlaceOf } from '@/lib/services/bills/payment-place';
import { authorise, type ServiceContext } from '@/lib/services/context';

/**
 * One of the legal invoices behind a bill, as UBL 2.1 (EN 16931). `seller` is a short name; null where there is only one. A bill that gives
 * back more than it charges is a credit note. Fails: `not_found`, `not_issued`, `several_invoices`, and as `buildUbl`.
 */
export async function billEInvoice(
  ctx: ServiceContext,
  id: string,
  seller: string | null,
): Promise<RenderedDocument> {
  authorise(ctx, 'bill.read');
  const { bill, lines, taxes, invoices } = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const found = await findBill(sql, id);
    if (!found) throw notFound('The bill');
    return {
      bill: found,
      lines: await listBillLineRows(sql, found),
      taxes: await listBillTaxRows(sql, found),
      invoices: await listInvoiceRows(sql, found),
    };
  });
  const invoice = sellerOf(bill.parties, invoices, seller);
  const { issuedOn } = bill;
  if (invoice.number === null || issuedOn === null) {
    throw conflict('not_issued', 'A draft has no invoice yet. Ask for .pdf or .csv, or issue the bill.');
  }
  const place = await paymentPlaceOf(ctx, { currency: bill.currency, on: issuedOn });
  const written = einvoiceOf({ bill, lines, taxes, invoice, number: invoice.number, issuedOn, place });
  return { fileName: `${invoice.number}.xml`, mediaType: 'application/xml', bytes: buildUbl(written) };
}

type Issued = {
  bill: BillRow;
  lines: readonly BillLineRow[];
  taxes: readonly BillTaxRow[];
  invoice: InvoiceRow;
  number: string;
  issuedOn: string;
  place: PaymentPlace;
};

function einvoiceOf({ bill, lines, taxes, invoice, number, issuedOn, place }: Issued): EInvoice {
  const { sellerId } = invoice;
  const isCredit = invoice.typeCode === '381';
  // What a credit note gives is above zero.
  const sign = isCredit ? -1n : 1n;
  const { accountNumber, ...buyer } = bill.parties.buyer;
  const { slug, ...seller } = bill.parties.sellers[sellerId]!;
  return {
    ...{ typeCode: isCredit ? '381' : '380', number, issuedOn, dueOn: bill.dueOn, corrects: null },
    ...{ currency: currencyOf(bill.currency), buyerReference: accountNumber },
    note: `Bill ${bill.number}`,
    seller: { id: slug, ...seller },
    buyer: { id: accountNumber, ...buyer },
    payee: sellerId === place.payeeId ? null : { name: place.payee },
    payment: place.account && { ...place.account, reference: bill.number! },
    terms: isCredit ? `Set off against what is open on account ${accountNumber}, or refunded.` : null,
    lines: lines
      .filter((line) => line.sellerId === sellerId)
      .map((line) => ({
        ...{ description: line.description, quantity: line.quantity, unit: line.unit },
        amountMinor: sign * line.amountMinor,
        period: { from: line.periodFrom, to: line.periodTo },
        category: line.taxCategory,
        ratePercent: percentOf(line.taxRatePpm),
      })),
    taxes: taxes
      .filter((tax) => tax.sellerId === sellerId)
      .map(({ category, ratePpm, baseMinor, taxMinor, reasonCode, reason }) => ({
        ...{ category, ratePercent: percentOf(ratePpm), reasonCode, reason },
        ...{ baseMinor: sign * baseMinor, taxMinor: sign * taxMinor },
      })),
    netMinor: sign * invoice.netMinor,
    taxMinor: sign * invoice.taxMinor,
    totalMinor: sign * invoice.totalMinor,
  };
}
