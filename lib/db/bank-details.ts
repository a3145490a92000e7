import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

export type BankAddress = { street: string | null; town: string; postcode: string | null; country: string };

export type BankDetailsState = 'proposed' | 'approved' | 'rejected' | 'withdrawn';

export type NewBankDetails = {
  id: string;
  partyId: string;
  /** Null: of any currency that has no account of its own. */
  currency: string | null;
  holder: string;
  iban: string | null;
  accountNumber: string | null;
  bic: string | null;
  address: BankAddress;
  proposedBy: string;
  proposedAt: string;
};

export type BankDetailsRow = NewBankDetails & {
  party: { id: string; kind: 'operator' | 'partner'; slug: string; name: string };
  state: BankDetailsState;
  decidedBy: string | null;
  decidedAt: string | null;
  reason: string | null;
  /** Of approved ones. */
  usableFrom: string | null;
  /** Approved later than this for the same currency, and usable by now. */
  isReplaced: boolean;
};

export async function insertBankDetails(sql: Sql, operatorId: string, row: NewBankDetails): Promise<void> {
  await sql.query(
    `insert into bank_details (operator_id, id, party_id, currency, holder, iban, account_number, bic, address, state, proposed_by, proposed_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7, $8, $9::jsonb, 'proposed', $10, $11::timestamptz)`,
    [
      ...[operatorId, row.id, row.partyId, row.currency, row.holder, row.iban, row.accountNumber, row.bic],
      ...[JSON.stringify(row.address), row.proposedBy, row.proposedAt],
    ],
  );
}

/** The one that waits for a party and currency, if any, and is locked. */
export async function lockProposed(
  sql: Sql,
  partyId: string,
  currency: string | null,
): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>(
    `select id from bank_details where party_id = $1::uuid and currency is not distinct from $2 and state = 'proposed' for update`,
    [partyId, currency],
  );
  return row?.id ?? null;
}

export async function lockBankDetails(sql: Sql, id: string): Promise<void> {
  await sql.query('select id from bank_details where id = $1::uuid for update', [uuidOrNull(id)]);
}

export type Decision = {
  state: 'approved' | 'rejected' | 'withdrawn';
  by: string;
  at: string;
  reason: string | null;
  usableFrom: string | null;
};

export async function saveDecision(sql: Sql, id: string, decision: Decision): Promise<void> {
  const { state, by, at, reason, usableFrom } = decision;
  await sql.query(
    `update bank_details set state = $2, decided_by = $3, decided_at = $4::timestamptz, reason = $5, usable_from = $6::timestamptz
     where id = $1::uuid`,
    [id, state, by, at, reason, usableFrom],
  );
}

const select = (now: string) => `
  select d.id, d.party_id as "partyId", d.currency, d.holder, d.iban, d.account_number as "accountNumber", d.bic, d.address,
    d.state, d.proposed_by as "proposedBy", d.proposed_at as "proposedAt", d.decided_by as "decidedBy",
    d.decided_at as "decidedAt", d.reason, d.usable_from as "usableFrom",
    json_build_object('id', p.id, 'kind', p.kind, 'slug', p.slug, 'name', p.name) as party,
    d.state = 'approved' and exists (
      select from bank_details n
      where n.operator_id = d.operator_id and n.party_id = d.party_id and n.currency is not distinct from d.currency
        and n.state = 'approved' and (n.usable_from, n.id) > (d.usable_from, d.id) and n.usable_from <= ${now}::timestamptz
    ) as "isReplaced"
  from bank_details d
  join party p on p.operator_id = d.operator_id and p.id = d.party_id`;

export async function findBankDetails(sql: Sql, id: string, now: string): Promise<BankDetailsRow | null> {
  const [row] = await sql.query<BankDetailsRow>(`${select('$2')} where d.id = $1::uuid`, [
    uuidOrNull(id),
    now,
  ]);
  return row ?? null;
}

/** Those that the scope may see, the latest proposed first; `q` finds a party, filters `party` (ids) and `state`. */
export const listBankDetails = (sql: Sql, query: ListQuery, now: string): Promise<Page<BankDetailsRow>> =>
  readPage(
    sql,
    {
      select: `select x.*, party->>'name' as "partyName" from (${select('$1')}) x
        where ($2 = '' or party->>'name' ilike $3 or holder ilike $3)
          and (cardinality($4::uuid[]) = 0 or "partyId" = any($4::uuid[]))
          and (cardinality($5::text[]) = 0 or state = any($5))`,
      params: [
        now,
        query.q,
        containing(query.q),
        (query.filters.party ?? []).map(uuidOrNull),
        query.filters.state ?? [],
      ],
      sortable: {
        proposedAt: { column: '"proposedAt"', type: 'timestamptz' },
        party: { column: '"partyName"', type: 'text' },
      },
      defaultSort: { id: 'proposedAt', descending: true },
    },
    query,
  );

/** Approved details that are used at an instant: of the currency itself before those of any. */
export async function findUsable(
  sql: Sql,
  partyId: string,
  currency: string | null,
  now: string,
): Promise<BankDetailsRow | null> {
  const [row] = await sql.query<BankDetailsRow>(
    `${select('$2')} where d.party_id = $1::uuid and d.state = 'approved' and d.usable_from <= $2::timestamptz
       and (d.currency is null or d.currency = $3)
     order by d.currency nulls last, d.usable_from desc, d.id desc limit 1`,
    [partyId, now, currency],
  );
  return row ?? null;
}

/** Every account that was ever approved for a party, as it is kept: also those that were replaced, or still cool off. */
export async function listApprovedAccounts(sql: Sql, partyId: string): Promise<string[]> {
  const rows = await sql.query<{ account: string }>(
    `select distinct coalesce(iban, account_number) as account from bank_details where party_id = $1::uuid and state = 'approved'`,
    [partyId],
  );
  return rows.map(({ account }) => account);
}

/** Why there is nothing usable yet: what was approved and cools off, else what waits for a person. */
export async function findComing(
  sql: Sql,
  partyId: string,
  currency: string | null,
): Promise<{ state: 'approved' | 'proposed'; usableFrom: string | null } | null> {
  const [row] = await sql.query<{ state: 'approved' | 'proposed'; usableFrom: string | null }>(
    `select state, usable_from as "usableFrom" from bank_details
     where party_id = $1::uuid and state in ('approved', 'proposed') and (currency is null or currency = $2)
     order by usable_from nulls last limit 1`,
    [partyId, currency],
  );
  return row ?? null;
}
