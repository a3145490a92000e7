/** What banks cut into days has room in it; more is read by nobody in one go. */
export const MAX_BANK_FILE_BYTES = 15_000_000;
export const MAX_BANK_ENTRIES = 50_000;

export type BankFileFormat = 'camt.053' | 'camt.054' | 'pain.002';

/** What a bank's file says, in its own words; amounts are signed, above zero for what came in. */
export type BankFile = {
  format: BankFileFormat;
  /** As the file names it: camt.053.001.08. */
  version: string;
  messageId: string;
  statements: readonly ReadStatement[];
  statuses: readonly ReadStatus[];
};

export type ReadStatement = {
  kind: 'statement' | 'notification';
  reference: string;
  /** IBAN, or another number. */
  account: string;
  currency: string | null;
  fromOn: string | null;
  toOn: string | null;
  openingMinor: bigint | null;
  closingMinor: bigint | null;
  entries: readonly ReadEntry[];
};

export type ReadEntry = {
  amountMinor: bigint;
  currency: string;
  isBooked: boolean;
  isReversal: boolean;
  bookedOn: string;
  valueOn: string | null;
  /** The bank's own reference, by which it names the same entry in another file. */
  bankReference: string | null;
  /** ISO 20022 domain, family and sub-family: PMNT/RCDT/ESCT; or the bank's own code. */
  code: string | null;
  /** How many payments it stands for, where it names them as one. */
  batchCount: number | null;
  text: string | null;
  /** Its parts sum to it; an entry whose parts do not, or that has none, is its only part. */
  parts: readonly ReadPart[];
};

export type ReadPart = {
  amountMinor: bigint;
  endToEndId: string | null;
  /** Message and block of a file of ours that it books. */
  messageId: string | null;
  paymentInfoId: string | null;
  /** Who paid, or was paid. */
  counterparty: { name: string | null; account: string | null };
  remittance: string | null;
  /** Structured: creditor references and numbers of documents. */
  references: readonly string[];
  returned: { code: string | null; words: string | null } | null;
  /** What the bank kept for itself of the entry, or put on top: no payment of anybody. */
  isCharge?: boolean;
};

export type ReadStatus = {
  originalMessageId: string;
  /** Null: of the whole file, or of a block. */
  endToEndId: string | null;
  paymentInfoId: string | null;
  /** ISO 20022 external code: RJCT, ACSC, ... */
  status: string;
  reasonCode: string | null;
  words: string | null;
  amountMinor: bigint | null;
  currency: string | null;
  statedOn: string;
};
