import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import type { AccountMapping } from '@/lib/domain/billing/partner-bill/resolve-account';

export type MappingLevel = AccountMapping['level'];

/** The partner's mapping with what validation needs of each account. */
export const listMappings = (
  sql: Sql,
  partnerId: string,
): Promise<(AccountMapping & { currency: string })[]> =>
  sql.query(
    `select m.level, m.external_account as "externalAccount", m.billing_account_id as "billingAccountId", a.currency
     from account_mapping m
     join billing_account a on a.operator_id = m.operator_id and a.id = m.billing_account_id
     where m.partner_id = $1::uuid`,
    [partnerId],
  );

export type MappingChange = {
  id: string;
  level: MappingLevel;
  externalAccount: string;
  externalName: string | null;
  /** Null takes the mapping away. */
  billingAccountId: string | null;
};

/** Sets or takes away mappings of a partner; answers those that were there before, for the audit. */
export async function saveMappings(
  sql: Sql,
  operatorId: string,
  partnerId: string,
  changes: readonly MappingChange[],
): Promise<AccountMapping[]> {
  const json = JSON.stringify(changes);
  const before = await sql.query<AccountMapping>(
    `select m.level, m.external_account as "externalAccount", m.billing_account_id as "billingAccountId"
     from account_mapping m
     join jsonb_to_recordset($2::jsonb) as r(level text, "externalAccount" text)
       on r.level = m.level and r."externalAccount" = m.external_account
     where m.partner_id = $1::uuid`,
    [partnerId, json],
  );
  await sql.query(
    `delete from account_mapping m
     using jsonb_to_recordset($2::jsonb) as r(level text, "externalAccount" text, "billingAccountId" uuid)
     where m.partner_id = $1::uuid and m.level = r.level and m.external_account = r."externalAccount"
       and r."billingAccountId" is null`,
    [partnerId, json],
  );
  await sql.query(
    `insert into account_mapping (operator_id, id, partner_id, level, external_account, external_name, billing_account_id)
     select $1::uuid, r.id, $2::uuid, r.level, r."externalAccount", r."externalName", r."billingAccountId"
     from jsonb_to_recordset($3::jsonb) as r(id uuid, level text, "externalAccount" text, "externalName" text,
       "billingAccountId" uuid)
     where r."billingAccountId" is not null
     on conflict (operator_id, partner_id, level, external_account) do update
       set billing_account_id = excluded.billing_account_id,
         external_name = coalesce(excluded.external_name, account_mapping.external_name)`,
    [operatorId, partnerId, json],
  );
  return before;
}

/** The partner's bills that have lines of these accounts and are neither rejected nor replaced, in the order they came. */
export const listBillsOfAccounts = (
  sql: Sql,
  partnerId: string,
  accounts: readonly { level: MappingLevel; externalAccount: string }[],
): Promise<{ id: string }[]> =>
  sql.query(
    `select b.id from partner_bill b
     where b.partner_id = $1::uuid and b.state not in ('rejected', 'replaced') and exists (
       select from partner_bill_line l where l.operator_id = b.operator_id and l.partner_bill_id = b.id
         and (l.external_account = any($2) or l.external_payer = any($3)))
     order by b.received_at, b.id`,
    [
      partnerId,
      accounts.filter(({ level }) => level === 'sub_account').map(({ externalAccount }) => externalAccount),
      accounts.filter(({ level }) => level === 'payer').map(({ externalAccount }) => externalAccount),
    ],
  );

export type ExternalAccountRow = {
  id: string;
  level: MappingLevel;
  externalAccount: string;
  externalName: string | null;
  /** The payer above a sub-account. */
  externalPayer: string | null;
  lineCount: number;
  waitingLines: number;
  /** Per currency, decimal text with all its decimals; `waiting` is what no account takes yet. */
  money: { currency: string; amount: string; waiting: string }[];
  mapping: { level: MappingLevel; billingAccount: { id: string; number: string; name: string } } | null;
};

/**
 * Every account the partner's bills name or its mapping knows, with its money; filters `level`, `state` (mapped,
 * unmapped). A sub-account without a mapping of its own shows the one of its payer, as validation resolves it.
 */
export function listExternalAccounts(
  sql: Sql,
  partnerId: string,
  query: ListQuery,
): Promise<Page<ExternalAccountRow>> {
  return readPage(
    sql,
    {
      select: `
        with line as (
          select l.external_account, l.external_payer, l.external_name, l.currency, l.amount,
            l.state = 'rejected' and l.issue_code = 'unknown_account' as waits
          from partner_bill_line l
          join partner_bill b on b.operator_id = l.operator_id and b.id = l.partner_bill_id
          where b.partner_id = $1::uuid and b.state not in ('rejected', 'replaced') and l.amount is not null
        ), per_currency as (
          select 'sub_account' as level, external_account as account, max(external_payer) as payer,
            max(external_name) as name, currency, count(*)::int as lines, count(*) filter (where waits)::int as waiting_lines,
            sum(amount) as amount, coalesce(sum(amount) filter (where waits), 0) as waiting
          from line where external_account is not null group by external_account, currency
          union all
          select 'payer', external_payer, null, max(external_name) filter (where external_account is null), currency,
            count(*)::int, count(*) filter (where waits)::int,
            sum(amount), coalesce(sum(amount) filter (where waits), 0)
          from line where external_payer is not null group by external_payer, currency
        ), seen as (
          select level, account, max(payer) as payer, max(name) as name, sum(lines)::int as lines,
            sum(waiting_lines)::int as waiting_lines, max(abs(waiting)) as most_waiting,
            json_agg(json_build_object('currency', currency, 'amount', trim_scale(amount)::text,
              'waiting', trim_scale(waiting)::text) order by currency) as money
          from per_currency group by level, account
        ), own as (
          select m.id, m.level, m.external_account, m.external_name,
            json_build_object('level', m.level, 'billingAccount',
              json_build_object('id', a.id, 'number', a.number, 'name', a.name)) as mapping
          from account_mapping m
          join billing_account a on a.operator_id = m.operator_id and a.id = m.billing_account_id
          where m.partner_id = $1::uuid
        )
        select md5(r.level || ':' || r.account)::uuid as id, r.level, r.account as "externalAccount",
          r.name as "externalName", r.payer as "externalPayer", r.lines as "lineCount",
          r.waiting_lines as "waitingLines", r.money, r.mapping, r.most_waiting as "mostWaiting"
        from (
          select coalesce(s.level, o.level) as level, coalesce(s.account, o.external_account) as account,
            coalesce(s.name, o.external_name) as name, s.payer, coalesce(s.lines, 0) as lines,
            coalesce(s.waiting_lines, 0) as waiting_lines, coalesce(s.most_waiting, 0) as most_waiting,
            coalesce(s.money, '[]') as money, coalesce(o.mapping, p.mapping) as mapping
          from seen s
          full join own o on o.level = s.level and o.external_account = s.account
          left join own p on s.level = 'sub_account' and p.level = 'payer' and p.external_account = s.payer
        ) r
        where ($2 = '' or r.account ilike $3 or r.name ilike $3)
          and (cardinality($4::text[]) = 0 or r.level = any($4))
          and (cardinality($5::text[]) = 0
            or case when r.mapping is null then 'unmapped' else 'mapped' end = any($5))`,
      params: [partnerId, query.q, containing(query.q), query.filters.level ?? [], query.filters.state ?? []],
      sortable: {
        waiting: { column: '"mostWaiting"', type: 'numeric' },
        externalAccount: { column: '"externalAccount"', type: 'text' },
        lineCount: { column: '"lineCount"', type: 'int4' },
      },
      defaultSort: { id: 'waiting', descending: true },
    },
    query,
  );
}

export type WaitingMoney = { currency: string; amount: string; lineCount: number; accountCount: number };

/** What no account takes yet, per currency, over all of the partner's bills. */
export const sumWaitingMoney = (sql: Sql, partnerId: string): Promise<WaitingMoney[]> =>
  sql.query<WaitingMoney>(
    `select l.currency, trim_scale(sum(l.amount))::text as amount, count(*)::int as "lineCount",
       count(distinct coalesce(l.external_account, l.external_payer, ''))::int as "accountCount"
     from partner_bill_line l
     join partner_bill b on b.operator_id = l.operator_id and b.id = l.partner_bill_id
     where b.partner_id = $1::uuid and b.state not in ('rejected', 'replaced') and l.state <> 'accepted'
       and l.issue_code = 'unknown_account'
     group by l.currency order by l.currency`,
    [partnerId],
  );
