import type { Sql } from '@/lib/db/tenant';

export type NumberSeries = 'bill' | 'invoice' | 'credit_note' | 'credit' | 'debit' | 'payout';

export type NumberRequest = { partyId: string; series: NumberSeries; count: number };

/**
 * Takes `count` consecutive numbers of a party's series, made at first use. The series' row stays locked until the transaction
 * ends, so a number that is rolled back is given again: the series has no gap, whoever dies when.
 * Example: after 41, three numbers are 42, 43, 44 with the prefix before them.
 */
export async function takeNumbers(sql: Sql, operatorId: string, request: NumberRequest): Promise<string[]> {
  if (request.count === 0) return [];
  return numbersAfter(await advanceSeries(sql, operatorId, request), request.count);
}

/** Where a series stands: its last number, and what comes before the digits. */
export type SeriesEnd = { prefix: string; last: bigint };

/** As `takeNumbers`; answers the end after which they come. */
export async function advanceSeries(
  sql: Sql,
  operatorId: string,
  { partyId, series, count }: NumberRequest,
): Promise<SeriesEnd> {
  const [row] = await sql.query<SeriesEnd>(
    `insert into number_series as s (operator_id, party_id, series, prefix, last_number)
     values ($1::uuid, $2::uuid, $3, $4, $5)
     on conflict (operator_id, party_id, series) do update set last_number = s.last_number + excluded.last_number
     returning prefix, last_number as last`,
    [operatorId, partyId, series, PREFIXES[series], count],
  );
  return { prefix: row!.prefix, last: row!.last - BigInt(count) };
}

/** A look that keeps nobody from taking more. */
export async function readSeriesEnd(
  sql: Sql,
  { partyId, series }: Pick<NumberRequest, 'partyId' | 'series'>,
): Promise<SeriesEnd> {
  const [row] = await sql.query<SeriesEnd>(
    'select prefix, last_number as last from number_series where party_id = $1::uuid and series = $2',
    [partyId, series],
  );
  return row ?? { prefix: PREFIXES[series], last: 0n };
}

export const numbersAfter = ({ prefix, last }: SeriesEnd, count: number): string[] =>
  Array.from({ length: count }, (_, index) => format(prefix, last + BigInt(index + 1)));

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
