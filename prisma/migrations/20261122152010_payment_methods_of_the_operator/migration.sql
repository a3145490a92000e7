-- How an operator is paid is read over the whole operator, by services that show no secret of it; a customer's own scope has none of it.
create policy customer_scope on payment_method as restrictive using ((select scope_id('app.customer')) is null);
