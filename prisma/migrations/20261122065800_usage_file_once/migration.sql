-- The same bytes from the same sender are one file, as long as they are read by the same mapping: a file that was read by the
-- wrong one is sent again with the right one.
drop index usage_file_once;
create unique index usage_file_once on usage_file (operator_id, sender_id, content_hash, format, coalesce(mapping_id, operator_id))
  where state not in ('failed', 'cancelled');
