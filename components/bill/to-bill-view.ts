import { billTone } from '@/components/bill/bill-state';
import type { BillView, LineView, PartyView } from '@/components/bill/bill-view';

type Steps = readonly ({ code: string } & Record<string, string>)[];

type Address = { street: string; town: string; postcode: string };
type PartySource = { legalName: string; vatId: string | null; country: string; address: Address };

type LineSource = Omit<LineView, 'explanation' | 'shares' | 'rowsHref'> & {
  partnerBill: string | null;
  explanation: Steps;
  shares: readonly { partyName: string; amount: string; explanation: Steps }[];
};

/** A bill as the use case reads it. */
export type BillSource = Pick<
  BillView,
  | 'id'
  | 'number'
  | 'period'
  | 'issuedOn'
  | 'dueOn'
  | 'currency'
  | 'net'
  | 'tax'
  | 'total'
  | 'amountDue'
  | 'contentHash'
> & {
  state: string;
  billingAccount: { number: string; name: string };
  parties: { buyer: PartySource };
  sections: readonly {
    supplierId: string;
    supplierName: string;
    role: 'operator' | 'principal' | 'agent';
    net: string;
    lines: readonly LineSource[];
  }[];
  taxes: readonly {
    sellerName: string;
    category: string;
    ratePercent: string;
    base: string;
    amount: string;
    reason: string | null;
  }[];
  invoices: readonly {
    seller: string;
    sellerName: string;
    number: string | null;
    typeCode: string;
    net: string;
    tax: string;
    total: string;
  }[];
};

export type ViewOptions = {
  operator: PartySource & { name: string };
  stateLabel: string;
  locale: string;
  /** Steps of a calculation as sentences. */
  explain: (steps: Steps, unit: string | null) => string[];
  /** Where a line's partner rows are shown. */
  rowsHref: (lineId: string) => string;
  /** Whether the reader may know who gets what. */
  withShares: boolean;
};

/** The bill in words and blocks, for whoever reads it. */
export function toBillView(bill: BillSource, options: ViewOptions): BillView {
  const { operator, stateLabel, locale, withShares } = options;
  const { billingAccount, parties, sections, taxes, invoices, state, ...facts } = bill;
  return {
    ...facts,
    state: { tone: billTone(state), label: stateLabel },
    operatorName: operator.name,
    account: billingAccount,
    from: partyView(operator, locale),
    to: partyView(parties.buyer, locale),
    sections: sections.map(({ supplierName, lines, ...section }) => ({
      ...section,
      supplier: supplierName,
      lines: lines.map((line) => lineView(line, options, withShares)),
    })),
    taxes: taxes.map(({ sellerName, ...tax }) => ({ ...tax, seller: sellerName })),
    invoices: invoices.map(({ seller, sellerName, ...invoice }) => ({
      ...invoice,
      seller: sellerName,
      sellerSlug: seller,
    })),
  };
}

function lineView(
  { partnerBill, explanation, shares, ...line }: LineSource,
  { explain, rowsHref }: ViewOptions,
  withShares: boolean,
): LineView {
  return {
    ...line,
    explanation: explain(explanation, line.unit),
    ...(partnerBill === null ? {} : { rowsHref: rowsHref(line.id) }),
    ...(withShares
      ? {
          shares: shares.map((share) => ({
            party: share.partyName,
            amount: share.amount,
            explanation: explain(share.explanation, line.unit),
          })),
        }
      : {}),
  };
}

function partyView({ legalName, vatId, country, address }: PartySource, locale: string): PartyView {
  const countryName = new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
  const { street, postcode, town } = address;
  return { name: legalName, vatId, lines: [street, `${postcode} ${town}`, countryName] };
}
