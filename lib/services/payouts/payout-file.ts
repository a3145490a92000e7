import type { PayoutParty } from '@/lib/db/payouts';
import { payoutCsvHead, payoutCsvRow } from '@/lib/documents/payout-csv';
import { payoutPdf } from '@/lib/documents/payout-pdf';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor, parseMoney } from '@/lib/domain/money/money';
import { civilDateAt } from '@/lib/domain/period/zone';
import type { RenderedDocument } from '@/lib/services/bills/bill-document';
import type { ServiceContext } from '@/lib/services/context';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getPayout } from '@/lib/services/payouts/get-payout';
import { listPayoutRows, type PayoutRowView } from '@/lib/services/payouts/list-payout-rows';
import type { PayoutView } from '@/lib/services/payouts/payout-view';

const PAGE_ROWS = 1000;
const PDF_ROWS = 200;

/** A payout's rows as CSV, every one, written while they are sent. Fails: `not_found`. */
export async function payoutCsv(
  ctx: ServiceContext,
  id: string,
): Promise<{ name: string; mediaType: string; text: AsyncGenerator<string, void> }> {
  const payout = await getPayout(ctx, id);
  return { name: fileName(payout, 'csv'), mediaType: 'text/csv; charset=utf-8', text: csvText(ctx, payout) };
}

/** A payout typeset: the sums by cause, and the first rows. Fails: `not_found`. */
export async function payoutSheet(ctx: ServiceContext, id: string): Promise<RenderedDocument> {
  const payout = await getPayout(ctx, id);
  const page = await listPayoutRows(ctx, id, { cause: null, after: null, pageSize: PDF_ROWS });
  const { timeZone } = await getOperator(ctx);
  const bytes = new Uint8Array(await payoutPdf(textOf(payout, page.data, timeZone)));
  return { fileName: fileName(payout, 'pdf'), mediaType: 'application/pdf', bytes };
}

const fileName = ({ number, partner, through }: PayoutView, format: string) =>
  `${number ?? `draft-${partner.slug}-${through}`}.${format}`;

async function* csvText(ctx: ServiceContext, payout: PayoutView): AsyncGenerator<string, void> {
  const { id, number, currency } = payout;
  yield payoutCsvHead();
  for (let after: string | null = null, isMore = true; isMore; isMore = after !== null) {
    const page = await listPayoutRows(ctx, id, { cause: null, after, pageSize: PAGE_ROWS });
    yield page.data
      .map((row) =>
        payoutCsvRow(number, currency, {
          ...row,
          bill: row.bill?.number ?? null,
          account: row.bill?.account ?? null,
          payout: row.payout?.number ?? null,
        }),
      )
      .join('');
    after = page.nextCursor;
  }
  for (const { cause, amount } of ownOfDraft(payout)) {
    yield payoutCsvRow(number, currency, {
      ...{ cause, amount, currency, payoutAmount: amount, bookedOn: payout.through },
      ...{ bill: null, account: null, payout: null, words: null },
    });
  }
}

/** Fee, reserve, tax and what is carried are rows of the books once the payout is approved; a draft says them as computed. */
const ownOfDraft = (payout: PayoutView) => (payout.state === 'review' ? ownOf(payout) : []);

const ownOf = ({ groups }: PayoutView) =>
  groups.filter(({ cause }) => ['fee', 'reserve', 'tax', 'carried'].includes(cause));

function textOf(payout: PayoutView, rows: readonly PayoutRowView[], timeZone: string) {
  const { document, currency, groups } = payout;
  const code = currencyOf(currency);
  const minor = (amount: string) => parseMoney(amount, code)!.amountMinor;
  const isInvoice = document?.kind === 'self_billed';
  const taxAmount = groups.find(({ cause }) => cause === 'tax')?.amount ?? formatMinor(0n, code);
  const taxable = isInvoice ? payout.taxable : payout.balance;
  const { seller, buyer } = document!;
  return {
    ...{ number: payout.number, currency, throughOn: payout.through, contentHash: payout.contentHash },
    ...{ kind: document!.kind, typeCode: document!.typeCode, amount: payout.amount, taxable, taxAmount },
    approvedOn: payout.approvedAt && civilDateAt(payout.approvedAt, timeZone),
    // A self-billed invoice is from the partner to the operator, a statement from the operator to the partner.
    seller: partyText(isInvoice ? seller : buyer),
    buyer: partyText(isInvoice ? buyer : seller),
    groups,
    steps: payout.steps,
    rows: rows.map((row) => ({
      cause: row.cause,
      reference: row.bill?.number ?? row.payout?.number ?? row.words ?? '',
      bookedOn: row.bookedOn,
      amount: row.payoutAmount ?? row.amount,
    })),
    allRows: String(BigInt(payout.rows) + BigInt(ownOf(payout).length - ownOfDraft(payout).length)),
    tax:
      isInvoice && document.tax
        ? {
            category: document.tax.category,
            ratePercent: String(Number(document.tax.ratePpm) / 10_000),
            reason: document.tax.reason,
          }
        : null,
    taxedTotal: formatMinor(minor(taxable) + minor(taxAmount), code),
    rates: payout.rates,
  };
}

const partyText = ({ name, legalName, country, vatId, address }: PayoutParty) => ({
  ...{ name, legalName, country, vatId },
  address: { street: address.street ?? '', postcode: address.postcode ?? '', town: address.town ?? '' },
});
