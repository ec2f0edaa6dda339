-- name: lumps
-- One row per lump (0, -2: waiting, -1: held back), import, group, way, day, criterion ('': the ballots themselves) and
-- rank of what counts in a round: the number of answers.
WITH uncounted AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status <> 'active'
)

SELECT
    lump_no,
    counted_on,
    import_id,
    group_label,
    way,
    cast_on,
    criterion_id,
    rank,
    cast(sum(answer_count) AS BIGINT) AS answer_count
FROM answer_lumps
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND (import_id IS NULL OR import_id NOT IN (SELECT uncounted.import_id FROM uncounted))
GROUP BY lump_no, counted_on, import_id, group_label, way, cast_on, criterion_id, rank;

-- name: delete_waiting
-- Takes the answers out that count and wait for a lump, to go in again with the lumps they have come to.
DELETE FROM answer_lumps
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND lump_no IN (0, -2)
    AND (
        import_id IS NULL
        OR import_id NOT IN (
            SELECT imports.import_id
            FROM imports
            WHERE
                imports.activity_id = $activity_id
                AND imports.status <> 'active'
        )
    );

-- name: online_cells
-- One row per lump, group, way, day, criterion and rank of what was cast one by one online and has come to a lump.
SELECT
    lump_no,
    counted_on,
    import_id,
    group_label,
    way,
    cast_on,
    criterion_id,
    rank,
    answer_count
FROM answer_lumps
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND import_id IS NULL
    AND lump_no <> 0;

-- name: delete_online_cells
-- Takes out what was cast one by one online and has come to a lump, to be laid together with more.
DELETE FROM answer_lumps
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND import_id IS NULL
    AND lump_no <> 0;

-- name: lump_groups
-- One row per lump of a round, criterion and group: the day it counts from, and whether all of it was cast one by one
-- online.
SELECT
    lump_no,
    criterion_id,
    group_label,
    max(counted_on) AS counted_on,
    count(import_id) = 0 AS is_online
FROM answer_lumps
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND lump_no > 0
GROUP BY lump_no, criterion_id, group_label;

-- name: insert_lumps
-- Adds one row per lump, import, group, way, day, criterion and rank.
INSERT INTO answer_lumps BY NAME SELECT * FROM given;

-- name: lumped_imports
-- One row per import that has answers in a round and doesn't count: its status.
WITH lumped AS (
    SELECT DISTINCT import_id
    FROM answer_lumps
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
),

uncounted AS (
    SELECT
        import_id,
        status
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status <> 'active'
)

SELECT
    uncounted.import_id,
    uncounted.status
FROM uncounted
INNER JOIN lumped
    ON uncounted.import_id = lumped.import_id;

-- name: gone_lumps
-- One row per lump, import, group, way, day, criterion and rank of the lumps that a round showed and that count no
-- more: of imports that are replaced, and (numbered below 0) of those that were undone.
WITH counting AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status = 'active'
),

held AS (
    SELECT
        lump_no,
        counted_on,
        import_id,
        group_label,
        way,
        cast_on,
        criterion_id,
        rank,
        answer_count
    FROM answer_lumps
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
        AND lump_no > 0
),

others AS (
    SELECT lump_no
    FROM held
    WHERE import_id IS NULL OR import_id IN (SELECT counting.import_id FROM counting)
),

gone AS (
    SELECT
        lump_no,
        counted_on,
        import_id,
        group_label,
        way,
        cast_on,
        criterion_id,
        rank,
        answer_count
    FROM held
    WHERE lump_no NOT IN (SELECT others.lump_no FROM others)
    UNION ALL
    SELECT
        -past_no AS lump_no,
        counted_on,
        import_id,
        group_label,
        way,
        cast_on,
        criterion_id,
        rank,
        answer_count
    FROM past_lumps
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
)

SELECT
    lump_no,
    counted_on,
    import_id,
    group_label,
    way,
    cast_on,
    criterion_id,
    rank,
    cast(sum(answer_count) AS BIGINT) AS answer_count
FROM gone
GROUP BY lump_no, counted_on, import_id, group_label, way, cast_on, criterion_id, rank
ORDER BY lump_no, import_id, group_label, way, cast_on, criterion_id, rank;

-- name: imports
-- One row per import of a round: whether somebody said that it holds other ballots, and whether all that it brought is
-- of one day (NULL: nothing of it is there).
WITH brought AS (
    SELECT
        import_id,
        cast_on
    FROM ballots
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
    UNION ALL
    SELECT
        import_id,
        cast_on
    FROM tallied_ballots
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
),

days AS (
    SELECT
        import_id,
        min(cast_on) = max(cast_on) AS is_one_day
    FROM brought
    GROUP BY import_id
),

mine AS (
    SELECT
        import_id,
        is_other
    FROM imports
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
)

SELECT
    mine.import_id,
    mine.is_other,
    days.is_one_day
FROM mine
LEFT JOIN days
    ON mine.import_id = days.import_id;

-- name: keep_past_lumps
-- Adds the lumps that are about to go: those that an import shares with others that count or, where $is_undone, all
-- that it has a part in. None that ballots cast one by one online are in: no file brings these again.
INSERT INTO past_lumps BY NAME
WITH counting AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status = 'active'
),

held AS (
    SELECT *
    FROM answer_lumps
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
        AND lump_no > 0
),

parts AS (
    SELECT
        lump_no,
        bool_or(import_id = $import_id) AS is_mine,
        bool_or(import_id IS NULL) AS is_online,
        $is_undone OR bool_or(import_id IN (SELECT counting.import_id FROM counting)) AS is_going
    FROM held
    GROUP BY lump_no
),

numbers AS (
    SELECT coalesce(max(past_no), 0) AS last_no
    FROM past_lumps
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
)

SELECT
    held.activity_id,
    held.round_id,
    held.counted_on,
    held.import_id,
    held.group_label,
    held.way,
    held.cast_on,
    held.criterion_id,
    held.rank,
    held.answer_count,
    held.lump_no + numbers.last_no AS past_no
FROM held
INNER JOIN parts
    ON held.lump_no = parts.lump_no
CROSS JOIN numbers
WHERE
    parts.is_mine
    AND NOT parts.is_online
    AND parts.is_going;

-- name: mixed_lumps
-- One row per lump that an import shares with others that count or, where $is_undone, with any.
WITH uncounted AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status <> 'active'
),

others AS (
    SELECT lump_no
    FROM answer_lumps
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
        AND lump_no > 0
        AND (import_id IS NULL OR import_id <> $import_id)
        AND (
            $is_undone
            OR import_id IS NULL
            OR import_id NOT IN (SELECT uncounted.import_id FROM uncounted)
        )
)

SELECT DISTINCT lump_no
FROM answer_lumps
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND import_id = $import_id
    AND lump_no IN (SELECT others.lump_no FROM others);

-- name: break_lump
-- Takes a lump apart: what an import brought waits, the rest is held back.
UPDATE answer_lumps
SET lump_no = CASE WHEN import_id = $import_id THEN 0 ELSE -1 END
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND lump_no = $lump_no;

-- name: delete_lumps
-- Takes out what an import brought.
DELETE FROM answer_lumps
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND import_id = $import_id;

-- name: break_criterion
-- Takes a criterion's lumps that count apart: all of it waits.
UPDATE answer_lumps
SET
    lump_no = 0,
    counted_on = NULL
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND criterion_id = $criterion_id
    AND lump_no > 0
    AND (
        import_id IS NULL
        OR import_id NOT IN (
            SELECT imports.import_id
            FROM imports
            WHERE
                imports.activity_id = $activity_id
                AND imports.status <> 'active'
        )
    );

-- name: last_state
-- One row: the number of a round's last state, 0 for none.
SELECT coalesce(max(state_no), 0) AS state_no
FROM shown_states
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: insert_state
-- Adds a state: one row per lump of answers, day it counts from, import, group, way, day, criterion and rank.
INSERT INTO shown_states BY NAME SELECT * FROM given;

-- name: shown_states
-- One row per state of a round, lump, day it counts from, import, group, way, day, criterion and rank.
SELECT
    state_no,
    lump_no,
    counted_on,
    import_id,
    group_label,
    way,
    cast_on,
    criterion_id,
    rank,
    answer_count
FROM shown_states
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;
