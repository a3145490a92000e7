-- Refunds that go by bank leave in a payment file, as payouts do.
alter table payment_file rename column payouts to payments;
alter table payment_file add column kind text not null default 'payouts';
alter table payment_file alter column kind drop default;
alter table payment_file add constraint payment_file_kind check (kind in ('payouts', 'refunds'));

-- Whose account a refund goes to, who named it (nobody: it is where the payment came from), and the file that it left in.
alter table refund add column payee_name text, add column payee_iban text, add column payee_bic text, add column payee_by text,
  add column file_id uuid, add column sent_at timestamptz(6), add column sent_by text;
alter table refund drop constraint refund_state;
alter table refund add constraint refund_state check (state in ('requested', 'sent', 'paid', 'failed'));
alter table refund add constraint refund_payee check (
  case when payee_iban is null then payee_name is null and payee_bic is null and payee_by is null
    else payee_name is not null and method = 'bank_transfer' end);
alter table refund add constraint refund_file check (
  (file_id is null) = (sent_at is null) and (file_id is null) = (sent_by is null)
  and (file_id is null or (payee_iban is not null and state <> 'requested')) and (state <> 'sent' or file_id is not null));
-- Four eyes: who asked for a refund, or named its account, does not send the money.
alter table refund add constraint refund_four_eyes check (
  sent_by is null
  or (split_part(sent_by, ' ', 1) <> split_part(requested_by, ' ', 1)
    and split_part(sent_by, ' ', 1) <> split_part(coalesce(payee_by, ''), ' ', 1)));
create index refund_of_file on refund (operator_id, file_id) where file_id is not null;

-- What is in a file at the bank stays as it left, and in that file alone: a second try is another refund.
create function guard_refund() returns trigger language plpgsql as $$
begin
  if (new.file_id, new.sent_at, new.sent_by, new.payee_name, new.payee_iban, new.payee_bic, new.amount_minor, new.currency)
    is distinct from
    (old.file_id, old.sent_at, old.sent_by, old.payee_name, old.payee_iban, old.payee_bic, old.amount_minor, old.currency) then
    raise exception 'refund %: in a payment file, update refused', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger guard_refund before update on refund for each row when (old.file_id is not null) execute function guard_refund();

alter table bank_entry drop constraint bank_entry_state;
alter table bank_entry add constraint bank_entry_state check (
  state in ('read', 'matched', 'unmatched', 'payout', 'refund', 'ignored') and (state <> 'ignored' or why is not null));
-- By which entry money of a refund moved: another one is not of it.
create index bank_entry_of_refund on bank_entry using gin ((why_details->'refunds')) where state = 'refund' and kind = 'entry';
