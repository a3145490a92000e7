import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { StoredConditions } from '@/lib/db/payout-preparation';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import type { PayoutState } from '@/lib/domain/settlement/payout-state';

export type PayoutRow = {
  id: string;
  runId: string;
  party: { id: string; slug: string; name: string };
  agreementId: string | null;
  currency: string;
  throughOn: string;
  state: PayoutState;
  number: string | null;
  /** `since`: the day from which the latest change of them holds. */
  conditions: StoredConditions & { since?: string | null };
  entries: bigint;
  balanceMinor: bigint;
  feeMinor: bigint;
  reserveMinor: bigint;
  taxMinor: bigint;
  carriedMinor: bigint;
  amountMinor: bigint;
  taxableMinor: bigint;
  reserveUntilOn: string | null;
  document: PayoutDocument | null;
  issues: { code: string; severity: string; path: string; message: string }[];
  steps: Record<string, unknown>[];
  preparedByIds: string[];
  preparedAt: string | null;
  approvedBy: string | null;
  approvedAt: string | null;
  contentHash: Buffer | null;
  fileId: string | null;
  sentAt: string | null;
  settledOn: string | null;
  bankReasonCode: string | null;
  bankReason: string | null;
  openObjections: number;
  createdAt: string;
};

/** Which document a payout is: a self-billed invoice (EN 16931 type 389, credit 261) or a statement, and its two sides. */
export type PayoutDocument = {
  kind: 'self_billed' | 'statement';
  typeCode: '389' | '261' | null;
  seller: PayoutParty;
  buyer: PayoutParty;
  tax: { category: string; ratePpm: string; reasonCode: string | null; reason: string | null } | null;
};

export type PayoutParty = {
  id: string;
  name: string;
  legalName: string;
  country: string;
  vatId: string | null;
  isBusiness: boolean;
  address: Record<string, string>;
};

export async function findPayout(sql: Sql, id: string): Promise<PayoutRow | null> {
  return (await sql.query<PayoutRow>(`${SELECT} where p.id = $1::uuid`, [uuidOrNull(id)]))[0] ?? null;
}

/** By number. */
export const findPayouts = (sql: Sql, ids: readonly string[]): Promise<PayoutRow[]> =>
  sql.query<PayoutRow>(`${SELECT} where p.id = any($1::uuid[]) order by p.number, p.id`, [ids]);

/** The payout, held until the transaction ends. */
export async function lockPayout(sql: Sql, id: string): Promise<PayoutRow | null> {
  const held = await sql.query('select from payout where id = $1::uuid for update', [uuidOrNull(id)]);
  return held.length === 0 ? null : findPayout(sql, id);
}

export async function findPayoutId(sql: Sql, number: string): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>('select id from payout where number = $1', [number]);
  return row?.id ?? null;
}

/** The next of a run's payouts that can be approved, by partner, held until the transaction ends. */
export const takePayoutsToApprove = (
  sql: Sql,
  runId: string,
  isReady: string,
  approverId: string,
  count: number,
): Promise<PayoutRow[]> =>
  sql.query<PayoutRow>(
    `${SELECT} where p.run_id = $1::uuid and p.state = 'review' and ${isReady} and $2 <> all(p.prepared_by_ids)
     order by y.name, p.id limit $3 for update of p`,
    [runId, approverId, count],
  );

export const listPayoutIds = async (
  sql: Sql,
  runId: string,
  states: readonly PayoutState[],
): Promise<string[]> =>
  (
    await sql.query<{ id: string }>(
      'select id from payout where run_id = $1::uuid and state = any($2::text[]) order by id for update',
      [runId, states],
    )
  ).map(({ id }) => id);

export type PayoutSumRow = {
  currency: string;
  event: string;
  entries: bigint;
  amountMinor: bigint;
  payoutMinor: bigint;
};

/** What a payout found, by event and currency. */
export const listPayoutSums = (sql: Sql, payoutId: string): Promise<PayoutSumRow[]> =>
  sql.query<PayoutSumRow>(
    `select currency::text as currency, event, entries, amount_minor as "amountMinor", payout_minor as "payoutMinor"
     from payout_sum where payout_id = $1::uuid and entries <> 0 order by currency, event`,
    [payoutId],
  );

export type PayoutRateRow = {
  payoutId: string;
  currency: string;
  rate: string;
  source: string;
  validOn: string;
  amountMinor: bigint;
  payoutMinor: bigint;
};

/** What payouts took other currencies at. */
export const listPayoutRates = (sql: Sql, payoutIds: readonly string[]): Promise<PayoutRateRow[]> =>
  sql.query<PayoutRateRow>(
    `select payout_id as "payoutId", currency::text as currency, trim_scale(rate)::text as rate, source, valid_on as "validOn",
       amount_minor as "amountMinor", payout_minor as "payoutMinor"
     from payout_rate where payout_id = any($1::uuid[]) order by payout_id, currency`,
    [payoutIds],
  );

/** Gives payouts the rows that they book themselves: fee, reserve, tax, and what they carry on. */
export async function takeOwnEntries(
  sql: Sql,
  own: readonly { payoutId: string; journalId: string }[],
  account: string,
): Promise<void> {
  // Of a carried balance the first side is this statement's, the second the next one's.
  await sql.query(
    `update payable_entry e set payout_id = d.payout_id, payout_minor = e.amount_minor
     from unnest($1::uuid[], $2::uuid[]) as d(payout_id, journal_id)
     where e.billing_account_id = $3::uuid and e.journal_id = d.journal_id and e.position = 0`,
    [own.map(({ payoutId }) => payoutId), own.map(({ journalId }) => journalId), account],
  );
}

export type PayoutMove = {
  state: PayoutState;
  fileId?: string | null;
  sentAt?: string | null;
  settledOn?: string | null;
  bankReasonCode?: string | null;
  bankReason?: string | null;
};

/** What the bank does with approved payouts. */
export async function movePayouts(sql: Sql, ids: readonly string[], move: PayoutMove): Promise<void> {
  await sql.query(
    `update payout set state = $2, file_id = coalesce($3::uuid, file_id), sent_at = coalesce($4::timestamptz, sent_at),
       settled_on = coalesce($5::date, settled_on), bank_reason_code = coalesce($6, bank_reason_code), bank_reason = coalesce($7, bank_reason)
     where id = any($1::uuid[])`,
    [
      ids,
      move.state,
      move.fileId ?? null,
      move.sentAt ?? null,
      move.settledOn ?? null,
      move.bankReasonCode ?? null,
      move.bankReason ?? null,
    ],
  );
}

/** Who changed a draft may not approve it either. */
export async function addPreparer(sql: Sql, id: string, actorId: string): Promise<void> {
  await sql.query(
    `update payout set prepared_by_ids = prepared_by_ids || $2::text where id = $1::uuid and $2 <> all(prepared_by_ids)`,
    [id, actorId],
  );
}

/** Payouts, the latest first; filters `state`, `party` (id), `run`, `currency`, `objected`. */
export const listPayoutPage = (sql: Sql, query: ListQuery): Promise<Page<PayoutRow>> => {
  const { state = [], party = [], run = [], currency = [], objected = [] } = query.filters;
  return readPage(
    sql,
    {
      select: `${SELECT}
        where (cardinality($1::text[]) = 0 or p.state = any($1)) and (cardinality($2::text[]) = 0 or p.party_id = any($2::uuid[]))
          and (cardinality($3::text[]) = 0 or p.run_id = any($3::uuid[])) and (cardinality($4::text[]) = 0 or p.currency = any($4))
          and (cardinality($5::text[]) = 0 or p.open_objections > 0)
          and ($6 = '' or y.name ilike $7 or p.number ilike $7)`,
      params: [
        state,
        party.map(uuidOrNull),
        run.map(uuidOrNull),
        currency,
        objected,
        query.q,
        containing(query.q),
      ],
      sortable: {
        created: { column: '"createdAt"', type: 'timestamptz' },
        through: { column: '"throughOn"', type: 'date' },
        amount: { column: '"amountMinor"', type: 'int8' },
      },
      defaultSort: { id: 'created', descending: true },
    },
    query,
  );
};

const SELECT = `
  select p.id, p.run_id as "runId", json_build_object('id', y.id, 'slug', y.slug, 'name', y.name) as party,
    p.agreement_id as "agreementId", p.currency::text as currency, p.through_on as "throughOn", p.state, p.number, p.conditions,
    p.entries, p.balance_minor as "balanceMinor", p.fee_minor as "feeMinor", p.reserve_minor as "reserveMinor",
    p.tax_minor as "taxMinor", p.carried_minor as "carriedMinor", p.amount_minor as "amountMinor", p.taxable_minor as "taxableMinor",
    p.reserve_until_on as "reserveUntilOn", p.document, p.issues, p.steps, p.prepared_by_ids as "preparedByIds",
    p.prepared_at as "preparedAt", p.approved_by as "approvedBy", p.approved_at as "approvedAt", p.content_hash as "contentHash",
    p.file_id as "fileId", p.sent_at as "sentAt", p.settled_on as "settledOn", p.bank_reason_code as "bankReasonCode",
    p.bank_reason as "bankReason", p.open_objections as "openObjections", p.created_at as "createdAt"
  from payout p join party y on y.operator_id = p.operator_id and y.id = p.party_id`;
