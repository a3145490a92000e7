import { v5 } from 'uuid';
import { type GuaranteeRow, listGuarantees, listToppedUp, sumTermShares } from '@/lib/db/guarantees';
import { insertJournals, type NewJournal, NO_ACCOUNT } from '@/lib/db/ledger';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit } from '@/lib/domain/ledger/posting';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import { guaranteeTopUp } from '@/lib/domain/settlement/guarantee';
import { parseTerm } from '@/lib/domain/settlement/parse-term';

/**
 * What the guarantees of ended cycles still owe, paid by the party above: an entry for the partner, and one against a reseller that pays it.
 * Booked once for a term and a cycle, by an id that is made of both, on the cycle's last day. Answers how many.
 */
export async function topUpGuarantees(sql: Sql, operatorId: string, throughOn: string): Promise<number> {
  const rows = await listGuarantees(sql, throughOn);
  const sources = rows.map(({ termId, cycleId }) => v5(cycleId, termId));
  const booked = await listToppedUp(sql, sources);
  const journals: NewJournal[] = [];
  for (const [index, row] of rows.entries()) {
    const sourceId = sources[index]!;
    if (booked.has(sourceId)) continue;
    const journal = await topUp(sql, row, sourceId);
    if (journal) journals.push(journal);
  }
  await insertJournals(sql, operatorId, journals);
  return journals.length;
}

async function topUp(sql: Sql, row: GuaranteeRow, sourceId: string): Promise<NewJournal | null> {
  const { termId, kind, basis, terms, payerId, partnerId, operatorPartyId } = row;
  const currency = currencyOf(row.agreementCurrency);
  const term = parseTerm({ termId, kind, basis, terms }, currency);
  if (!term.ok) throw new Error(`The stored term ${termId} cannot be read: ${term.issues[0]?.message}`);
  const shareMinor = await sumTermShares(sql, row, currency);
  const amountMinor = guaranteeTopUp(term.value, shareMinor);
  if (amountMinor === 0n) return null;
  const payer = payerId === operatorPartyId ? 'operator_revenue' : 'partner_payable';
  const { cycleId, cycleName, periodFrom, periodTo } = row;
  return {
    billingAccountId: NO_ACCOUNT,
    event: 'guarantee.topped-up',
    sourceId,
    bookedOn: addDays(civilDate(periodTo), -1),
    details: {
      ...{ termId, cycleId, cycleName, periodFrom, periodTo, shareMinor },
      guaranteeMinor: term.value.minimumGuaranteeMinor,
    },
    postings: [
      debit(payer, payerId, currency, amountMinor),
      credit('partner_payable', partnerId, currency, amountMinor),
    ],
  };
}
