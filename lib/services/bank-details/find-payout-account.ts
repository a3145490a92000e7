import { type BankAddress, findComing, findUsable } from '@/lib/db/bank-details';
import type { Sql } from '@/lib/db/tenant';

export type PayoutAccount = {
  id: string;
  /** The holder, as the bank knows it. */
  name: string;
  iban: string | null;
  accountNumber: string | null;
  bic: string | null;
  address: BankAddress;
};

export type FoundAccount =
  | { account: PayoutAccount; reason: null; usableFrom: null }
  | { account: null; reason: 'no_details' | 'awaiting_approval'; usableFrom: null }
  | { account: null; reason: 'cooling_off'; usableFrom: string };

/**
 * Where a party is paid at an instant, or pays from: the latest approved details whose cooling-off is over, those of the currency before
 * those of any; or why there are none. While new ones wait or cool off, the ones before stay in use.
 * In the caller's transaction; what it answers fits a party of `buildPain001`.
 */
export async function findPayoutAccount(
  sql: Sql,
  partyId: string,
  now: string,
  currency: string | null = null,
): Promise<FoundAccount> {
  const usable = await findUsable(sql, partyId, currency, now);
  if (usable) {
    const { id, holder: name, iban, accountNumber, bic, address } = usable;
    return { account: { id, name, iban, accountNumber, bic, address }, reason: null, usableFrom: null };
  }
  const coming = await findComing(sql, partyId, currency);
  if (!coming) return { account: null, reason: 'no_details', usableFrom: null };
  const { usableFrom } = coming;
  if (usableFrom === null) return { account: null, reason: 'awaiting_approval', usableFrom: null };
  return { account: null, reason: 'cooling_off', usableFrom };
}
