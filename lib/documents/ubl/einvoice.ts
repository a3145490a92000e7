import type { Currency } from '@/lib/domain/money/currency';

/**
 * A legal invoice or credit note of one seller, as EN 16931 has it: plain values, decided elsewhere. Amounts are minor units of `currency`,
 * dates are civil dates, periods half-open. The amounts of a credit note are what it gives: above zero when it gives something back.
 */
export type EInvoice = {
  /** UNTDID 1001: an invoice or a credit note, and the same written by the buyer in the seller's name. */
  typeCode: '380' | '381' | '389' | '261';
  number: string;
  issuedOn: string;
  dueOn: string | null;
  currency: Currency;
  /** What the buyer finds it by: its account, or the payout it belongs to. */
  buyerReference: string;
  note: string | null;
  /** The invoice that a credit note corrects. */
  corrects: { number: string; issuedOn: string } | null;
  seller: EInvoiceParty;
  buyer: EInvoiceParty;
  /** Who is paid, where that is not the seller. */
  payee: { name: string } | null;
  /** Where the payee is paid, and what the payer writes. */
  payment: { account: string; bic: string | null; reference: string } | null;
  terms: string | null;
  lines: readonly EInvoiceLine[];
  taxes: readonly EInvoiceTax[];
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
};

export type EInvoiceParty = {
  /** What the operator knows it by. */
  id: string;
  name: string;
  legalName: string;
  vatId: string | null;
  /** ISO 3166 code. */
  country: string;
  address: { street?: string; town?: string; postcode?: string; subdivision?: string };
};

export type EInvoiceLine = {
  description: string;
  /** Decimal text; null where nothing was counted. */
  quantity: string | null;
  unit: string | null;
  amountMinor: bigint;
  period: { from: string; to: string } | null;
  category: string;
  ratePercent: string;
};

export type EInvoiceTax = {
  category: string;
  ratePercent: string;
  baseMinor: bigint;
  taxMinor: bigint;
  reasonCode: string | null;
  reason: string | null;
};
