import { newId } from '@/lib/db/id';
import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import type { DunningAction } from '@/lib/domain/billing/dunning';

export type NoticedBill = { id: string; number: string; dueOn: string; amount: string };
export type NewNotice = {
  billingAccountId: string;
  round: number;
  stage: number;
  billsKey: string;
  action: DunningAction;
  currency: string;
  amountMinor: bigint;
  bills: readonly NoticedBill[];
  language: string;
  recipient: string | null;
  subject: string;
  body: string;
  noticedOn: string;
  createdAt: string;
};

/** Answers its id; null when the stage was noticed for these bills already. */
export async function insertNotice(sql: Sql, operatorId: string, notice: NewNotice): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>(
    `insert into dunning_notice (operator_id, billing_account_id, id, round, stage, bills_key, action, currency, amount_minor, bills, language,
       recipient, subject, body, noticed_on, created_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13, $14, $15::date, $16::timestamptz)
     on conflict (operator_id, billing_account_id, round, stage, bills_key) do nothing returning id`,
    [
      ...[
        operatorId,
        notice.billingAccountId,
        newId(),
        notice.round,
        notice.stage,
        notice.billsKey,
        notice.action,
      ],
      ...[
        notice.currency,
        notice.amountMinor,
        JSON.stringify(notice.bills),
        notice.language,
        notice.recipient,
      ],
      ...[notice.subject, notice.body, notice.noticedOn, notice.createdAt],
    ],
  );
  return row?.id ?? null;
}

export type NoticeRow = Omit<NewNotice, 'billsKey' | 'billingAccountId' | 'round'> & {
  id: string;
  billingAccount: { id: string; number: string; name: string };
};

/** Letters of dunning, the latest first; filters `account` (id), `action`. */
export function listNoticeRows(sql: Sql, query: ListQuery): Promise<Page<NoticeRow>> {
  const { filters } = query;
  return readPage(
    sql,
    {
      select: `select n.id, n.stage, n.action, n.currency, n.amount_minor as "amountMinor", n.bills, n.language, n.recipient, n.subject, n.body,
          n.noticed_on as "noticedOn", n.created_at as "createdAt",
          json_build_object('id', a.id, 'number', a.number, 'name', a.name) as "billingAccount"
        from dunning_notice n
        join billing_account a on a.operator_id = n.operator_id and a.id = n.billing_account_id
        where (cardinality($1::uuid[]) = 0 or n.billing_account_id = any($1)) and (cardinality($2::text[]) = 0 or n.action = any($2))`,
      params: [(filters.account ?? []).map(uuidOrNull), filters.action ?? []],
      sortable: { createdAt: { column: '"createdAt"', type: 'timestamptz' } },
      defaultSort: { id: 'createdAt', descending: true },
    },
    query,
  );
}
