-- How a CSV of a partner's bill was laid out: rejected rows are given back in the form they came in.
ALTER TABLE "partner_bill" ADD COLUMN "layout" JSONB;
