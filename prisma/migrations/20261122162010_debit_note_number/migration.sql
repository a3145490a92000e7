-- CreateIndex
CREATE INDEX "debit_note_operator_id_number_idx" ON "debit_note"("operator_id", "number");
