import type { PayoutParty } from '@/lib/db/payouts';
import { payoutCauseName } from '@/lib/documents/payout-cause-name';
import { buildUbl } from '@/lib/documents/ubl/build-ubl';
import type { EInvoice, EInvoiceLine, EInvoiceParty } from '@/lib/documents/ubl/einvoice';
import { type Currency, currency as currencyOf } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { civilDateAt } from '@/lib/domain/period/zone';
import { conflict } from '@/lib/errors';
import type { RenderedDocument } from '@/lib/services/bills/bill-document';
import { percentOf } from '@/lib/services/bills/bill-money';
import type { ServiceContext } from '@/lib/services/context';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getPayout } from '@/lib/services/payouts/get-payout';
import type { PayoutView } from '@/lib/services/payouts/payout-view';

/**
 * The self-billed invoice behind a payout, as UBL 2.1 (EN 16931 type 389; 261 when the partner's supply is below zero): the partner's
 * supply to the operator and its tax. Fee, reserve, and what was carried, released or came back are no supply of the partner: the payout
 * itself says how they were set off. Fails: `not_found`, `not_issued`, `no_invoice`, and as `buildUbl`.
 */
export async function payoutEInvoice(ctx: ServiceContext, id: string): Promise<RenderedDocument> {
  const payout = await getPayout(ctx, id);
  const { document, number, approvedAt } = payout;
  if (document?.kind !== 'self_billed' || document.typeCode === null || document.tax === null) {
    throw conflict(
      'no_invoice',
      'This payout is a statement, not a tax document: the partner sends its own invoice. Ask for .pdf or .csv.',
    );
  }
  if (number === null || approvedAt === null) {
    throw conflict('not_issued', 'The invoice is written when the payout is approved. Ask for .pdf or .csv.');
  }
  const { typeCode, tax, seller, buyer } = document;
  const issuedOn = civilDateAt(approvedAt, (await getOperator(ctx)).timeZone);
  const nameOf = await payoutCauseName();
  const issued = { typeCode, tax, seller, buyer, number, issuedOn, nameOf };
  const bytes = buildUbl(einvoiceOf(payout, issued));
  return { fileName: `${number}.xml`, mediaType: 'application/xml', bytes };
}

type Issued = {
  typeCode: '389' | '261';
  tax: NonNullable<NonNullable<PayoutView['document']>['tax']>;
  seller: PayoutParty;
  buyer: PayoutParty;
  number: string;
  issuedOn: string;
  nameOf: (cause: string) => string;
};

function einvoiceOf(payout: PayoutView, issued: Issued): EInvoice {
  const { typeCode, tax, seller, buyer, number, issuedOn, nameOf } = issued;
  const currency = currencyOf(payout.currency);
  // What a credit note gives is above zero.
  const sign = typeCode === '261' ? -1n : 1n;
  const minor = (amount: string) => sign * minorOf(amount, currency);
  const ratePercent = percentOf(BigInt(tax.ratePpm));
  const netMinor = minor(payout.taxable);
  const taxMinor = minor(payout.groups.find(({ cause }) => cause === 'tax')?.amount ?? '0');
  const { category, reasonCode, reason } = tax;
  return {
    ...{ typeCode, number, issuedOn, dueOn: null, currency, buyerReference: number, corrects: null },
    note: `Self-billing. Payout ${number}, booked through ${payout.through}.`,
    seller: partyOf(seller),
    buyer: partyOf(buyer),
    ...{ payee: null, payment: null },
    terms: `Settled with payout ${number}.`,
    lines: linesOf(payout, { minor, netMinor, nameOf }).map((line) => ({ ...line, category, ratePercent })),
    taxes: [{ category, ratePercent, baseMinor: netMinor, taxMinor, reasonCode, reason }],
    ...{ netMinor, taxMinor, totalMinor: netMinor + taxMinor },
  };
}

/** A line for each cause that is a supply; the rest, down to the taxed sum, is what statements before left to be taxed here. */
function linesOf(
  { groups }: PayoutView,
  { minor, netMinor, nameOf }: LineFrame,
): Omit<EInvoiceLine, 'category' | 'ratePercent'>[] {
  const frame = { quantity: null, unit: null, period: null };
  const lines = groups
    .filter(({ cause }) => !NO_SUPPLY.has(cause))
    .map(({ cause, amount }) => ({ ...frame, description: nameOf(cause), amountMinor: minor(amount) }));
  const leftMinor = lines.reduce((left, { amountMinor }) => left - amountMinor, netMinor);
  return leftMinor === 0n
    ? lines
    : [...lines, { ...frame, description: nameOf('opening'), amountMinor: leftMinor }];
}

type LineFrame = {
  minor: (amount: string) => bigint;
  netMinor: bigint;
  nameOf: (cause: string) => string;
};

const NO_SUPPLY: ReadonlySet<string> = new Set([
  ...['opening', 'returned', 'reserves'],
  ...['fee', 'reserve', 'tax', 'carried'],
]);

const minorOf = (amount: string, currency: Currency): bigint => parseMoney(amount, currency)!.amountMinor;

const partyOf = ({ isBusiness: _, ...party }: PayoutParty): EInvoiceParty => party;
