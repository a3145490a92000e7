import type { Currency } from '@/lib/domain/money/currency';

export type PaymentAddress = {
  street?: string | null | undefined;
  town: string;
  postcode?: string | null | undefined;
  /** ISO 3166, two letters. */
  country: string;
};

export type PaymentParty = {
  name: string;
  /** Compact. One of the two, or neither is an account. */
  iban: string | null;
  accountNumber?: string | null | undefined;
  bic: string | null;
  address: PaymentAddress;
};

export type FilePayment = {
  /** The payout's number: the bank gives it back in what it tells of the payment. */
  endToEndId: string;
  amountMinor: bigint;
  currency: Currency;
  creditor: PaymentParty;
  remittance: string;
};

export type PaymentFile = {
  /** At most 35 characters; a bank takes it once. */
  messageId: string;
  /** ISO instant. */
  createdAt: string;
  debtor: PaymentParty;
  /** Civil date on which the bank is to pay. */
  executionOn: string;
  payments: readonly FilePayment[];
};
