import type { Sql } from '@/lib/db/tenant';

export type NumberSeries = 'bill' | 'invoice' | 'credit_note' | 'credit' | 'debit' | 'payout';

export type NumberRequest = { partyId: string; series: NumberSeries; count: number };

/**
 * Takes `count` consecutive numbers of a party's series, made at first use. The series' row stays locked until the transaction
 * ends, so a number that is rolled back is given again: the series has no gap, whoever dies when.
 * Example: after 41, three numbers are 42, 43, 44 with the prefix before them.
 */
export async function takeNumbers(
  sql: Sql,
  operatorId: string,
  { partyId, series, count }: NumberRequest,
): Promise<string[]> {
  if (count === 0) return [];
  const [row] = await sql.query<{ prefix: string; last: bigint }>(
    `insert into number_series as s (operator_id, party_id, series, prefix, last_number)
     values ($1::uuid, $2::uuid, $3, $4, $5)
     on conflict (operator_id, party_id, series) do update set last_number = s.last_number + excluded.last_number
     returning prefix, last_number as last`,
    [operatorId, partyId, series, PREFIXES[series], count],
  );
  const { prefix, last } = row!;
  return Array.from({ length: count }, (_, index) => format(prefix, last - BigInt(count - 1 - index)));
}

const PREFIXES: Readonly<Record<NumberSeries, string>> = {
  bill: 'B-',
  invoice: 'INV-',
  credit_note: 'CN-',
  credit: 'C-',
  debit: 'D-',
  payout: 'PO-',
};

/** At least six digits, so that numbers sort as text for the first million. */
const format = (prefix: string, number: bigint) => `${prefix}${String(number).padStart(6, '0')}`;
