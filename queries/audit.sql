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

-- name: found
-- One row per entry that is looked for, the newest first, as many as asked for from a place on, with the count of all.
-- Empty lists and NULL ask for everything.
SELECT
    number,
    happened_at,
    actor_id,
    actor_name,
    address,
    device,
    kind,
    activity_id,
    record,
    detail,
    count(*) OVER () AS found_count
FROM audit_entries
WHERE
    (len($subjects) = 0 OR list_contains($subjects, split_part(kind, '.', 1)))
    AND (len($actor_ids) = 0 OR list_contains($actor_ids, actor_id))
    AND ($since IS NULL OR happened_at >= $since)
    AND ($until IS NULL OR happened_at < $until)
    AND (
        contains(record, $text)
        OR list_contains($marks, actor_name)
        OR contains(address, $text)
        OR contains(device, $text)
        OR list_contains($kinds, kind)
        OR cast(number AS TEXT) = $text
    )
ORDER BY number DESC
LIMIT $most OFFSET $passed;

-- name: one
-- One row: the entry of a number, none or one.
SELECT *
FROM audit_entries
WHERE number = $number;

-- name: actors
-- One row per account that any entry names, with the mark of the name it had last.
SELECT
    actor_id,
    max_by(actor_name, number) AS actor_name
FROM audit_entries
GROUP BY actor_id
ORDER BY actor_id;
