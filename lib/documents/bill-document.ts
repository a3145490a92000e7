/**
 * A customer bill as its documents need it: plain strings, decided elsewhere. Amounts are decimal strings in major
 * units with the currency's own decimals, dates are civil dates, periods are half-open.
 */
export type BillDocument = {
  /** The language of the account; a language without messages reads English. */
  language: string;
  /** Null while the bill is a draft; the document then says so on every page. */
  number: string | null;
  currency: string;
  period: { from: string; to: string };
  issuedOn: string | null;
  dueOn: string | null;
  operator: DocumentParty;
  buyer: DocumentParty & { accountNumber: string; accountName: string };
  net: string;
  tax: string;
  total: string;
  amountDue: string;
  sections: DocumentSection[];
  taxes: {
    seller: string;
    category: string;
    ratePercent: string;
    base: string;
    amount: string;
    reason: string | null;
  }[];
  /** The legal documents behind the bill, one per seller. */
  invoices: {
    seller: DocumentParty;
    number: string | null;
    typeCode: string;
    net: string;
    tax: string;
    total: string;
  }[];
  contentHash: string | null;
};

export type DocumentParty = {
  name: string;
  legalName: string;
  vatId: string | null;
  /** ISO 3166 code. */
  country: string;
  address: { street: string; town: string; postcode: string };
};

export type DocumentSection = {
  supplier: string;
  role: 'operator' | 'principal' | 'agent';
  net: string;
  lines: DocumentLine[];
};

export type DocumentLine = {
  description: string;
  period: { from: string; to: string };
  quantity: string | null;
  unit: string | null;
  amount: string;
  /** The arithmetic, as the rating returned it. */
  steps: readonly ({ code: string } & Record<string, string>)[];
};
