import type { DocumentParty } from '@/lib/documents/bill-document';

/** A credit note as its documents need it: plain strings, decided elsewhere, as in `BillDocument`. */
export type CreditNoteDocument = {
  language: string;
  number: string;
  billNumber: string;
  reason: string;
  currency: string;
  issuedOn: string;
  operator: DocumentParty;
  buyer: DocumentParty & { accountNumber: string; accountName: string };
  net: string;
  tax: string;
  total: string;
  /** Of the total, what the account may spend on other bills. */
  freed: string;
  lines: {
    supplier: string;
    description: string;
    period: { from: string; to: string };
    billed: string;
    amount: string;
  }[];
  taxes: {
    sellerName: string;
    category: string;
    ratePercent: string;
    base: string;
    amount: string;
    reason: string | null;
  }[];
  documents: {
    seller: DocumentParty;
    number: string;
    corrects: { number: string; issuedOn: string };
    net: string;
    tax: string;
    total: string;
  }[];
  contentHash: string;
};
