-- name: lumps
-- One row per lump (below 1: none), import, group, way, day, criterion ('': the ballots themselves) and rank of what
-- counts in a round: the number of answers.
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
GROUP BY ALL;

-- name: lumps_on
-- One row per lump (below 1: none), import, group, way, day, criterion ('': the ballots themselves) and rank of what
-- counted in a round on the last day of a copy: the number of answers. Of what was in no lump rank is 0.
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
FROM past_answer_lumps
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND last_on = $last_on;

-- name: all_lumps
-- One row per lump, import, group, way, day, criterion and rank of a round, those of imports that don't count too.
SELECT * EXCLUDE (activity_id, round_id)
FROM answer_lumps
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: delete_lumps
-- Takes a round's lumps out, to go in again as they have become: all of some imports ('': what was cast one by one
-- online), and of the others what is in no lump.
DELETE FROM answer_lumps
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND (lump_no < 1 OR list_contains($import_ids, coalesce(import_id, '')));

-- name: insert_lumps
-- Adds one row per lump, import, group, way, day, criterion and rank.
INSERT INTO answer_lumps BY NAME SELECT * FROM given;

-- name: past_lumps
-- One row per lump that a round showed and that is gone, import, group, way, day, criterion and rank.
SELECT * EXCLUDE (activity_id, round_id)
FROM past_lumps
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: insert_past_lumps
-- Adds the lumps that go: one row per lump, import, group, way, day, criterion and rank.
INSERT INTO past_lumps BY NAME SELECT * FROM given;

-- name: shown_states
-- One row per state of a round, lump, day it counts from, import, group, way, day, criterion and rank.
SELECT * EXCLUDE (activity_id, round_id)
FROM shown_states
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: insert_state
-- Adds a state: one row per lump of answers, day it counts from, import, group, way, day, criterion and rank.
INSERT INTO shown_states BY NAME SELECT * FROM given;

-- name: imports
-- One row per import of a round: its status, whether somebody said that it holds other ballots, and whether all that it
-- brought is of one day.
WITH brought AS (
    SELECT
        import_id,
        cast_on
    FROM ballots
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
    UNION
    SELECT
        import_id,
        cast_on
    FROM tallied_ballots
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
),

of_one_day AS (
    SELECT import_id
    FROM brought
    WHERE import_id IS NOT NULL
    GROUP BY import_id
    HAVING count(*) = 1
)

SELECT
    import_id,
    status,
    is_fresh,
    import_id IN (SELECT of_one_day.import_id FROM of_one_day) AS is_one_day
FROM imports
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;
