-- Four eyes are two persons: "user:1 Ada" stays the same person under another name.
alter table bank_details drop constraint bank_details_four_eyes;
alter table bank_details add constraint bank_details_four_eyes check (
  state <> 'approved' or split_part(decided_by, ' ', 1) <> split_part(proposed_by, ' ', 1));
