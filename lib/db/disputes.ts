import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import type { DisputeReason, DisputeState } from '@/lib/domain/billing/dispute-state';

export type DisputeAnswer = 'accept' | 'accept_part' | 'object';
export type DisputeParty = { id: string; slug: string; name: string };

/** What is held of a line, with its sign. */
export type DisputedPart = { lineId: string; disputedMinor: bigint };

/** A dispute with what names its bill, line and parties; amounts net, in minor units. */
export type DisputeRow = {
  id: string;
  number: string;
  state: DisputeState;
  raisedBy: 'customer' | 'operator';
  reasonCode: DisputeReason;
  currency: string;
  /** Of the line that is disputed. */
  disputedMinor: bigint;
  answer: DisputeAnswer | null;
  answeredMinor: bigint | null;
  acceptedMinor: bigint | null;
  raisedAt: string;
  answerDueAt: string | null;
  answeredAt: string | null;
  escalatedAt: string | null;
  decidedAt: string | null;
  creditNoteId: string | null;
  billingAccount: { id: string; number: string; name: string };
  customer: DisputeParty;
  /** Whose line it is; null: the operator's own. */
  partner: DisputeParty | null;
  bill: { id: string; number: string };
  line: { id: string; description: string; amountMinor: string; periodFrom: string; periodTo: string };
};

export type NewDispute = {
  id: string;
  billingAccountId: string;
  billId: string;
  lineId: string;
  partnerId: string | null;
  state: DisputeState;
  raisedBy: 'customer' | 'operator';
  reasonCode: DisputeReason;
  currency: string;
  disputedMinor: bigint;
  parts: readonly DisputedPart[];
  raisedAt: string;
  answerDueAt: string | null;
  remindAt: string | null;
};

/** Writes a dispute with the operator's next number; those that are raised at once take turns. Answers the number. */
export async function insertDispute(sql: Sql, operatorId: string, dispute: NewDispute): Promise<string> {
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('dispute number ' || $1, 0))`, [operatorId]);
  const [row] = await sql.query<{ number: string }>(
    `insert into dispute (operator_id, billing_account_id, id, number, bill_id, line_id, partner_id, state, raised_by, reason_code,
       currency, disputed_minor, parts, raised_at, answer_due_at, remind_at)
     select $1::uuid, $2::uuid, $3::uuid,
       'D-' || lpad((coalesce((select substr(number, 3)::bigint from dispute order by number desc limit 1), 0) + 1)::text, 7, '0'),
       $4::uuid, $5::uuid, $6::uuid, $7, $8, $9, $10, $11, $12::jsonb, $13::timestamptz, $14::timestamptz, $15::timestamptz
     returning number`,
    [
      operatorId,
      dispute.billingAccountId,
      dispute.id,
      dispute.billId,
      dispute.lineId,
      dispute.partnerId,
      dispute.state,
      dispute.raisedBy,
      dispute.reasonCode,
      dispute.currency,
      dispute.disputedMinor,
      JSON.stringify(dispute.parts.map((part) => ({ ...part, disputedMinor: String(part.disputedMinor) }))),
      dispute.raisedAt,
      dispute.answerDueAt,
      dispute.remindAt,
    ],
  );
  return row!.number;
}

/** One the scope may see, by its id or its number. */
export async function findDispute(sql: Sql, idOrNumber: string): Promise<DisputeRow | null> {
  const [row] = await sql.query<DisputeRow>(
    `select ${columns} ${from} where d.id = $1::uuid or d.number = $2 limit 1`,
    [uuidOrNull(idOrNumber), idOrNumber],
  );
  return row ?? null;
}

/** The same, held until the transaction ends: who answers, decides or withdraws comes one after the other. */
export async function lockDispute(sql: Sql, id: string): Promise<DisputeRow | null> {
  const held = await sql.query<{ id: string }>('select id from dispute where id = $1::uuid for update', [
    uuidOrNull(id),
  ]);
  return held.length === 0 ? null : findDispute(sql, id);
}

/**
 * Those the scope may see, the latest first; filters `state`, `reason`, `partner` and `account` (ids), `bill` (id), `due`
 * (`overdue`, `soon`: within two days of `now`). Finds by the numbers of dispute, bill and account, and by the names.
 */
export function listDisputeRows(sql: Sql, query: ListQuery, now: string): Promise<Page<DisputeRow>> {
  const { filters, q } = query;
  const params: unknown[] = [];
  const where = ['true'];
  const only = (column: string, options: readonly string[] | undefined) => {
    if (options?.length) where.push(`${column} = any($${params.push(options)}::text[])`);
  };
  const onlyId = (column: string, ids: readonly string[] | undefined) => {
    if (ids?.length) where.push(`${column} = any($${params.push(ids.map(uuidOrNull))}::uuid[])`);
  };
  only('d.state', filters.state);
  only('d.reason_code', filters.reason);
  onlyId('d.partner_id', filters.partner);
  onlyId('d.billing_account_id', filters.account);
  onlyId('d.bill_id', filters.bill);
  if (filters.due?.length) {
    const at = `$${params.push(now)}::timestamptz`;
    const spans = {
      overdue: `d.answer_due_at <= ${at}`,
      soon: `d.answer_due_at > ${at} and d.answer_due_at <= ${at} + interval '2 days'`,
    };
    const chosen = filters.due.flatMap((due) =>
      due === 'overdue' || due === 'soon' ? [`(${spans[due]})`] : [],
    );
    where.push(`d.state in ('with_partner', 'escalated') and (${chosen.join(' or ') || 'false'})`);
  }
  if (q !== '') {
    const pattern = `$${params.push(containing(q))}`;
    where.push(`(d.number ilike ${pattern} or b.number ilike ${pattern} or a.number ilike ${pattern} or a.name ilike ${pattern}
      or c.name ilike ${pattern} or l.description ilike ${pattern})`);
  }
  return readPage(
    sql,
    {
      select: `select ${columns}, coalesce(d.answer_due_at, 'infinity'::timestamptz) as due_at ${from} where ${where.join(' and ')}`,
      params,
      sortable: {
        raisedAt: { column: '"raisedAt"', type: 'timestamptz' },
        amount: { column: '"disputedMinor"', type: 'int8' },
      },
      defaultSort: { id: 'raisedAt', descending: true },
    },
    query,
  );
}

export type DisputeChange = Partial<{
  state: DisputeState;
  answer: DisputeAnswer;
  answeredMinor: bigint;
  answeredAt: string;
  escalatedAt: string;
  acceptedMinor: bigint;
  decidedAt: string;
  creditNoteId: string;
}>;

/** What is given changes, the rest stays. */
export async function updateDispute(sql: Sql, id: string, change: DisputeChange): Promise<void> {
  const fields = Object.keys(change) as (keyof DisputeChange)[];
  const sets = fields.map((field, index) => `${COLUMN_OF[field]} = $${index + 2}${CAST_OF[field] ?? ''}`);
  await sql.query(`update dispute set ${sets.join(', ')} where id = $1::uuid`, [
    id,
    ...fields.map((field) => change[field]),
  ]);
}

const COLUMN_OF: Readonly<Record<keyof DisputeChange, string>> = {
  state: 'state',
  answer: 'answer',
  answeredMinor: 'answered_minor',
  answeredAt: 'answered_at',
  escalatedAt: 'escalated_at',
  acceptedMinor: 'accepted_minor',
  decidedAt: 'decided_at',
  creditNoteId: 'credit_note_id',
};
const CAST_OF: Partial<Record<keyof DisputeChange, string>> = {
  answeredAt: '::timestamptz',
  escalatedAt: '::timestamptz',
  decidedAt: '::timestamptz',
  creditNoteId: '::uuid',
};

/** The next dispute whose partner has let its answer become overdue, held; another sweep passes it by. */
export const takeOverdueDispute = (sql: Sql, now: string): Promise<DisputeRow | null> =>
  takeWaiting(sql, `answer_due_at <= $1::timestamptz order by answer_due_at, id`, now);

/** The next of which the partner is to be reminded; it is marked as reminded. */
export async function takeRemindableDispute(sql: Sql, now: string): Promise<DisputeRow | null> {
  const row = await takeWaiting(
    sql,
    `remind_at <= $1::timestamptz and answer_due_at > $1::timestamptz order by remind_at, id`,
    now,
  );
  if (row) await sql.query('update dispute set remind_at = null where id = $1::uuid', [row.id]);
  return row;
}

async function takeWaiting(sql: Sql, which: string, now: string): Promise<DisputeRow | null> {
  const [held] = await sql.query<{ id: string }>(
    `select id from dispute where state = 'with_partner' and ${which} limit 1 for update skip locked`,
    [now],
  );
  return held ? findDispute(sql, held.id) : null;
}

/** What is held by a dispute: its line's part, and what goes along of its discounts. */
export const readDisputedParts = (sql: Sql, id: string): Promise<DisputedPart[]> =>
  sql.query<DisputedPart>(
    `select (e.part->>'lineId') as "lineId", (e.part->>'disputedMinor')::int8 as "disputedMinor"
     from dispute d cross join lateral jsonb_array_elements(d.parts) as e(part) where d.id = $1::uuid`,
    [id],
  );

/** The disputes of one bill, open and decided, by line. */
export const listBillDisputes = (
  sql: Sql,
  billId: string,
): Promise<
  (Pick<DisputeRow, 'id' | 'number' | 'state' | 'disputedMinor' | 'acceptedMinor'> & { lineId: string })[]
> =>
  sql.query(
    `select id, number, state, disputed_minor as "disputedMinor", accepted_minor as "acceptedMinor", line_id as "lineId"
     from dispute where bill_id = $1::uuid order by raised_at, id`,
    [billId],
  );

export type LineLeft = {
  description: string;
  amountMinor: bigint;
  leftMinor: bigint;
  partnerId: string | null;
};

/** A line of a bill, whose it is, and what of it is neither credited nor disputed; under the lock of the bill's open item. */
export async function findLineLeft(
  sql: Sql,
  bill: { billingAccountId: string; billId: string },
  lineId: string,
): Promise<LineLeft | null> {
  const [row] = await sql.query<LineLeft>(
    `select l.description, l.amount_minor as "amountMinor",
       l.amount_minor - coalesce(s.credited_minor + s.disputed_minor, 0) as "leftMinor",
       case when l.supplier_role <> 'operator' then l.supplier_id end as "partnerId"
     from bill_line l
     left join bill_line_state s on s.operator_id = l.operator_id and s.billing_account_id = l.billing_account_id
       and s.bill_id = l.bill_id and s.line_id = l.id
     where l.billing_account_id = $1::uuid and l.bill_id = $2::uuid and l.id = $3::uuid`,
    [bill.billingAccountId, bill.billId, lineId],
  );
  return row ?? null;
}

/** Where a dispute's letters go. */
export async function findPartyMail(sql: Sql, partyId: string): Promise<string | null> {
  const [row] = await sql.query<{ email: string | null }>('select email from party where id = $1::uuid', [
    partyId,
  ]);
  return row?.email ?? null;
}

const columns = `d.id, d.number, d.state, d.raised_by as "raisedBy", d.reason_code as "reasonCode", d.currency,
  d.disputed_minor as "disputedMinor", d.answer, d.answered_minor as "answeredMinor", d.accepted_minor as "acceptedMinor",
  d.raised_at as "raisedAt", d.answer_due_at as "answerDueAt", d.answered_at as "answeredAt", d.escalated_at as "escalatedAt",
  d.decided_at as "decidedAt", d.credit_note_id as "creditNoteId",
  json_build_object('id', a.id, 'number', a.number, 'name', a.name) as "billingAccount",
  json_build_object('id', c.id, 'slug', c.slug, 'name', c.name) as customer,
  case when p.id is not null then json_build_object('id', p.id, 'slug', p.slug, 'name', p.name) end as partner,
  json_build_object('id', b.id, 'number', b.number) as bill,
  json_build_object('id', l.id, 'description', l.description, 'amountMinor', l.amount_minor::text,
    'periodFrom', l.period_from, 'periodTo', l.period_to) as line`;

const from = `from dispute d
  join billing_account a on a.operator_id = d.operator_id and a.id = d.billing_account_id
  join party c on c.operator_id = a.operator_id and c.id = a.customer_id
  join bill b on b.operator_id = d.operator_id and b.billing_account_id = d.billing_account_id and b.id = d.bill_id
  join bill_line l on l.operator_id = d.operator_id and l.billing_account_id = d.billing_account_id and l.bill_id = d.bill_id
    and l.id = d.line_id
  left join party p on p.operator_id = d.operator_id and p.id = d.partner_id`;
