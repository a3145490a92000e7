-- AlterTable
ALTER TABLE "payout_condition" ADD COLUMN     "agreed_at" TIMESTAMPTZ(6),
ADD COLUMN     "agreed_by" TEXT;

-- What the partner agreed to before its day is a row of its own, from the day of its word on; the announced one is withdrawn for it.
alter table payout_condition add constraint payout_condition_agreed check ((agreed_at is null) = (agreed_by is null));
