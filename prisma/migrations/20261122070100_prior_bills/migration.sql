-- AlterTable
ALTER TABLE "bill_run_account" ADD COLUMN     "prior_bills" INTEGER NOT NULL DEFAULT 0;
