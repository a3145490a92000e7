-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "debt_minor" BIGINT NOT NULL DEFAULT 0;

-- A bank or card scheme may take a payment back that was given back before: the same money left twice, and the customer owes it.
alter table payment drop constraint payment_amounts;
alter table payment add constraint payment_amounts check (
  amount_minor > 0 and reversed_minor between 0 and amount_minor and refunded_minor between 0 and amount_minor
  and debt_minor between 0 and reversed_minor);

-- What customers owe is one sum in the balances, as their other accounts are. Nothing is posted to the new account yet.
create or replace function ledger_party(account text, party_id uuid) returns uuid language sql immutable parallel safe as $$
  select case when account in ('receivable', 'customer_credit', 'customer_debt', 'loyalty_liability')
    then '00000000-0000-0000-0000-000000000000'::uuid else party_id end
$$;
