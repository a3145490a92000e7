-- CreateIndex
CREATE INDEX "bill_operator_id_period_to_id_idx" ON "bill"("operator_id", "period_to", "id");
