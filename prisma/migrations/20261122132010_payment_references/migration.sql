-- What a payer writes is a number of a bill, of an invoice or of an account, and nothing beside it.
create index bill_by_number on bill (operator_id, number) where number is not null;
create index invoice_by_number on invoice (operator_id, number) where number is not null;
-- Whose account money came from before tells whose it is now.
create index payment_by_payer_iban on payment (operator_id, payer_iban) where payer_iban is not null;
create index payment_by_payer_name on payment (operator_id, lower(payer_name)) where payer_name is not null;
drop index bank_entry_payer;
-- What comes back names what it was by the reference that both have.
create index payment_by_reference on payment (operator_id, reference) where reference <> '';
create index bank_entry_by_end_to_end on bank_entry (operator_id, end_to_end_id) where end_to_end_id is not null;
