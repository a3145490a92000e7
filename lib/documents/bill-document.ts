/**
 * A customer bill as its documents need it: plain strings, decided elsewhere. Amounts are decimal strings in major
 * units with the currency's own decimals, dates are civil dates, periods are half-open.
 */
export type BillDocument = {
  locale: string;
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
  /** Street, postcode and town, country: one entry a printed line. */
  addressLines: string[];
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
  /** The arithmetic in words, one step an entry. */
  explanation: string[];
};
