-- As in 20261122164000, whose insert saw no line where the tables' owner is no superuser: their security is forced on it.
alter table bill_line no force row level security;
alter table bill_line_state no force row level security;
insert into bill_line_state (operator_id, billing_account_id, bill_id, line_id, is_credited)
select l.operator_id, l.billing_account_id, l.bill_id, l.id, true
from bill_line l
where l.amount_minor = 0 and exists (
    select from bill_line_state s where s.operator_id = l.operator_id and s.billing_account_id = l.billing_account_id
      and s.bill_id = l.bill_id and s.credited_minor <> 0)
  and not exists (
    select from bill_line o
    left join bill_line_state s on s.operator_id = o.operator_id and s.billing_account_id = o.billing_account_id
      and s.bill_id = o.bill_id and s.line_id = o.id
    where o.operator_id = l.operator_id and o.billing_account_id = l.billing_account_id and o.bill_id = l.bill_id
      and o.amount_minor <> coalesce(s.credited_minor, 0))
on conflict (operator_id, billing_account_id, bill_id, line_id) do update set is_credited = true;
alter table bill_line force row level security;
alter table bill_line_state force row level security;
