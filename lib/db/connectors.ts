import { callAlone, type Sql } from '@/lib/db/tenant';

export type ConnectorState = 'draft' | 'live' | 'paused';

export type ConnectorRow = {
  id: string;
  partner: { id: string; slug: string; name: string };
  name: string;
  settings: unknown;
  hasSecret: boolean;
  state: ConnectorState;
  testedAt: string | null;
  createdBy: string;
  createdAt: string;
};

export const listConnectorRows = (sql: Sql, partnerId: string): Promise<ConnectorRow[]> =>
  sql.query<ConnectorRow>(`${SELECT} where c.partner_id = $1::uuid order by c.name, c.id`, [partnerId]);

export async function findConnector(sql: Sql, id: string): Promise<ConnectorRow | null> {
  return (await sql.query<ConnectorRow>(`${SELECT} where c.id::text = $1`, [id]))[0] ?? null;
}

/** Whose a connector is that is pushed to, before anything else is known of who calls. */
export async function findPushConnector(
  id: string,
): Promise<{ operatorId: string; partnerId: string } | null> {
  const rows = await callAlone<{ operatorId: string; partnerId: string }>(
    'select operator_id as "operatorId", partner_id as "partnerId" from push_connector($1)',
    [id],
    'partner_connector.push',
  );
  return rows[0] ?? null;
}

/** What came of an attempt, by its id. */
export async function findPull(
  sql: Sql,
  id: string,
): Promise<Pick<PullRow, 'kind' | 'outcome' | 'charges' | 'partnerBillId'> | null> {
  const rows = await sql.query<Pick<PullRow, 'kind' | 'outcome' | 'charges' | 'partnerBillId'>>(
    'select kind, outcome, charges, partner_bill_id as "partnerBillId" from connector_pull where id = $1::uuid',
    [id],
  );
  return rows[0] ?? null;
}

/** The secret's bytes as they are stored. */
export async function findConnectorSecret(sql: Sql, id: string): Promise<Buffer | null> {
  const rows = await sql.query<{ secret: Buffer | null }>(
    'select secret_encrypted as secret from partner_connector where id = $1::uuid',
    [id],
  );
  return rows[0]?.secret ?? null;
}

export type ConnectorToSave = {
  id: string;
  partnerId: string;
  name: string;
  settings: object;
  /** Undefined leaves the stored one. */
  secret: Buffer | null | undefined;
  by: string;
  now: string;
};

/** New, or changed: then it is a draft again and has to be tried again. False when the name is taken by another. */
export async function saveConnectorRow(sql: Sql, operatorId: string, row: ConnectorToSave): Promise<boolean> {
  const rows = await sql.query(
    `insert into partner_connector (operator_id, id, partner_id, name, settings, secret_encrypted, created_by, created_at)
     select $1::uuid, $2::uuid, $3::uuid, $4, $5::jsonb, $6::bytea, $8, $9::timestamptz
     where not exists (
       select from partner_connector o where o.partner_id = $3::uuid and o.name = $4 and o.id <> $2::uuid)
     on conflict (operator_id, id) do update
       set name = excluded.name, settings = excluded.settings, state = 'draft', tested_at = null,
         secret_encrypted = case when $7 then partner_connector.secret_encrypted else excluded.secret_encrypted end
     returning id`,
    [
      operatorId,
      row.id,
      row.partnerId,
      row.name,
      JSON.stringify(row.settings),
      row.secret ?? null,
      row.secret === undefined,
      row.by,
      row.now,
    ],
  );
  return rows.length === 1;
}

export async function setConnectorState(sql: Sql, id: string, state: ConnectorState): Promise<void> {
  await sql.query('update partner_connector set state = $2 where id = $1::uuid', [id, state]);
}

/** A test counts for the settings it was made with: `settings` are those. False when they have changed since. */
export async function markConnectorTested(
  sql: Sql,
  id: string,
  settings: unknown,
  now: string,
): Promise<boolean> {
  const rows = await sql.query(
    'update partner_connector set tested_at = $3::timestamptz where id = $1::uuid and settings = $2::jsonb returning id',
    [id, JSON.stringify(settings), now],
  );
  return rows.length === 1;
}

export type PullRow = {
  id: string;
  kind: 'test' | 'pull';
  outcome: 'done' | 'empty' | 'failed';
  code: string | null;
  message: string | null;
  charges: number;
  partnerBillId: string | null;
  cycle: { id: string; from: string; to: string } | null;
  summary: unknown;
  startedAt: string;
  finishedAt: string;
};

export const listPulls = (sql: Sql, connectorId: string, limit: number): Promise<PullRow[]> =>
  sql.query<PullRow>(
    `select p.id, p.kind, p.outcome, p.code, p.message, p.charges, p.partner_bill_id as "partnerBillId", p.summary,
       case when c.id is null then null
         else json_build_object('id', c.id, 'from', c.period_from, 'to', c.period_to) end as cycle,
       p.started_at as "startedAt", p.finished_at as "finishedAt"
     from connector_pull p
     left join billing_cycle c on c.operator_id = p.operator_id and c.id = p.cycle_id
     where p.connector_id = $1::uuid order by p.started_at desc, p.id desc limit $2`,
    [connectorId, limit],
  );

export type NewPull = Omit<PullRow, 'cycle'> & { connectorId: string; cycleId: string | null };

/** What is there under this id stays: an event that comes again is on record once. */
export async function insertPull(sql: Sql, operatorId: string, pull: NewPull): Promise<void> {
  await sql.query(
    `insert into connector_pull (operator_id, id, connector_id, cycle_id, kind, outcome, code, message, charges,
       partner_bill_id, summary, started_at, finished_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7, $8, $9, $10::uuid, $11::jsonb, $12::timestamptz,
       $13::timestamptz)
     on conflict (operator_id, id) do nothing`,
    [
      operatorId,
      pull.id,
      pull.connectorId,
      pull.cycleId,
      pull.kind,
      pull.outcome,
      pull.code,
      pull.message,
      pull.charges,
      pull.partnerBillId,
      pull.summary === null ? null : JSON.stringify(pull.summary),
      pull.startedAt,
      pull.finishedAt,
    ],
  );
}

export type DuePull = {
  connectorId: string;
  partnerId: string;
  cycleId: string;
  cycleName: string;
  from: string;
  to: string;
};

/**
 * Live connectors and what their partner still owes, not asked within the last `pauseMinutes`; those whose cut-off comes first go
 * first. A cycle in which the partner said that nothing was charged is not asked again, and one older than the agreement takes
 * charges of, never.
 */
export const listDuePulls = (sql: Sql, now: string, pauseMinutes: number): Promise<DuePull[]> =>
  sql.query<DuePull>(
    `select k.id as "connectorId", k.partner_id as "partnerId", c.id as "cycleId", s.name as "cycleName",
       c.period_from as from, c.period_to as to
     from partner_connector k
     join partner_expectation e on e.operator_id = k.operator_id and e.partner_id = k.partner_id
       and e.state not in ('received', 'waived')
     join agreement g on g.operator_id = e.operator_id and g.id = e.agreement_id
     join billing_cycle c on c.operator_id = e.operator_id and c.id = e.cycle_id
     join cycle_spec s on s.operator_id = c.operator_id and s.id = c.spec_id
     where k.state = 'live' and k.settings ->> 'kind' <> 'push' and c.to_at > $1::timestamptz - make_interval(months => g.max_charge_age_months)
       and not exists (
         select from partner_bill b where b.operator_id = c.operator_id and b.cycle_id = c.id
           and b.partner_id = k.partner_id and b.state in ('validated', 'accepted'))
       and not exists (
         select from connector_pull p where p.operator_id = k.operator_id and p.connector_id = k.id and p.cycle_id = c.id
           and p.kind = 'pull'
           and (p.outcome = 'empty' or p.started_at > $1::timestamptz - make_interval(mins => $2)))
     order by e.due_at, k.id, c.id limit 1000`,
    [now, pauseMinutes],
  );

/** What the partner calls those of its accounts that follow another rhythm than this cycle's: they are billed with theirs. */
export async function listAccountsElsewhere(
  sql: Sql,
  { partnerId, cycleId }: Pick<DuePull, 'partnerId' | 'cycleId'>,
): Promise<Set<string>> {
  const rows = await sql.query<{ name: string }>(
    `select m.external_account as name from account_mapping m
     join billing_account a on a.operator_id = m.operator_id and a.id = m.billing_account_id
     join billing_cycle c on c.operator_id = m.operator_id and c.id = $2::uuid
     where m.partner_id = $1::uuid and m.level = 'sub_account' and a.cycle_spec_id <> c.spec_id`,
    [partnerId, cycleId],
  );
  return new Set(rows.map(({ name }) => name));
}

const SELECT = `
  select c.id, json_build_object('id', p.id, 'slug', p.slug, 'name', p.name) as partner, c.name, c.settings,
    c.secret_encrypted is not null as "hasSecret", c.state, c.tested_at as "testedAt", c.created_by as "createdBy",
    c.created_at as "createdAt"
  from partner_connector c
  join party p on p.operator_id = c.operator_id and p.id = c.partner_id`;

export async function hasLiveConnector(sql: Sql): Promise<boolean> {
  return (
    (
      await sql.query(
        `select 1 from partner_connector where state = 'live' and settings ->> 'kind' <> 'push' limit 1`,
      )
    ).length > 0
  );
}
