import { v5 } from 'uuid';
import {
  checkGuarantees,
  decideGuarantees,
  type GuaranteeRow,
  listUndecided,
  lockGuarantees,
} from '@/lib/db/guarantees';
import { insertJournals, type NewJournal, NO_ACCOUNT } from '@/lib/db/ledger';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit } from '@/lib/domain/ledger/posting';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import { guaranteeTopUp } from '@/lib/domain/settlement/guarantee';
import { parseTerm } from '@/lib/domain/settlement/parse-term';

/**
 * What the guarantees of issued cycles still owe, paid by the party above: an entry for the partner, and one against a reseller that pays
 * it, booked on the cycle's last day. A guarantee is of what a party receives, whatever it passes on below.
 * Each guarantee of a cycle is looked at once, when all of the cycle's bills are issued, and what was found is kept: what is credited
 * later lowers the shares and does not open the guarantee again. Answers how many were topped up.
 * Example: 500.00 guaranteed, 320.00 received: 180.00, booked once.
 */
export async function topUpGuarantees(sql: Sql, operatorId: string, throughOn: string): Promise<number> {
  await lockGuarantees(sql);
  await checkGuarantees(sql, throughOn);
  const decided = (await listUndecided(sql)).map((row) => ({ ...row, topUpMinor: topUpOf(row) }));
  const due = decided.filter(({ topUpMinor }) => topUpMinor > 0n);
  await insertJournals(sql, operatorId, due.map(journalOf));
  await decideGuarantees(sql, decided);
  return due.length;
}

type Undecided = GuaranteeRow & { receivedMinor: bigint };

function topUpOf(row: Undecided): bigint {
  return guaranteeTopUp(termOf(row), row.receivedMinor);
}

function termOf({ termId, kind, basis, terms, agreementCurrency }: GuaranteeRow) {
  const term = parseTerm({ termId, kind, basis, terms }, currencyOf(agreementCurrency));
  if (!term.ok) throw new Error(`The stored term ${termId} cannot be read: ${term.issues[0]?.message}`);
  return term.value;
}

function journalOf(row: Undecided & { topUpMinor: bigint }): NewJournal {
  const { termId, cycleId, cycleName, periodFrom, periodTo, receivedMinor, topUpMinor } = row;
  const { payerId, partnerId, operatorPartyId } = row;
  const currency = currencyOf(row.agreementCurrency);
  const payer = payerId === operatorPartyId ? 'operator_revenue' : 'partner_payable';
  return {
    billingAccountId: NO_ACCOUNT,
    event: 'guarantee.topped-up',
    sourceId: v5(cycleId, termId),
    bookedOn: addDays(civilDate(periodTo), -1),
    details: {
      ...{ termId, cycleId, cycleName, periodFrom, periodTo, receivedMinor },
      guaranteeMinor: termOf(row).minimumGuaranteeMinor,
    },
    postings: [
      debit(payer, payerId, currency, topUpMinor),
      credit('partner_payable', partnerId, currency, topUpMinor),
    ],
  };
}
