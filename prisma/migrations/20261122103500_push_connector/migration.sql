-- A connector that is pushed to is found by whoever knows its address; the signature that proves the sender is checked with what is
-- found. Nothing but its own row is seen so.
create policy address on partner_connector for select
  using (settings ->> 'kind' = 'push' and id = (select scope_id('app.connector')));

create function push_connector(connector text) returns setof partner_connector
  language plpgsql
  as $$
begin
  perform set_config('app.connector', connector, true);
  return query select * from partner_connector c where c.id = connector::uuid and c.settings ->> 'kind' = 'push';
end
$$;
