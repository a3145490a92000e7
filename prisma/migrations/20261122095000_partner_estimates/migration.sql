-- Estimates and what takes them back are few among all lines, and every bill asks whether its account has one that is open.
create index bill_line_estimate on bill_line (operator_id, billing_account_id) where line_key like 'estimate:%';
-- What is due, and what is to be reminded of.
drop index partner_expectation_open;
create index partner_expectation_open on partner_expectation (operator_id, due_at) where state = 'expected';
