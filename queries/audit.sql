-- name: add
-- Adds one entry at the end of the chain.
INSERT INTO audit_entries VALUES (
    $number, $happened_at, $actor_id, $actor_name, $address, $device,
    $kind, $activity_id, $record, $detail, $previous, $hash
);

-- name: last
-- One row: the newest entry, none or one.
SELECT
    number,
    hash
FROM audit_entries
ORDER BY number DESC
LIMIT 1;

-- name: after
-- One row per entry after a number and hash, in their order, no more than asked for.
SELECT *
FROM audit_entries
WHERE (number, hash) > ($number, $hash)
ORDER BY number, hash
LIMIT $most;

-- name: rows_of
-- One row per row of a table that holds histories or present states: all of it.
SELECT *
FROM query_table(coalesce($table, 'store_state'));
