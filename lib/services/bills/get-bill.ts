import {
  type BillLineRow,
  type BillParties,
  type BillRow,
  findBill,
  type LineShareRow,
  listBillLineRows,
  listBillTaxRows,
  listInvoiceRows,
  listLineShareRows,
} from '@/lib/db/bill-reads';
import { type BillPostingRow, listBillPostings } from '@/lib/db/ledger';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { moneyOf, percentOf } from '@/lib/services/bills/bill-money';
import { type BillSummary, billSummary } from '@/lib/services/bills/list-bills';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';
import { tellSteps } from '@/lib/services/shares/tell-steps';

export type BillDetail = BillSummary & {
  run: string;
  contentHash: string | null;
  parties: BillParties;
  sections: BillSectionDetail[];
  taxes: BillTaxDetail[];
  invoices: BillInvoiceDetail[];
  /** For the operator alone; a customer's bill has neither. */
  books: { postings: BillPostingDetail[]; shares: PartyAmount[] } | null;
};

export type BillSectionDetail = {
  supplierId: string;
  /** Short name. */
  supplier: string;
  supplierName: string;
  role: BillLineRow['supplierRole'];
  net: string;
  lines: BillLineDetail[];
};

export type BillLineDetail = {
  id: string;
  key: string;
  kind: string;
  description: string;
  period: { from: string; to: string };
  quantity: string | null;
  unit: string | null;
  /** Before the line's one rounding, with all its decimals. */
  exact: string;
  amount: string;
  taxCategory: string;
  taxRatePercent: string;
  mode: BillLineRow['sourceMode'];
  partnerBill: string | null;
  explanation: BillLineRow['steps'];
  shares: (PartyAmount & { explanation: LineShareRow['steps'] })[];
};

export type PartyAmount = { party: string; partyName: string; amount: string };
export type BillPostingDetail = { account: string; party: string; debit: string; credit: string };
export type BillTaxDetail = {
  seller: string;
  sellerName: string;
  category: string;
  ratePercent: string;
  base: string;
  amount: string;
  reason: string | null;
};
export type BillInvoiceDetail = {
  seller: string;
  sellerName: string;
  number: string | null;
  typeCode: string;
  net: string;
  tax: string;
  total: string;
};

/** One bill with everything on it and behind it, as far as the scope may see. Fails: `not_found`. */
export async function getBill(ctx: ServiceContext, id: string): Promise<BillDetail> {
  authorise(ctx, 'bill.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const bill = await findBill(sql, id);
    if (!bill) throw notFound('The bill');
    const lines = await listBillLineRows(sql, bill);
    const taxes = await listBillTaxRows(sql, bill);
    const invoices = await listInvoiceRows(sql, bill);
    const isOperator = ctx.actor.audience === 'operator';
    const shares = isOperator ? await tellSteps(sql, await listLineShareRows(sql, bill)) : [];
    const postings = isOperator ? await listBillPostings(sql, bill.billingAccount.id, bill.id) : [];
    const money = moneyOf(bill.currency);
    const seller = (partyId: string) => {
      const { slug, legalName } = bill.parties.sellers[partyId]!;
      return { seller: slug, sellerName: legalName };
    };
    return {
      ...billSummary(bill),
      run: bill.runId,
      contentHash: bill.contentHash?.toString('hex') ?? null,
      parties: bill.parties,
      sections: sectionsOf(bill, lines, shares),
      taxes: taxes.map((tax) => ({
        ...seller(tax.sellerId),
        category: tax.category,
        ratePercent: percentOf(tax.ratePpm),
        base: money(tax.baseMinor),
        amount: money(tax.taxMinor),
        reason: tax.reason,
      })),
      invoices: invoices.map((invoice) => ({
        ...seller(invoice.sellerId),
        number: invoice.number,
        typeCode: invoice.typeCode,
        net: money(invoice.netMinor),
        tax: money(invoice.taxMinor),
        total: money(invoice.totalMinor),
      })),
      books: isOperator
        ? { postings: postings.map((posting) => postingOf(posting, money)), shares: sharesOf(shares, money) }
        : null,
    };
  });
}

function sectionsOf(
  { currency, parties }: BillRow,
  lines: readonly BillLineRow[],
  shares: readonly LineShareRow[],
): BillSectionDetail[] {
  const money = moneyOf(currency);
  const sharesByLine = groupBy(shares, ({ lineId }) => lineId);
  const bySection = groupBy(lines, ({ supplierId, supplierRole }) => `${supplierRole}:${supplierId}`);
  return [...bySection.values()].map((own) => {
    const { supplierId, supplierRole } = own[0]!;
    const { slug, name } = parties.suppliers[supplierId]!;
    return {
      supplierId,
      supplier: slug,
      supplierName: name,
      role: supplierRole,
      net: money(own.reduce((sum, line) => sum + line.amountMinor, 0n)),
      lines: own.map((line) => lineOf(line, sharesByLine.get(line.id) ?? [], money)),
    };
  });
}

function lineOf(
  line: BillLineRow,
  shares: readonly LineShareRow[],
  money: (amountMinor: bigint) => string,
): BillLineDetail {
  return {
    id: line.id,
    key: line.lineKey,
    kind: line.kind,
    description: line.description,
    period: { from: line.periodFrom, to: line.periodTo },
    quantity: line.quantity,
    unit: line.unit,
    exact: line.exact,
    amount: money(line.amountMinor),
    taxCategory: line.taxCategory,
    taxRatePercent: percentOf(line.taxRatePpm),
    mode: line.sourceMode,
    partnerBill: line.partnerBillId,
    explanation: line.steps,
    shares: shares.map(({ party, partyName, amountMinor, steps }) => ({
      party,
      partyName,
      amount: money(amountMinor),
      explanation: steps,
    })),
  };
}

function sharesOf(shares: readonly LineShareRow[], money: (amountMinor: bigint) => string): PartyAmount[] {
  return [...groupBy(shares, ({ party }) => party)].map(([party, own]) => ({
    party,
    partyName: own[0]!.partyName,
    amount: money(own.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)),
  }));
}

const postingOf = (
  { account, party, debitMinor, creditMinor }: BillPostingRow,
  money: (amountMinor: bigint) => string,
): BillPostingDetail => ({ account, party, debit: money(debitMinor), credit: money(creditMinor) });
