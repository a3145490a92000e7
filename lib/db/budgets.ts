import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';

export type BudgetRow = {
  id: string;
  account: { id: string; number: string; name: string; currency: string };
  product: { id: string; name: string; reference: string } | null;
  name: string;
  amountMinor: bigint;
  thresholds: number[];
  emails: string[];
  createdBy: string;
  createdAt: string;
  endedAt: string | null;
};

/** Budgets the scope may see; filters `account` (id), `state` (open, ended). */
export function listBudgets(sql: Sql, query: ListQuery): Promise<Page<BudgetRow>> {
  return readPage(
    sql,
    {
      select: `${SELECT}
        where (cardinality($1::text[]) = 0 or b.billing_account_id::text = any($1))
          and (cardinality($2::text[]) = 0
            or case when b.ended_at is null then 'open' else 'ended' end = any($2))`,
      params: [query.filters.account ?? [], query.filters.state ?? []],
      sortable: {
        name: { column: 'name', type: 'text' },
        createdAt: { column: '"createdAt"', type: 'timestamptz' },
      },
      defaultSort: { id: 'createdAt', descending: true },
    },
    query,
  );
}

export async function findBudget(sql: Sql, id: string): Promise<BudgetRow | null> {
  const [row] = await sql.query<BudgetRow>(`${SELECT} where b.id = $1::uuid`, [id]);
  return row ?? null;
}

const SELECT = `
  select b.id, b.name, b.amount_minor as "amountMinor", b.thresholds, b.emails, b.created_by as "createdBy",
    b.created_at as "createdAt", b.ended_at as "endedAt",
    json_build_object('id', a.id, 'number', a.number, 'name', a.name, 'currency', a.currency) as account,
    case when p.id is not null
      then json_build_object('id', p.id, 'name', p.name, 'reference', p.reference) end as product
  from usage_budget b
  join billing_account a on a.operator_id = b.operator_id and a.id = b.billing_account_id
  left join product p on p.operator_id = b.operator_id and p.billing_account_id = b.billing_account_id
    and p.id = b.product_id`;

export type BudgetFacts = {
  name: string;
  amountMinor: bigint;
  thresholds: readonly number[];
  emails: readonly string[];
};

export type NewBudget = BudgetFacts & {
  id: string;
  billingAccountId: string;
  productId: string | null;
  createdBy: string;
  createdAt: string;
};

export const insertBudget = (sql: Sql, operatorId: string, row: NewBudget): Promise<unknown> =>
  sql.query(
    `insert into usage_budget (operator_id, billing_account_id, id, product_id, name, amount_minor, thresholds, emails,
       created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      operatorId,
      row.billingAccountId,
      row.id,
      row.productId,
      row.name,
      row.amountMinor,
      row.thresholds,
      row.emails,
      row.createdBy,
      row.createdAt,
    ],
  );

/** Changes an open budget, which is then compared anew. Answers whether there was one. */
export async function updateBudget(sql: Sql, id: string, facts: BudgetFacts): Promise<boolean> {
  const rows = await sql.query(
    `update usage_budget set name = $2, amount_minor = $3, thresholds = $4, emails = $5, checked_mark = null
     where id = $1::uuid and ended_at is null returning id`,
    [id, facts.name, facts.amountMinor, facts.thresholds, facts.emails],
  );
  return rows.length > 0;
}

export async function endBudget(sql: Sql, id: string, endedAt: string): Promise<boolean> {
  const rows = await sql.query(
    'update usage_budget set ended_at = $2 where id = $1::uuid and ended_at is null returning id',
    [id, endedAt],
  );
  return rows.length > 0;
}

/** Whether the account has a product of this id, within the scope. */
export async function hasProduct(sql: Sql, billingAccountId: string, productId: string): Promise<boolean> {
  const rows = await sql.query(
    'select 1 from product where billing_account_id = $1::uuid and id = $2::uuid',
    [billingAccountId, productId],
  );
  return rows.length > 0;
}

export const countOpenBudgets = async (sql: Sql, billingAccountId: string): Promise<number> => {
  const [row] = await sql.query<{ count: number }>(
    'select count(*)::int as count from usage_budget where billing_account_id = $1::uuid and ended_at is null',
    [billingAccountId],
  );
  return row!.count;
};
