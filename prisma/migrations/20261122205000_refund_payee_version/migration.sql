-- Whoever sends a refund says which account it saw: one more with each that is named.
alter table refund add column payee_version integer not null default 0;

-- Where a payment came from is its recorder's word, unless a bank's file says so: of what waits too.
alter table refund no force row level security;
alter table payment no force row level security;
update refund r set payee_by = p.recorded_by from payment p
where p.operator_id = r.operator_id and p.id = r.payment_id and p.source <> 'bank-file'
  and r.state = 'requested' and r.payee_iban is not null and r.payee_by is null;
alter table refund force row level security;
alter table payment force row level security;
