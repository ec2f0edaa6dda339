-- Statements of every history that an import of a ledger may write (`IMPORTED` in board/store/sql.py); see history.sql.

-- name: of_import
-- One row per record that an import registered or changed: its states of then, its present one, and what came after,
-- but for what imports brought that were undone.
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
),

undone AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status = 'undone'
),

standing AS (
    SELECT *
    FROM events
    WHERE
        activity_id = $activity_id
        AND (batch_id IS NULL OR batch_id NOT IN (SELECT undone.import_id FROM undone))
)

SELECT
    brought.record_id,
    brought.first_seq,
    present.seq,
    arg_min(later.action, later.seq) AS later_action,
    arg_min(later.actor_name, later.seq) AS actor_name,
    arg_min(coalesce(later.batch_id, ''), later.seq) AS later_batch
FROM brought
INNER JOIN records AS present
    ON
        brought.activity_id = present.activity_id
        AND brought.record_id = present.id
LEFT JOIN standing AS later
    ON
        brought.activity_id = later.activity_id
        AND brought.record_id = later.id
        AND brought.last_seq < later.seq
GROUP BY brought.record_id, brought.first_seq, present.seq
ORDER BY length(brought.record_id), brought.record_id;

-- name: before_import
-- One row per record that an import registered or changed: the state it goes back to, which is its first one, taken
-- out, where the import registered it.
WITH brought AS (
    SELECT
        activity_id,
        id AS record_id,
        min(seq) AS first_seq
    FROM events
    WHERE
        activity_id = $activity_id
        AND batch_id = $import_id
    GROUP BY ALL
),

histories AS (
    SELECT * EXCLUDE (event_id, happened_at, actor_id, actor_name, action, reason, batch_id)
    FROM events
)

SELECT histories.* REPLACE (histories.is_removed OR brought.first_seq = 1 AS is_removed)
FROM brought
INNER JOIN histories
    ON
        brought.activity_id = histories.activity_id
        AND brought.record_id = histories.id
        AND histories.seq = greatest(brought.first_seq - 1, 1);

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
