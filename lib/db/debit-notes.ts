import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import { takeNumbers } from '@/lib/db/number-series';
import type { Address } from '@/lib/db/parties';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import type { CivilDate } from '@/lib/domain/period/civil-date';

export type DebitNoteRow = {
  id: string;
  number: string;
  account: { id: string; number: string; name: string; customer: string };
  paymentId: string;
  reversalId: string;
  currency: string;
  amountMinor: bigint;
  openMinor: bigint;
  writtenOffMinor: bigint;
  issuedOn: CivilDate;
  dueOn: CivilDate;
  reason: string;
};

export type NewDebitNote = Pick<
  DebitNoteRow,
  'id' | 'paymentId' | 'reversalId' | 'currency' | 'amountMinor' | 'issuedOn' | 'reason'
> & { billingAccountId: string; operatorPartyId: string; by: string };

/** Numbers a debit note and opens its item, due as late as a bill of that day is. Answers its number and due day. */
export async function insertDebitNote(
  sql: Sql,
  operatorId: string,
  note: NewDebitNote,
): Promise<Pick<DebitNoteRow, 'number' | 'dueOn'>> {
  const [number] = await takeNumbers(sql, operatorId, {
    ...{ partyId: note.operatorPartyId, series: 'debit', count: 1 },
  });
  const [row] = await sql.query<{ dueOn: CivilDate }>(
    `with note as (
       insert into debit_note (operator_id, billing_account_id, id, number, payment_id, reversal_id, currency, amount_minor, issued_on, due_on,
         reason, issued_by)
       select $1::uuid, a.id, $3::uuid, $4, $5::uuid, $6::uuid, $7, $8::int8, $9::date, $9::date + a.payment_terms_days, $10, $11
       from billing_account a where a.id = $2::uuid
       returning *)
     insert into open_item (operator_id, billing_account_id, bill_id, currency, issued_on, due_on, total_minor, open_minor)
     select operator_id, billing_account_id, id, currency, issued_on, due_on, amount_minor, amount_minor from note
     returning due_on as "dueOn"`,
    [
      ...[operatorId, note.billingAccountId, note.id, number, note.paymentId, note.reversalId, note.currency],
      ...[note.amountMinor, note.issuedOn, note.reason, note.by],
    ],
  );
  return { number: number!, dueOn: row!.dueOn };
}

const SELECT = `
  select n.id, n.number, json_build_object('id', a.id, 'number', a.number, 'name', a.name, 'customer', c.name) as account,
    n.payment_id as "paymentId", n.reversal_id as "reversalId", n.currency, n.amount_minor as "amountMinor", i.open_minor as "openMinor",
    i.written_off_minor as "writtenOffMinor",
    n.issued_on as "issuedOn", n.due_on as "dueOn", n.reason
  from debit_note n
  join open_item i on i.operator_id = n.operator_id and i.billing_account_id = n.billing_account_id and i.bill_id = n.id
  join billing_account a on a.operator_id = n.operator_id and a.id = n.billing_account_id
  join party c on c.operator_id = a.operator_id and c.id = a.customer_id`;

export async function findDebitNote(sql: Sql, id: string): Promise<DebitNoteRow | null> {
  const [row] = await sql.query<DebitNoteRow>(`${SELECT} where n.id = $1::uuid`, [uuidOrNull(id)]);
  return row ?? null;
}

/**
 * Debit notes that the scope may see, the latest first; `q` in number, account and customer, filters `account` (id) and `state` (open,
 * settled). What was given up is settled to the operator, and to its customer as open as before (`isGivenUpOpen`).
 */
export const listDebitNotes = (
  sql: Sql,
  query: ListQuery,
  isGivenUpOpen: boolean,
): Promise<Page<DebitNoteRow>> =>
  readPage(
    sql,
    {
      select: `${SELECT}
        where ($1 = '' or concat_ws(' ', n.number, a.number, a.name, c.name) ilike $2)
          and (cardinality($3::text[]) = 0 or n.billing_account_id::text = any($3))
          and (cardinality($4::text[]) = 0 or
            case when i.open_minor + case when $5 then i.written_off_minor else 0 end > 0 then 'open' else 'settled' end = any($4))`,
      params: [
        ...[query.q, containing(query.q), query.filters.account ?? [], query.filters.state ?? []],
        isGivenUpOpen,
      ],
      sortable: {
        issued: { column: '"issuedOn"', type: 'date' },
        due: { column: '"dueOn"', type: 'date' },
        amount: { column: '"amountMinor"', type: 'int8' },
      },
      defaultSort: { id: 'issued', descending: true },
    },
    query,
  );

export type DebitNotePaper = {
  language: string;
  buyer: {
    name: string;
    legalName: string;
    country: string;
    vatId: string | null;
    address: Address;
    accountNumber: string;
  };
  payment: { receivedOn: CivilDate; reference: string };
  takenBackOn: CivilDate;
};

/** What the paper of a debit note says besides: who owes it, in which language, and of which payment. */
export async function findDebitNotePaper(sql: Sql, id: string): Promise<DebitNotePaper | null> {
  const [row] = await sql.query<DebitNotePaper>(
    `select a.language, json_build_object('name', c.name, 'legalName', c.legal_name, 'country', a.country, 'vatId', a.vat_id,
        'address', a.address, 'accountNumber', a.number) as buyer,
      json_build_object('receivedOn', p.received_on, 'reference', p.reference) as payment, v.reversed_on as "takenBackOn"
     from debit_note n
     join billing_account a on a.operator_id = n.operator_id and a.id = n.billing_account_id
     join party c on c.operator_id = a.operator_id and c.id = a.customer_id
     join payment p on p.operator_id = n.operator_id and p.id = n.payment_id
     join payment_reversal v on v.operator_id = n.operator_id and v.id = n.reversal_id
     where n.id = $1::uuid`,
    [uuidOrNull(id)],
  );
  return row ?? null;
}

/** Those that came of a payment's reversals, the first first. */
export const listDebitNotesOf = (sql: Sql, paymentId: string): Promise<DebitNoteRow[]> =>
  sql.query<DebitNoteRow>(`${SELECT} where n.payment_id = $1::uuid order by n.id`, [paymentId]);
