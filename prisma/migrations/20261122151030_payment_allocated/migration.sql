-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "allocated_minor" BIGINT NOT NULL DEFAULT 0;

-- What of each payment is on bills, kept where allocations are written: a payment with something left is found without adding up
-- the allocations of every payment its account ever made.
alter table payment no force row level security;
alter table allocation no force row level security;
update payment p set allocated_minor = a.amount
from (select operator_id, payment_id, sum(amount_minor) as amount from allocation where payment_id is not null group by 1, 2) a
where a.operator_id = p.operator_id and a.payment_id = p.id;
alter table payment force row level security;
alter table allocation force row level security;
create index payment_left on payment (operator_id, billing_account_id, currency, received_on, id)
  where amount_minor > reversed_minor + refunded_minor + allocated_minor;
