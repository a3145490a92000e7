import { listPartyNames } from '@/lib/db/parties';
import { withTenantSql } from '@/lib/db/tenant';
import { wholeShare } from '@/lib/domain/settlement/bill-position';
import { moneyOf, percentOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import type { CreditNoteInput } from '@/lib/services/credit-notes/issue-credit-note';
import { planCreditNote } from '@/lib/services/credit-notes/plan-credit-note';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { previewMove } from '@/lib/services/receivables/preview-move';

export type CreditNotePreview = {
  currency: string;
  lines: { lineId: string; description: string; kind: string; amount: string }[];
  taxes: { seller: string; category: string; ratePercent: string; base: string; amount: string }[];
  documents: {
    seller: string;
    typeCode: string;
    corrects: string;
    net: string;
    tax: string;
    total: string;
  }[];
  net: string;
  tax: string;
  total: string;
  /** What was paid of it already, and becomes the account's credit. */
  freed: string;
  open: { before: string; after: string };
  /** What each party gives back: above zero it has less than before. The operator comes first; what is nothing is left out. */
  gives: { partyId: string; party: string; isOperator: boolean; amount: string; ofNextPayout: string }[];
};

/** What `issueCreditNote` would say, and what it takes back from whom; nothing is written. Fails as it does. */
export async function previewCreditNote(
  ctx: ServiceContext,
  input: Omit<CreditNoteInput, 'reason'>,
): Promise<CreditNotePreview> {
  authorise(ctx, 'credit-note.manage');
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const { bill, lines, note, moves, invoices } = await planCreditNote(sql, input);
    const { before, after } = await previewMove(sql, input.billId, { lines: moves });
    const money = moneyOf(bill.currency);
    const names = await listPartyNames(sql, [
      ...new Set([...before.parties.keys(), ...note.documents.map(({ sellerId }) => sellerId)]),
    ]);
    const nameOf = (partyId: string) => names.get(partyId) ?? partyId;
    const lineOf = new Map(lines.map((line) => [line.lineId, line]));
    const operatorGives = before.operatorRevenueMinor - after.operatorRevenueMinor;
    const partners = [...before.parties].flatMap(([partyId, was]) => {
      const now = after.parties.get(partyId)!;
      const givesMinor = wholeShare(was) - wholeShare(now);
      const payoutMinor = was.payableMinor - now.payableMinor;
      if (givesMinor === 0n && payoutMinor === 0n) return [];
      const amounts = { amount: money(givesMinor), ofNextPayout: money(payoutMinor) };
      return [{ partyId, party: nameOf(partyId), isOperator: false, ...amounts }];
    });
    return {
      currency: bill.currency,
      lines: note.parts.map(({ lineId, amountMinor }) => {
        const { description, kind } = lineOf.get(lineId)!;
        return { lineId, description, kind, amount: money(amountMinor) };
      }),
      taxes: note.taxes.map((tax) => ({
        ...{ seller: nameOf(tax.sellerId), category: tax.category, ratePercent: percentOf(tax.ratePpm) },
        ...{ base: money(tax.baseMinor), amount: money(tax.taxMinor) },
      })),
      documents: note.documents.map((document) => ({
        ...{ seller: nameOf(document.sellerId), typeCode: document.typeCode },
        corrects: invoices.find(({ sellerId }) => sellerId === document.sellerId)?.number ?? '',
        net: money(document.netMinor),
        tax: money(document.taxMinor),
        total: money(document.totalMinor),
      })),
      net: money(note.netMinor),
      tax: money(note.taxMinor),
      total: money(note.totalMinor),
      freed: money(before.collectedMinor - after.collectedMinor),
      open: { before: money(before.receivableMinor), after: money(after.receivableMinor) },
      gives: [
        ...(operatorGives === 0n
          ? []
          : [
              {
                ...{ partyId: '', party: '', isOperator: true },
                ...{ amount: money(operatorGives), ofNextPayout: money(0n) },
              },
            ]),
        ...partners,
      ],
    };
  });
}
