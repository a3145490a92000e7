-- Open entries are read cause by cause, or counted by party: payable_entry_next serves both, and one index less is written with every entry.
drop index payable_entry_open;
