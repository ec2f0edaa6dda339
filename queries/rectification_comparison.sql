-- name: steps
-- One row per item and marking action between the ends of two days, with the newest reason given for it; of edits,
-- those with a reason. What a batch did that had been undone by then doesn't count, but for adding: such an item came
-- and went.
-- moved by: add, restore, send_back, reopen, postpone, edit with a reason
WITH undone AS (
    SELECT batch_id
    FROM batches
    WHERE
        activity_id = $activity_id
        AND undone_at < cast($as_of AS DATE) + 1
),

history AS (
    SELECT *
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
),

between_days AS (
    SELECT
        item_id,
        seq,
        action,
        reason,
        due_on,
        batch_id
    FROM history
    WHERE
        happened_at >= cast($compare_on AS DATE) + 1
        AND (
            action IN (SELECT unnest(cast($marking AS TEXT[])))
            OR (action = 'edit' AND reason <> '')
        )
),

taken AS (
    SELECT between_days.*
    FROM between_days
    LEFT JOIN undone ON between_days.batch_id = undone.batch_id
    WHERE
        undone.batch_id IS NULL
        OR between_days.action = 'add'
),

-- A due date may also be moved to an earlier day, which nobody would call a postponement.
brought_forward AS (
    SELECT
        taken.item_id,
        taken.seq
    FROM taken
    INNER JOIN history
        ON
            taken.item_id = history.item_id
            AND taken.seq = history.seq + 1
    WHERE
        taken.action = 'postpone'
        AND taken.due_on < history.due_on
)

SELECT
    taken.item_id,
    taken.action,
    coalesce(arg_max(taken.reason, taken.seq) FILTER (taken.reason <> ''), '') AS reason
FROM taken
ANTI JOIN brought_forward
    ON
        taken.item_id = brought_forward.item_id
        AND taken.seq = brought_forward.seq
GROUP BY
    taken.item_id,
    taken.action
ORDER BY
    taken.item_id,
    taken.action;

-- name: removed
-- One row per item that an event between the ends of two days left out of the ledger, as it stood when it went, with
-- the reason and who took it out.
-- moved by: add, remove, restore, undo
WITH removals AS (
    SELECT * EXCLUDE (event_id, actor_id, batch_id)
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND happened_at >= cast($compare_on AS DATE) + 1
        AND happened_at < cast($as_of AS DATE) + 1
        AND is_removed
),

newest AS (
    SELECT
        item_id,
        max(seq) AS seq
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
        AND item_id IN (SELECT removals.item_id FROM removals)
    GROUP BY item_id
)

SELECT removals.*
FROM removals
INNER JOIN newest
    ON
        removals.item_id = newest.item_id
        AND removals.seq = newest.seq
ORDER BY length(removals.item_id), removals.item_id;
