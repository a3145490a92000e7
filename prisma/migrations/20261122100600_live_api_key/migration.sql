-- A key is looked up at every request. In a function the look-up says by itself what it may see, so that it takes one round trip instead
-- of three (begin with the setting, the row, commit), and its plan is kept. The caller's rights and row-level security hold in it.
create function live_api_key(hash_hex text) returns setof api_key
  language plpgsql
  as $$
begin
  perform set_config('app.key_hash', hash_hex, true);
  return query select * from api_key k where k.key_hash = decode(hash_hex, 'hex') and k.revoked_at is null;
end
$$;
