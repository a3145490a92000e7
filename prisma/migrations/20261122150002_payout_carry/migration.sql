-- AlterTable
ALTER TABLE "payout" ADD COLUMN     "approved_by_id" TEXT,
ADD COLUMN     "carried_to_id" UUID,
ADD COLUMN     "reservable_minor" BIGINT NOT NULL DEFAULT 0;

-- A carried statement has tax and reserve to come also when its balance is nothing; the next payout of the party finds it here.
create index payout_carried_on on payout (operator_id, party_id, through_on) where state = 'carried' and carried_to_id is null;
create index payout_carried_to on payout (operator_id, carried_to_id) where carried_to_id is not null;
-- The rows of a next payout are read cause by cause too.
create index payable_entry_next on payable_entry (operator_id, party_id, event, journal_id, position) where payout_id is null;

-- What was approved is final: only what the bank does with it, what the partner says to it, and which statement a carried one went on to.
create or replace function guard_payout() returns trigger language plpgsql as $$
declare
  later constant text[] := array['state', 'file_id', 'sent_at', 'settled_on', 'bank_reason_code', 'bank_reason', 'open_objections', 'carried_to_id'];
  rows_minor numeric;
begin
  if tg_op = 'DELETE' then
    raise exception 'payout %: delete refused', old.id using errcode = 'restrict_violation';
  end if;
  if old.state in ('preparing', 'review') then
    if new.state not in ('preparing', 'review', 'cancelled') then
      select coalesce(sum(payout_minor), 0) into rows_minor from payable_entry
        where operator_id = new.operator_id and payout_id = new.id;
      if rows_minor <> new.amount_minor then
        raise exception 'payout % is % and its rows sum to %', new.id, new.amount_minor, rows_minor using errcode = 'check_violation';
      end if;
    end if;
  elsif new.state in ('preparing', 'review', 'cancelled') or to_jsonb(old) - later is distinct from to_jsonb(new) - later then
    raise exception 'payout % is %: update refused', old.id, old.state using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;

-- Which statement a carried balance went on to, so far told by its row.
alter table payout no force row level security;
alter table journal no force row level security;
alter table payable_entry no force row level security;
update payout c set carried_to_id = e.payout_id
  from journal j
  join payable_entry e on e.operator_id = j.operator_id and e.billing_account_id = j.billing_account_id and e.journal_id = j.id and e.position = 1
  where c.state = 'carried' and j.operator_id = c.operator_id and j.event = 'payout.carried-over' and j.source_id = c.id;
alter table payout force row level security;
alter table journal force row level security;
alter table payable_entry force row level security;
