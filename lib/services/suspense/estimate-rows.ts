import { findNamedPrices } from '@/lib/db/suspense-prices';
import type { SuspenseListRow } from '@/lib/db/suspense-reads';
import type { Sql } from '@/lib/db/tenant';
import { decimal } from '@/lib/domain/money/decimal';
import { formatMinor } from '@/lib/domain/money/money';
import { groupBy } from '@/lib/services/group-by';
import { type Estimate, readPriceBook } from '@/lib/services/suspense/price-book';

/** An estimate of money. `price`: the name of the price it was made by; null: what a unit brought on the last bills. */
export type AtStake = { amount: string; currency: string; price: string | null };

/** What each waiting event alone might bring; null where it cannot be told. A handful of reads, whatever the number of rows. */
export async function estimateRows(
  sql: Sql,
  rows: readonly Pick<SuspenseListRow, 'senderId' | 'body'>[],
  at: { ownPartyId: string; timeZone: string; now: string },
): Promise<(AtStake | null)[]> {
  if (rows.length === 0) return [];
  const sellers = rows.map(({ senderId, body }) => ({ senderId, subject: body.subject, meter: body.meter }));
  const named = groupBy(await findNamedPrices(sql, sellers, at.ownPartyId), ({ n }) => String(n));
  const book = await readPriceBook(sql, sellers, at);
  return rows.map(({ senderId, body }, n) => {
    const of = {
      senderId,
      meter: body.meter,
      named: named.get(String(n)) ?? [],
      attributes: body.attributes,
    };
    const estimate = book(of, { quantity: decimal(body.quantity), events: 1, subjects: 1 });
    return estimate && toAtStake(estimate);
  });
}

export const toAtStake = ({ minor, currency, price }: Estimate): AtStake => ({
  amount: formatMinor(minor, currency),
  currency,
  price,
});
