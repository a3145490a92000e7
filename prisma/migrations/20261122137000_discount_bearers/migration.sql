-- Who bears a discount over several partners' lines: the parties of each line, the operator alone, or parties by agreed parts.
ALTER TABLE "account_discount" ADD COLUMN "borne_by" TEXT NOT NULL DEFAULT 'shared';
ALTER TABLE "account_discount" ADD COLUMN "bearers" JSONB;

alter table account_discount add constraint account_discount_borne
  check (borne_by in ('shared', 'operator', 'agreed') and (borne_by = 'agreed') = (bearers is not null));
