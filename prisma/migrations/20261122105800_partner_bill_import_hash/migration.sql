-- SHA-256 of the bytes, known when they are whole: the job need not read them twice, and the same upload again is the same import.
ALTER TABLE "partner_bill_import" ADD COLUMN "content_hash" BYTEA;
