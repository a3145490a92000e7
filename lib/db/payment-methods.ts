import { callAlone, type Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

export type PaymentMethodRow = {
  id: string;
  kind: string;
  name: string;
  instructions: string;
  provider: 'hosted-page' | null;
  baseUrl: string | null;
  createdAt: string;
  endedAt: string | null;
};

const COLUMNS = `id, kind, name, instructions, provider, base_url as "baseUrl", created_at as "createdAt", ended_at as "endedAt"`;

/** Those in use, a provider's first: it is the quickest way to pay. */
export const listMethodRows = (sql: Sql): Promise<PaymentMethodRow[]> =>
  sql.query<PaymentMethodRow>(
    `select ${COLUMNS} from payment_method where ended_at is null order by provider nulls last, name, id`,
  );

export async function findMethod(sql: Sql, id: string): Promise<PaymentMethodRow | null> {
  const [row] = await sql.query<PaymentMethodRow>(
    `select ${COLUMNS} from payment_method where id = $1::uuid`,
    [uuidOrNull(id)],
  );
  return row ?? null;
}

/** The provider's encrypted secrets; never part of a row that is shown. */
export async function readMethodSecrets(sql: Sql, id: string): Promise<Buffer | null> {
  const [row] = await sql.query<{ secrets: Buffer | null }>(
    'select secrets from payment_method where id = $1::uuid',
    [id],
  );
  return row?.secrets ?? null;
}

/** Whose a provider is that calls back, before anything else is known of who calls. */
export async function findProviderMethod(id: string): Promise<{ operatorId: string; name: string } | null> {
  const rows = await callAlone<{ operatorId: string; name: string }>(
    'select operator_id as "operatorId", name from payment_provider($1)',
    [id],
    'payment_method.provider',
  );
  return rows[0] ?? null;
}

export type SavedMethod = {
  id: string;
  kind: string;
  name: string;
  instructions: string;
  provider: 'hosted-page' | null;
  baseUrl: string | null;
  /** Undefined keeps what is there. */
  secrets: Buffer | null | undefined;
  by: string;
  now: string;
};

export const saveMethodRow = (sql: Sql, operatorId: string, row: SavedMethod): Promise<unknown> =>
  sql.query(
    `insert into payment_method as m (operator_id, id, kind, name, instructions, provider, base_url, secrets, created_by, created_at)
     values ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, coalesce($8::bytea, (select secrets from payment_method where id = $2::uuid)), $10, $11)
     on conflict (operator_id, id) do update set kind = excluded.kind, name = excluded.name, instructions = excluded.instructions,
       provider = excluded.provider, base_url = excluded.base_url,
       secrets = case when excluded.provider is null then null when $9 then m.secrets else excluded.secrets end`,
    [
      operatorId,
      row.id,
      row.kind,
      row.name,
      row.instructions,
      row.provider,
      row.baseUrl,
      row.secrets ?? null,
      row.secrets === undefined,
      row.by,
      row.now,
    ],
  );

export async function endMethodRow(sql: Sql, id: string, now: string): Promise<boolean> {
  const rows = await sql.query(
    'update payment_method set ended_at = $2 where id = $1::uuid and ended_at is null returning id',
    [uuidOrNull(id), now],
  );
  return rows.length > 0;
}
