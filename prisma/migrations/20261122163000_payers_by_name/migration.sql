-- AlterTable
ALTER TABLE "party" ADD COLUMN     "legal_name_key" TEXT,
ADD COLUMN     "name_key" TEXT;

-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "payer_key" TEXT;

-- Names in lower case, as columns: with row-level security an index on lower(name) is never used, because that function may tell of a row
-- before the policy has looked at it, and every entry of a bank's file would read all payments and all customers.
create function keep_party_keys() returns trigger language plpgsql as $$
begin
  new.name_key := lower(new.name);
  new.legal_name_key := lower(new.legal_name);
  return new;
end
$$;
create trigger keys before insert or update of name, legal_name on party for each row execute function keep_party_keys();
create function keep_payment_keys() returns trigger language plpgsql as $$
begin
  new.payer_key := lower(new.payer_name);
  return new;
end
$$;
create trigger keys before insert or update of payer_name on payment for each row execute function keep_payment_keys();

alter table party no force row level security;
alter table payment no force row level security;
update party set name_key = lower(name), legal_name_key = lower(legal_name);
update payment set payer_key = lower(payer_name) where payer_name is not null;
alter table party force row level security;
alter table payment force row level security;

drop index payment_by_payer_name;
create index payment_by_payer_key on payment (operator_id, payer_key) where payer_key is not null;
create index customer_by_name on party (operator_id, name_key) where kind = 'customer';
create index customer_by_legal_name on party (operator_id, legal_name_key) where kind = 'customer';
