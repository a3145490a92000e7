import type { PaymentFileRow } from '@/lib/db/payment-files';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';

export type PaymentFileView = Omit<PaymentFileRow, 'controlSumMinor' | 'contentHash'> & {
  controlSum: string;
  contentHash: string;
};

export const paymentFileView = ({
  controlSumMinor,
  contentHash,
  ...file
}: PaymentFileRow): PaymentFileView => ({
  ...file,
  controlSum: formatMinor(controlSumMinor, currencyOf(file.currency)),
  contentHash: contentHash.toString('hex'),
});
