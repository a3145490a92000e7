-- By which entry money of a payout moved: another one is not of it.
create index bank_entry_of_payout on bank_entry using gin ((why_details->'payouts')) where state = 'payout' and kind = 'entry';
