import type { PayoutRow } from '@/lib/db/payouts';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { conflict, invalid } from '@/lib/errors';

/** What a person or a system saw of a payout before it acted on it, in the payout's currency; what is left out may be anything by now. */
export type PayoutSeen = {
  /** What is paid. */
  expectedAmount?: string | undefined;
  /** What the statement found. */
  expectedBalance?: string | undefined;
};

/**
 * A payout is still what was seen. A statement that pays nothing has the amount 0.00 whatever it carries on, above or below nothing, so its
 * amount alone says nothing and its balance is asked for too. Fails: `payout_changed`, `balance_needed`.
 */
export function requireAsSeen(
  payout: Pick<PayoutRow, 'amountMinor' | 'balanceMinor' | 'currency'>,
  { expectedAmount, expectedBalance }: PayoutSeen,
): void {
  const isSame = (expected: string | undefined, minor: bigint) =>
    expected === undefined || parseMoney(expected, currencyOf(payout.currency))?.amountMinor === minor;
  if (!isSame(expectedAmount, payout.amountMinor) || !isSame(expectedBalance, payout.balanceMinor)) {
    throw conflict('payout_changed', 'This payout has changed since you saw it. Look at it again.');
  }
  if (expectedAmount !== undefined && expectedBalance === undefined && payout.amountMinor === 0n) {
    throw invalid(
      'balance_needed',
      'expectedBalance',
      'This payout pays nothing, whatever it carries on: say the balance that you saw as well.',
    );
  }
}
