import type { PaymentFileKind } from '@/lib/db/payment-files';

export type TransferOutcome = 'paid' | 'rejected';

/** What a bank's file says became of a transfer. */
export type TransferSettlement = {
  outcome: TransferOutcome;
  bookedOn: string;
  /** Of ISO 20022's external codes, such as AC04 (the account is closed). */
  reasonCode: string | null;
  reason: string | null;
};

/** One payment of a payment file as whoever hears of it from the bank needs it: a payout or a refund, held by the caller. */
export type Transfer = {
  kind: PaymentFileKind;
  amountMinor: bigint;
  currency: string;
  /** What the bank has said of it already. */
  reached: TransferOutcome | null;
  canReach: (outcome: TransferOutcome) => boolean;
  settle: (settlement: TransferSettlement) => Promise<unknown>;
};
