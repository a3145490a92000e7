import type { Sql, TenantClient } from '@/lib/db/tenant';

export type OperatorRow = {
  id: string;
  slug: string;
  name: string;
  timeZone: string;
  currency: string;
  partyId: string;
  isDemo: boolean;
  createdAt: string;
};

export async function insertOperator(tx: TenantClient, row: Omit<OperatorRow, 'createdAt'>): Promise<void> {
  await tx.operator.create({ data: row });
}

/** The operator of the scope; null when the scope names none that exists. */
export async function findOperator(sql: Sql): Promise<OperatorRow | null> {
  const rows = await sql.query<OperatorRow>(
    `select id, slug, name, time_zone as "timeZone", currency, party_id as "partyId", is_demo as "isDemo",
            created_at as "createdAt"
     from operator where id = (select scope_id('app.operator'))`,
  );
  return rows[0] ?? null;
}
