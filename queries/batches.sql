-- name: insert
-- Adds one row a batch: an action on many items that is undone as a whole.
INSERT INTO batches BY NAME
SELECT * FROM given;

-- name: mark_undone
-- Says when a batch was undone.
UPDATE batches
SET undone_at = $undone_at
WHERE
    activity_id = $activity_id
    AND batch_id = $batch_id;

-- name: last_number
-- One row: the highest number a batch's id has had.
SELECT coalesce(max(try_cast(substr(batch_id, 3) AS INTEGER)), 0) AS number
FROM batches
WHERE activity_id = $activity_id;

-- name: one
-- At most one row: a batch.
SELECT *
FROM batches
WHERE
    activity_id = $activity_id
    AND batch_id = $batch_id;

-- name: touched
-- One row per item of a batch: the first and the last of its states that the batch led to.
SELECT
    item_id,
    min(seq) AS first_seq,
    max(seq) AS last_seq
FROM rectification_events
WHERE
    activity_id = $activity_id
    AND batch_id = $batch_id
GROUP BY item_id
ORDER BY length(item_id), item_id;

-- name: before
-- One row per item of a batch that stood before it: its state then.
WITH touched AS (
    SELECT
        activity_id,
        item_id,
        min(seq) AS first_seq
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND batch_id = $batch_id
    GROUP BY ALL
),

history AS (
    SELECT * EXCLUDE (event_id, happened_at, actor_id, actor_name, action, reason, batch_id)
    FROM rectification_events
)

SELECT history.*
FROM history
INNER JOIN touched
    ON
        history.activity_id = touched.activity_id
        AND history.item_id = touched.item_id
        AND history.seq = touched.first_seq - 1;

-- name: done_on
-- One row per batch of a person on a day.
SELECT batch_id
FROM batches
WHERE
    activity_id = $activity_id
    AND actor_id = $actor_id
    AND cast(happened_at AS DATE) = $day_on
ORDER BY batch_id;

-- name: all
-- One row per batch of an activity, the newest first; it can be undone once, while none of its items has moved on.
WITH done AS (
    SELECT *
    FROM batches
    WHERE activity_id = $activity_id
),

touched AS (
    SELECT
        activity_id,
        batch_id,
        item_id,
        max(seq) AS last_seq
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND batch_id IS NOT NULL
    GROUP BY ALL
),

moved_on AS (
    SELECT DISTINCT
        touched.activity_id,
        touched.batch_id
    FROM touched
    INNER JOIN rectification_items AS present
        ON
            touched.activity_id = present.activity_id
            AND touched.item_id = present.item_id
            AND touched.last_seq <> present.seq
)

SELECT
    done.batch_id,
    done.title,
    done.item_count,
    done.happened_at,
    done.actor_id,
    done.actor_name,
    done.undone_at,
    done.undone_at IS NULL AND moved_on.batch_id IS NULL AS can_undo
FROM done
LEFT JOIN moved_on
    ON
        done.activity_id = moved_on.activity_id
        AND done.batch_id = moved_on.batch_id
ORDER BY done.happened_at DESC, length(done.batch_id) DESC, done.batch_id DESC;
