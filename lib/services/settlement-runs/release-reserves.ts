import { insertJournals, NO_ACCOUNT } from '@/lib/db/ledger';
import { listDueReserves } from '@/lib/db/reserves';
import type { Sql } from '@/lib/db/tenant';
import { postFromPayable } from '@/lib/domain/ledger/post-payout';
import { currency as currencyOf } from '@/lib/domain/money/currency';

/** Gives back what earlier payouts kept back until a day that has come: each an entry of the next payout, once. Answers how many. */
export async function releaseReserves(sql: Sql, operatorId: string, throughOn: string): Promise<number> {
  const due = await listDueReserves(sql, throughOn);
  await insertJournals(
    sql,
    operatorId,
    due.map(({ payoutId, number, partyId, currency, reserveMinor, reserveUntilOn }) => ({
      billingAccountId: NO_ACCOUNT,
      event: 'payout.reserve-released' as const,
      sourceId: payoutId,
      bookedOn: reserveUntilOn,
      details: { payout: number },
      postings: postFromPayable(
        { partyId, currency: currencyOf(currency) },
        { account: 'partner_reserve', partyId },
        -reserveMinor,
      ),
    })),
  );
  return due.length;
}
