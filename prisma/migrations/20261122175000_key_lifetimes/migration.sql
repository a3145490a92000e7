-- A key has an end, a maker, perhaps less than its role, and says when it was used last.
alter table api_key
  add column permissions text[],
  add column created_by text,
  add column maker_audience text,
  add column expires_at timestamptz(6),
  add column last_used_at timestamptz(6),
  add column replaced_by_id uuid;
alter table api_key add constraint api_key_permissions check (cardinality(permissions) > 0);
create index api_key_list on api_key (operator_id, created_at, id);
create index api_key_party on api_key (operator_id, party_id, created_at, id);

-- Whoever holds a key may be told why it is refused, so the look-up finds the revoked and the expired too; the caller decides by the state.
drop function live_api_key(text);
create function held_api_key(hash_hex text) returns setof api_key
  language plpgsql
  as $$
begin
  perform set_config('app.key_hash', hash_hex, true);
  return query select * from api_key k where k.key_hash = decode(hash_hex, 'hex');
end
$$;
