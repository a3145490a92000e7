-- The busiest account tables ask in a function whether a customer owns the account. Written out, the policy drew in the policies of
-- billing_account and of all that those look at: 200 nodes in every plan, none of which an operator's transaction ever runs. One event's
-- insert took half as long again. A customer's own transaction asks once for each row it sees, and those are few.
create function customer_owns_account(operator uuid, account uuid) returns boolean
  language plpgsql stable parallel safe
  as $$
begin
  return exists (
    select from billing_account a
    where a.operator_id = operator and a.id = account and a.customer_id = scope_id('app.customer'));
end
$$;
alter policy customer_scope on product using (
  (select scope_id('app.customer')) is null or customer_owns_account(operator_id, billing_account_id));
alter policy customer_scope on usage_event using (
  (select scope_id('app.customer')) is null or customer_owns_account(operator_id, billing_account_id));
alter policy customer_scope on usage_total using (
  (select scope_id('app.customer')) is null or customer_owns_account(operator_id, billing_account_id));
