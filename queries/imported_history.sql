-- Statements of every history that an import of a ledger may write (`IMPORTED` in board/store/sql.py); see history.sql.

-- name: of_import
-- One row per record that an import registered or changed: its states of then, its present one, and what came after.
WITH brought AS (
    SELECT
        activity_id,
        id AS record_id,
        min(seq) AS first_seq,
        max(seq) AS last_seq
    FROM events
    WHERE
        activity_id = $activity_id
        AND batch_id = $import_id
    GROUP BY ALL
)

SELECT
    brought.record_id,
    brought.first_seq,
    brought.last_seq,
    present.seq,
    later.action,
    later.actor_name,
    later.batch_id
FROM brought
INNER JOIN records AS present
    ON
        brought.activity_id = present.activity_id
        AND brought.record_id = present.id
LEFT JOIN events AS later
    ON
        brought.activity_id = later.activity_id
        AND brought.record_id = later.id
        AND later.seq = brought.last_seq + 1
ORDER BY length(brought.record_id), brought.record_id;

-- name: events_of_import
-- One row per event of an import: all of it.
SELECT *
FROM events
WHERE
    activity_id = $activity_id
    AND batch_id = $import_id;

-- name: take_back
-- Takes out the events of an import.
DELETE FROM events
WHERE
    activity_id = $activity_id
    AND batch_id = $import_id;

-- name: left
-- One row per record among some: the newest state that its events hold.
SELECT * EXCLUDE (event_id, happened_at, actor_id, actor_name, action, reason, batch_id)
FROM events
WHERE
    activity_id = $activity_id
    AND id IN (SELECT unnest(cast($ids AS TEXT[])))
QUALIFY seq = max(seq) OVER (PARTITION BY id);

-- name: last_events_at
-- One row per record among some: when its newest event happened.
SELECT
    id AS record_id,
    max(happened_at) AS happened_at
FROM events
WHERE
    activity_id = $activity_id
    AND id IN (SELECT unnest(cast($ids AS TEXT[])))
GROUP BY ALL;
