-- AlterTable
ALTER TABLE "usage_key" ADD COLUMN     "usage_id" UUID;

-- AlterTable
ALTER TABLE "usage_event" DROP CONSTRAINT "usage_event_pkey",
ADD CONSTRAINT "usage_event_pkey" PRIMARY KEY ("operator_id", "billing_account_id", "product_id", "meter_id", "period_from", "id");

-- DropIndex
DROP INDEX "usage_event_operator_id_billing_account_id_product_id_meter_idx";

-- Keys that are there already say which event they stand for. A table's owner is held by forced row-level security too, unless it
-- says otherwise for the moment.
alter table usage_key no force row level security;
alter table usage_event no force row level security;
alter table product no force row level security;
alter table product_offering no force row level security;
update usage_key k set usage_id = e.id
from usage_event e
join product p on p.operator_id = e.operator_id and p.billing_account_id = e.billing_account_id and p.id = e.product_id
join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
where k.operator_id = e.operator_id and k.source = e.source and k.event_id = e.event_id and k.supplier_id = o.supplier_id;
alter table usage_key force row level security;
alter table usage_event force row level security;
alter table product force row level security;
alter table product_offering force row level security;

-- Totals are updated far more often than they are made: room on the page keeps an update there.
alter table usage_total set (fillfactor = 70);
