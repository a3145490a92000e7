import { type LedgerAccount, NORMAL_SIDE } from '@/lib/domain/ledger/accounts';
import type { Posting } from '@/lib/domain/ledger/posting';
import type { Currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';

/**
 * Throws unless debits equal credits in every currency and each posting has one side above zero and the other at zero.
 * `what` names the journal in the message.
 */
export function assertBalanced(postings: readonly Posting[], what: string): void {
  const differences = new Map<Currency, bigint>();
  for (const { account, partyId, currency, debitMinor, creditMinor } of postings) {
    const isOneSided = (debitMinor > 0n && creditMinor === 0n) || (creditMinor > 0n && debitMinor === 0n);
    if (!isOneSided) {
      throw new Error(
        `A posting to ${account} of ${partyId} for ${what} has debit ${debitMinor} and credit ${creditMinor}`,
      );
    }
    differences.set(currency, (differences.get(currency) ?? 0n) + debitMinor - creditMinor);
  }
  for (const [currency, differenceMinor] of differences) {
    if (differenceMinor === 0n) continue;
    const difference = formatMinor(differenceMinor, currency);
    throw new Error(
      `The postings for ${what} do not balance: debits less credits are ${difference} ${currency}`,
    );
  }
}

export type Balance = { account: LedgerAccount; partyId: string; currency: Currency; balanceMinor: bigint };

/**
 * Balances as projections of postings, one per account, party and currency, on the account's normal side: a receivable of 5.00
 * is owed to the operator, a partner payable of 5.00 is owed by it. Settled ones stay, at zero.
 */
export function balancesOf(postings: Iterable<Posting>): Balance[] {
  const balances = new Map<string, Balance>();
  for (const { account, partyId, currency, debitMinor, creditMinor } of postings) {
    const key = `${account}:${currency}:${partyId}`;
    let balance = balances.get(key);
    if (balance === undefined) {
      balance = { account, partyId, currency, balanceMinor: 0n };
      balances.set(key, balance);
    }
    const debit = debitMinor - creditMinor;
    balance.balanceMinor += NORMAL_SIDE[account] === 'debit' ? debit : -debit;
  }
  return [...balances.values()];
}
