-- A payout's rows are read cause by cause, page by page, however many of another cause there are.
drop index payable_entry_of_payout;
create index payable_entry_of_payout on payable_entry (operator_id, payout_id, event, journal_id, position) where payout_id is not null;
