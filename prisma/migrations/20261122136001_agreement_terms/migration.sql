-- AlterTable
ALTER TABLE "agreement" ADD COLUMN     "offered_at" TIMESTAMPTZ(6),
ADD COLUMN     "replaces_id" UUID;

-- AlterTable
ALTER TABLE "settlement_term" ADD COLUMN     "category" TEXT;

-- CreateTable
CREATE TABLE "agreement_signature" (
    "operator_id" UUID NOT NULL,
    "agreement_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "signed_by" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(6) NOT NULL,
    "content_hash" TEXT NOT NULL,
    "on_record" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "agreement_signature_pkey" PRIMARY KEY ("operator_id","agreement_id","party_id")
);

-- AddForeignKey
ALTER TABLE "agreement_signature" ADD CONSTRAINT "agreement_signature_operator_id_agreement_id_fkey" FOREIGN KEY ("operator_id", "agreement_id") REFERENCES "agreement"("operator_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A chain holds from a day on, until the next one does. What is there has held since its offering was sold.
alter table offering_chain_link no force row level security;
alter table product_offering no force row level security;
ALTER TABLE "offering_chain_link" ADD COLUMN "valid_from" DATE;
update offering_chain_link l set valid_from = o.valid_from from product_offering o
  where o.operator_id = l.operator_id and o.id = l.offering_id;
alter table product_offering force row level security;
alter table offering_chain_link force row level security;

-- AlterTable
ALTER TABLE "offering_chain_link" DROP CONSTRAINT "offering_chain_link_pkey",
ALTER COLUMN "valid_from" SET NOT NULL,
ADD CONSTRAINT "offering_chain_link_pkey" PRIMARY KEY ("operator_id","offering_id","valid_from","position");

-- One term for an offering, one for a category, one for everything else.
alter table settlement_term add constraint settlement_term_one_place check (offering_id is null or category is null);
create unique index settlement_term_place on settlement_term (operator_id, agreement_id, coalesce(offering_id::text, category, ''));

alter table agreement_signature enable row level security;
alter table agreement_signature force row level security;
create policy tenant on agreement_signature using (operator_id = (select scope_id('app.operator')));
create policy customer_scope on agreement_signature as restrictive using ((select scope_id('app.customer')) is null);
create policy partner_scope on agreement_signature as restrictive using (
  (select scope_id('app.partner')) is null
  or exists (select from agreement g where g.operator_id = agreement_signature.operator_id and g.id = agreement_signature.agreement_id));
grant select, insert, delete on agreement_signature to tributary_app, tributary_worker;

-- What the operator is still writing is nobody else's to see.
drop policy partner_scope on agreement;
create policy partner_scope on agreement as restrictive using (
  (select scope_id('app.partner')) is null
  or (select scope_id('app.partner')) in (payer_id, partner_id) and (signed_at is not null or offered_at is not null));

-- A signed agreement says for good what it said; only its end may come sooner, when a new version follows it.
create function refuse_signed_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
    or (new.payer_id, new.partner_id, new.version, new.role, new.currency, new.valid_from, new.signed_at)
      is distinct from (old.payer_id, old.partner_id, old.version, old.role, old.currency, old.valid_from, old.signed_at)
    or new.valid_to is distinct from old.valid_to and not coalesce(new.valid_to < coalesce(old.valid_to, 'infinity'), false)
  then
    raise exception 'agreement % is signed and is not changed', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger signed_is_final before update or delete on agreement
  for each row when (old.signed_at is not null) execute function refuse_signed_change();
-- Its terms and signatures neither: no row of theirs can be reached any more.
create policy signed_is_final_insert on settlement_term as restrictive for insert with check (
  not exists (select from agreement g where g.operator_id = settlement_term.operator_id
              and g.id = settlement_term.agreement_id and g.signed_at is not null));
create policy signed_is_final_update on settlement_term as restrictive for update using (
  not exists (select from agreement g where g.operator_id = settlement_term.operator_id
              and g.id = settlement_term.agreement_id and g.signed_at is not null));
create policy signed_is_final_delete on settlement_term as restrictive for delete using (
  not exists (select from agreement g where g.operator_id = settlement_term.operator_id
              and g.id = settlement_term.agreement_id and g.signed_at is not null));
create policy signed_is_final_delete on agreement_signature as restrictive for delete using (
  not exists (select from agreement g where g.operator_id = agreement_signature.operator_id
              and g.id = agreement_signature.agreement_id and g.signed_at is not null));

-- Of two parties one signed agreement at most covers a day, however many are signed at once.
create function refuse_agreement_overlap() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('agreement:' || new.operator_id, 0));
  if exists (
    select from agreement g
    where g.operator_id = new.operator_id and g.payer_id = new.payer_id and g.partner_id = new.partner_id and g.id <> new.id
      and g.signed_at is not null and daterange(g.valid_from, g.valid_to) && daterange(new.valid_from, new.valid_to)) then
    raise exception 'agreement % covers days of another one', new.id using errcode = 'exclusion_violation';
  end if;
  return null;
end
$$;
create trigger no_overlap after insert or update on agreement
  for each row when (new.signed_at is not null) execute function refuse_agreement_overlap();
