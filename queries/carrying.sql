-- name: insert
-- Adds one row an item that is carried over.
INSERT INTO carried_items BY NAME
SELECT * FROM given;

-- name: left_open
-- One row per item of an activity that is neither struck off nor removed, with its state.
SELECT *
FROM rectification_items
WHERE
    activity_id = $activity_id
    AND status != 'closed'
    AND NOT is_removed
ORDER BY length(item_id), item_id;

-- name: standing
-- One row per item that was carried from an activity and not taken back, whichever it went to.
WITH carried AS (
    SELECT *
    FROM carried_items
    WHERE from_activity_id = $activity_id
)

SELECT carried.*
FROM carried
INNER JOIN batches
    ON
        carried.activity_id = batches.activity_id
        AND carried.batch_id = batches.batch_id
WHERE batches.undone_at IS NULL
ORDER BY length(carried.from_item_id), carried.from_item_id;

-- name: links
-- One row per item that was carried and not taken back by the end of a day: from which to which.
WITH standing AS (
    SELECT
        activity_id,
        batch_id
    FROM batches
    WHERE
        happened_at < cast($as_of AS DATE) + 1
        AND (undone_at IS NULL OR undone_at >= cast($as_of AS DATE) + 1)
)

SELECT carried_items.*
FROM carried_items
INNER JOIN standing
    ON
        carried_items.activity_id = standing.activity_id
        AND carried_items.batch_id = standing.batch_id
ORDER BY carried_items.carried_at, length(carried_items.item_id), carried_items.item_id;
