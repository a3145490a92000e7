-- A statement writes many parts of few bills, and a chunk of a bill run goes by index: look each bill up once, not once for each of its
-- lines and shares. `offset 0` keeps it so, whatever the planner believes of rows that have no statistics.
create or replace function refuse_issued_part_change() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct operator_id, billing_account_id, bill_id from changed offset 0) p
    join bill b on b.operator_id = p.operator_id and b.billing_account_id = p.billing_account_id and b.id = p.bill_id
    where b.state = 'issued') then
    raise exception '% of an issued bill: % refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;
