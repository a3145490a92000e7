import type { Sql } from '@/lib/db/tenant';
import type { PartnerBillState } from '@/lib/domain/billing/state';

/** A partner's bill among those that correct each other. */
export type FamilyBillRow = {
  id: string;
  externalId: string;
  state: PartnerBillState;
  cycleId: string;
  replacesId: string | null;
  originalId: string | null;
};

const columns = `b.id, b.external_id as "externalId", b.state, b.cycle_id as "cycleId", b.replaces_id as "replacesId",
  b.original_id as "originalId"`;

/** A partner's bill by its id or by the number it has in the partner's books. */
export async function findNamedBill(
  sql: Sql,
  partnerId: string,
  idOrExternalId: string,
): Promise<FamilyBillRow | null> {
  const rows = await sql.query<FamilyBillRow>(
    `select ${columns} from partner_bill b
     where b.partner_id = $1::uuid and (b.id::text = $2 or b.external_id = $2) order by b.id::text <> $2 limit 1`,
    [partnerId, idOrExternalId],
  );
  return rows[0] ?? null;
}

/** All bills of a line of corrections, the first one first. */
export const listFamily = (sql: Sql, originalId: string): Promise<FamilyBillRow[]> =>
  sql.query<FamilyBillRow>(
    `select ${columns} from partner_bill b where b.id = $1::uuid or b.original_id = $1::uuid
     order by b.received_at, b.id`,
    [originalId],
  );

/** The partner's standing and waiting bills that have lines which came before in another, in the order they came. */
export const listBillsWithDuplicates = (
  sql: Sql,
  partnerId: string,
  exceptId: string,
): Promise<{ id: string }[]> =>
  sql.query(
    `select id from partner_bill
     where partner_id = $1::uuid and id <> $2::uuid and state in ('validated', 'accepted') and lines_duplicate > 0
     order by received_at, id`,
    [partnerId, exceptId],
  );

export async function markReplaced(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.query(`update partner_bill set state = 'replaced' where id = any($1::uuid[])`, [ids]);
}

/** Lines of bills that do not stand any more leave the drafts they were on; those on issued bills stay, as what was charged. */
export async function releaseUnissuedLines(sql: Sql, partnerBillIds: readonly string[]): Promise<void> {
  await sql.query(
    `with key as (
       select distinct operator_id, billing_account_id, bill_line_key from partner_bill_line
       where partner_bill_id = any($1::uuid[]) and bill_line_key is not null),
     open as (
       select k.billing_account_id, k.bill_line_key from key k
       where not exists (
         select from bill_line x
         join bill b on b.operator_id = x.operator_id and b.billing_account_id = x.billing_account_id and b.id = x.bill_id
         where x.operator_id = k.operator_id and x.billing_account_id = k.billing_account_id
           and x.line_key = k.bill_line_key and b.state = 'issued'))
     update partner_bill_line l set bill_line_key = null from open o
     where l.partner_bill_id = any($1::uuid[]) and l.billing_account_id = o.billing_account_id
       and l.bill_line_key = o.bill_line_key`,
    [partnerBillIds],
  );
}

/** Remembers the accounts of a line of corrections, for the runs to look there. */
export async function noteCorrectedAccounts(
  sql: Sql,
  operatorId: string,
  { originalId, partnerId }: { originalId: string; partnerId: string },
): Promise<void> {
  await sql.query(
    `insert into corrected_account (operator_id, billing_account_id, original_id, partner_id)
     select distinct $1::uuid, l.billing_account_id, $2::uuid, $3::uuid
     from partner_bill b
     join partner_bill_line l on l.operator_id = b.operator_id and l.partner_bill_id = b.id and l.state = 'accepted'
     where b.id = $2::uuid or b.original_id = $2::uuid
     on conflict do nothing`,
    [operatorId, originalId, partnerId],
  );
}

/**
 * What issued bills charged of a line of corrections: account, and the group as a bill line's key has it, without its tax class.
 * Lines of such a group stay where they are, whatever a mapping says since.
 */
export async function listChargedGroups(sql: Sql, originalId: string): Promise<Set<string>> {
  const rows = await sql.query<{ accountId: string; lineKey: string }>(
    `select distinct l.billing_account_id as "accountId", l.line_key as "lineKey"
     from corrected_account a
     join bill b on b.operator_id = a.operator_id and b.billing_account_id = a.billing_account_id and b.state = 'issued'
     join bill_line l on l.operator_id = b.operator_id and l.billing_account_id = b.billing_account_id
       and l.bill_id = b.id and l.partner_bill_id is not null and l.kind <> 'discount'
     join partner_bill f on f.operator_id = l.operator_id and f.id = l.partner_bill_id
     where a.original_id = $1::uuid and coalesce(f.original_id, f.id) = $1::uuid`,
    [originalId],
  );
  return new Set(
    rows.map(({ accountId, lineKey }) => `${accountId}:${lineKey.split(':').slice(3, 6).join(':')}`),
  );
}
