import type { Decimal } from '@/lib/domain/money/decimal';
import type { Issue } from '@/lib/domain/money/issue';
import type { Period } from '@/lib/domain/period/period';

/** FOCUS 1.0 ChargeCategory; other formats are mapped to it where they are read. */
export type ChargeCategory = 'usage' | 'purchase' | 'tax' | 'credit' | 'adjustment';

/** One row of a partner's bill as read: typed, but not yet believed. */
export type PartnerLine = {
  /** 1-based, of the file's data rows. */
  lineNo: number;
  /** What makes the line itself: its own id, else a digest of its content. */
  lineKey: string;
  /** The partner's paying account (FOCUS BillingAccountId) and the account below it (SubAccountId). */
  externalPayer: string | null;
  externalAccount: string | null;
  service: string;
  category: string;
  chargeCategory: ChargeCategory;
  description: string;
  quantity: Decimal | null;
  unit: string | null;
  /** How the partner names the line's tax (`S:23`, `VAT-FULL`); null where its format has no such name. */
  taxCode: string | null;
  /** As the file has it; validation decides whether it is one. */
  currency: string;
  /** Up to 15 decimals; credits are negative. */
  amount: Decimal;
  /** The line's own period, in civil days of the file's zone; an hour belongs to its day. */
  period: Period;
  /** The account whose issued bill the line is on. It stays accepted there, whatever a mapping says since. */
  billedAccountId?: string;
};

/** A row that could not be typed. It still counts: lines in = accepted + rejected + duplicate. */
export type UnreadableLine = { lineNo: number; unreadable: readonly Issue[] };

export type ReadLine = PartnerLine | UnreadableLine;

/** `waits`: the partner need not act; a mapping, a rate or the next cycle frees the line, and it can be tried again. */
export type LineVerdict =
  | { outcome: 'accepted'; billingAccountId: string; code: null }
  | { outcome: 'rejected'; billingAccountId: string | null; code: LineIssueCode; waits: boolean }
  | { outcome: 'duplicate'; billingAccountId: null; code: 'duplicate_line' };

export type LineIssueCode = 'unreadable_line' | LineFaultCode;

export type LineFaultCode =
  | 'unknown_account'
  | 'unknown_currency'
  | 'currency_mismatch'
  | 'unknown_product'
  | 'unknown_tax_code'
  | 'period_outside_window'
  | 'tax_line';

/** A finding on a partner's bill. One issue stands for all `lineCount` rows with the same fault. */
export type PartnerBillIssue = Issue & {
  currency: string | null;
  /** The first row with the fault; null when the fault is the bill's. */
  lineNo: number | null;
  lineCount: number;
};
