-- AlterTable
ALTER TABLE "partner_bill" ADD COLUMN     "statement" JSONB;
