-- How many disputes wait for the operator is asked by its home page.
create index dispute_to_decide on dispute (operator_id) where state in ('with_operator', 'answered', 'escalated');
