-- name: states
-- One row per item, those taken out of the ledger included: its present state.
SELECT *
FROM rectification_items
WHERE activity_id = $activity_id
ORDER BY length(item_id), item_id;

-- name: states_at
-- One row per item asked for, as the event of the number asked for left it. Ids and numbers go in pairs.
WITH asked AS (
    SELECT
        unnest(cast($item_ids AS TEXT[])) AS item_id,
        unnest(cast($seqs AS BIGINT[])) AS seq
),

history AS (
    SELECT * EXCLUDE (event_id, happened_at, actor_id, actor_name, action, reason, batch_id)
    FROM rectification_events
    WHERE activity_id = $activity_id
)

SELECT history.*
FROM history
INNER JOIN asked
    ON
        history.item_id = asked.item_id
        AND history.seq = asked.seq
ORDER BY length(history.item_id), history.item_id;
