-- CreateTable
CREATE TABLE "debit_note" (
    "operator_id" UUID NOT NULL,
    "billing_account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "payment_id" UUID NOT NULL,
    "reversal_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "issued_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "issued_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "debit_note_pkey" PRIMARY KEY ("operator_id","billing_account_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "debit_note_operator_id_billing_account_id_number_key" ON "debit_note"("operator_id", "billing_account_id", "number");

-- CreateIndex
CREATE INDEX "debit_note_operator_id_id_idx" ON "debit_note"("operator_id", "id");

-- CreateIndex
CREATE INDEX "debit_note_operator_id_payment_id_idx" ON "debit_note"("operator_id", "payment_id");

-- AlterTable
ALTER TABLE "payment_reversal" ADD COLUMN     "of_id" UUID;

-- AlterTable
ALTER TABLE "payment_session" ADD COLUMN     "asked_at" TIMESTAMPTZ(6),
ADD COLUMN     "asks" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "refund" ADD COLUMN     "asked_at" TIMESTAMPTZ(6),
ADD COLUMN     "asks" INTEGER NOT NULL DEFAULT 0;

alter table debit_note add constraint debit_note_amount check (amount_minor > 0);
create trigger append_only before update or delete or truncate on debit_note
  for each statement execute function refuse_change();
grant select, insert on debit_note to tributary_app, tributary_worker;

-- What an account owes by name: its bills, and what banks took back of money that it had been given back. Each is an open item.
create view claim with (security_invoker = true) as
  select operator_id, billing_account_id, id, number, 'bill'::text as kind from bill
  union all
  select operator_id, billing_account_id, id, number, 'debit_note'::text from debit_note;
grant select on claim to tributary_app, tributary_worker;

-- What was a sum beside the payment is a debit note: numbered, due, open, and paid like a bill.
alter table payment no force row level security;
do $$
declare
  p record;
  note uuid;
  entry uuid;
  number text;
begin
  for p in select operator_id, id from payment where debt_minor > 0 order by operator_id, id loop
    perform set_config('app.operator', p.operator_id::text, true);
    note := gen_random_uuid();
    entry := gen_random_uuid();
    insert into number_series as s (operator_id, party_id, series, prefix, last_number)
      select o.id, o.party_id, 'debit', 'D-', 1 from operator o where o.id = p.operator_id
      on conflict (operator_id, party_id, series) do update set last_number = s.last_number + 1
      returning prefix || lpad(last_number::text, greatest(6, length(last_number::text)), '0') into number;
    insert into debit_note (operator_id, billing_account_id, id, number, payment_id, reversal_id, currency, amount_minor, issued_on, due_on,
        reason, issued_by)
      select y.operator_id, a.id, note, number, y.id, r.id, y.currency, y.debt_minor, r.reversed_on, r.reversed_on + a.payment_terms_days,
        r.reason, r.recorded_by
      from payment y
      join billing_account a on a.operator_id = y.operator_id and a.id = y.billing_account_id
      cross join lateral (
        select * from payment_reversal v where v.operator_id = y.operator_id and v.payment_id = y.id and v.kind <> 'mistake'
        order by v.id desc limit 1) r
      where y.operator_id = p.operator_id and y.id = p.id;
    insert into open_item (operator_id, billing_account_id, bill_id, currency, issued_on, due_on, total_minor, open_minor)
      select d.operator_id, d.billing_account_id, d.id, d.currency, d.issued_on, d.due_on, d.amount_minor, d.amount_minor
      from debit_note d where d.operator_id = p.operator_id and d.id = note;
    insert into journal (operator_id, billing_account_id, id, event, source_id, bill_id, booked_on)
      select d.operator_id, d.billing_account_id, entry, 'debit-note.issued', d.id, d.id, d.issued_on
      from debit_note d where d.operator_id = p.operator_id and d.id = note;
    insert into posting (operator_id, billing_account_id, journal_id, position, account, party_id, currency, debit_minor, credit_minor)
      select d.operator_id, d.billing_account_id, entry, s.position, s.account, a.customer_id, d.currency,
        case s.position when 0 then d.amount_minor else 0 end, case s.position when 1 then d.amount_minor else 0 end
      from debit_note d
      join billing_account a on a.operator_id = d.operator_id and a.id = d.billing_account_id
      cross join (values (0, 'receivable'), (1, 'customer_debt')) s(position, account)
      where d.operator_id = p.operator_id and d.id = note;
  end loop;
end
$$;
alter table payment force row level security;

alter table payment drop column debt_minor;
alter table payment add constraint payment_amounts check (
  amount_minor > 0 and reversed_minor between 0 and amount_minor and refunded_minor between 0 and amount_minor);

-- What was taken back may be won back: as a row of its own that names what it undoes, because none is ever edited.
alter table payment_reversal drop constraint payment_reversal_kind;
alter table payment_reversal add constraint payment_reversal_kind check (kind in ('chargeback', 'returned', 'mistake', 'won_back'));
alter table payment_reversal add constraint payment_reversal_of check ((kind = 'won_back') = (of_id is not null));

-- A provider's page that nobody finished in time is over.
alter table payment_session drop constraint payment_session_state;
alter table payment_session add constraint payment_session_state check (state in ('opening', 'open', 'succeeded', 'failed', 'expired'));
-- What a sweep asks providers for, among millions that are done with.
create index payment_session_waiting on payment_session (operator_id, created_at) where state in ('opening', 'open');

alter table debit_note enable row level security;
alter table debit_note force row level security;
create policy tenant on debit_note using (operator_id = (select scope_id('app.operator')));
create policy partner_scope on debit_note as restrictive using ((select scope_id('app.partner')) is null);
create policy customer_scope on debit_note as restrictive using (
  (select scope_id('app.customer')) is null
  or exists (select from billing_account a
             where a.operator_id = debit_note.operator_id and a.id = debit_note.billing_account_id
               and a.customer_id = (select scope_id('app.customer'))));
