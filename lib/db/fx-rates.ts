import { newId } from '@/lib/db/id';
import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import type { KnownRate } from '@/lib/domain/money/choose-rate';
import { type Decimal, decimal, formatDecimal } from '@/lib/domain/money/decimal';

export type NewRate = { base: string; quote: string; validOn: string; rate: Decimal; source: string };

/** What is stored of these pairs and days, to be compared with what comes; locked, so that two files at once agree. */
export async function lockRatesOf(sql: Sql, rates: readonly NewRate[]): Promise<KnownRate[]> {
  await sql.query(
    `select pg_advisory_xact_lock(hashtextextended('fx_rate:' || current_setting('app.operator'), 0))`,
  );
  const rows = await sql.query<RateText>(
    `select r.base, r.quote, r.valid_on::text as "validOn", r.rate::text, r.source
     from fx_rate r join unnest($1::text[], $2::text[], $3::date[]) as d(base, quote, valid_on)
       on r.base = d.base and r.quote = d.quote and r.valid_on = d.valid_on`,
    [rates.map(({ base }) => base), rates.map(({ quote }) => quote), rates.map(({ validOn }) => validOn)],
  );
  return rows.map(knownRate);
}

/** Sets rates; one of the same pair and day is replaced. No pair may come twice on a day. */
export async function saveRates(
  sql: Sql,
  operatorId: string,
  rates: readonly NewRate[],
  createdBy: string,
): Promise<void> {
  await sql.query(
    `insert into fx_rate (operator_id, id, base, quote, valid_on, rate, source, created_by)
     select $1::uuid, d.* , $8 from unnest($2::uuid[], $3::text[], $4::text[], $5::date[], $6::numeric[], $7::text[]) as d
     on conflict (operator_id, base, quote, valid_on) do update set rate = excluded.rate, source = excluded.source,
       created_by = excluded.created_by, created_at = now()`,
    [
      operatorId,
      rates.map(() => newId()),
      rates.map(({ base }) => base),
      rates.map(({ quote }) => quote),
      rates.map(({ validOn }) => validOn),
      rates.map(({ rate }) => formatDecimal(rate)),
      rates.map(({ source }) => source),
      createdBy,
    ],
  );
}

/** Every stored rate of these currencies with each other or with the euro, of the days in `[from, to]`. */
export async function listRatesBetween(
  sql: Sql,
  currencies: readonly [string, string],
  days: { from: string; to: string },
): Promise<KnownRate[]> {
  const rows = await sql.query<RateText>(
    `select base, quote, valid_on::text as "validOn", rate::text, source from fx_rate
     where base = any($1) and quote = any($1) and valid_on between $2::date and $3::date`,
    [[...currencies, 'EUR'], days.from, days.to],
  );
  return rows.map(knownRate);
}

export type FxRateRow = {
  id: string;
  base: string;
  quote: string;
  validOn: string;
  rate: string;
  source: string;
  createdBy: string;
  createdAt: string;
};

/** The rates, of the latest day first; `q` finds a currency, filter `source` (ecb, other). */
export const listRates = (sql: Sql, query: ListQuery): Promise<Page<FxRateRow>> =>
  readPage(
    sql,
    {
      select: `select id, base, quote, valid_on as "validOn", trim_scale(rate)::text as rate, rate as exact, source,
          created_by as "createdBy", created_at as "createdAt", base || quote as pair
        from fx_rate
        where ($1 = '' or position(upper($1) in base || '/' || quote) > 0)
          and (cardinality($2::text[]) = 0 or case when source = 'ECB' then 'ecb' else 'other' end = any($2))`,
      params: [query.q.trim(), query.filters.source ?? []],
      sortable: {
        validOn: { column: '"validOn"', type: 'date' },
        pair: { column: 'pair', type: 'text' },
        rate: { column: 'exact', type: 'numeric' },
      },
      defaultSort: { id: 'validOn', descending: true },
    },
    query,
  );

type RateText = Omit<KnownRate, 'rate'> & { rate: string };

const knownRate = ({ rate, ...row }: RateText): KnownRate => ({ ...row, rate: decimal(rate) });
