-- Copies of tables that keep no events, as they stood when a day ended.

-- name: last
-- One row: the last day of which a subject of an activity has a copy.
SELECT max(last_on) AS last_on
FROM past_days
WHERE
    activity_id = $activity_id
    AND subject = $subject;

-- name: of_day
-- One row: the last day of the copy that shows what a subject of an activity was at the end of a day; NULL: its tables
-- do.
SELECT min(last_on) AS last_on
FROM past_days
WHERE
    activity_id = $activity_id
    AND subject = $subject
    AND last_on >= $as_of;

-- name: insert
-- Adds one row a copy.
INSERT INTO past_days BY NAME SELECT * FROM given;

-- name: keep_meetings
-- Copies an activity's meetings.
INSERT INTO past_meetings BY NAME
SELECT
    *,
    cast($last_on AS DATE) AS last_on
FROM meetings
WHERE activity_id = $activity_id;

-- name: keep_task_dependencies
-- Copies what comes before each task of an activity.
INSERT INTO past_task_dependencies BY NAME
SELECT
    *,
    cast($last_on AS DATE) AS last_on
FROM task_dependencies
WHERE activity_id = $activity_id;

-- name: keep_rounds
-- Copies an activity's rounds.
INSERT INTO past_rounds BY NAME
SELECT
    *,
    cast($last_on AS DATE) AS last_on
FROM rounds
WHERE activity_id = $activity_id;

-- name: keep_round_forms
-- Copies how many forms of an activity's rounds were given out.
INSERT INTO past_round_forms BY NAME
SELECT
    *,
    cast($last_on AS DATE) AS last_on
FROM round_forms
WHERE activity_id = $activity_id;

-- name: keep_ballot_totals
-- Copies how many ballots of an activity's rounds there were.
INSERT INTO past_ballot_totals BY NAME
SELECT
    *,
    cast($last_on AS DATE) AS last_on
FROM ballot_totals
WHERE activity_id = $activity_id;

-- name: keep_answer_lumps
-- Copies the lumps of an activity's rounds that count.
INSERT INTO past_answer_lumps BY NAME
WITH uncounted AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status <> 'active'
),

counted AS (
    SELECT
        * REPLACE (if(lump_no > 0, rank, 0) AS rank),
        answer_count < 0 AS is_mended
    FROM answer_lumps
    WHERE
        activity_id = $activity_id
        AND (import_id IS NULL OR import_id NOT IN (SELECT uncounted.import_id FROM uncounted))
)

SELECT
    activity_id,
    round_id,
    lump_no,
    counted_on,
    import_id,
    group_label,
    way,
    cast_on,
    criterion_id,
    rank,
    cast($last_on AS DATE) AS last_on,
    cast(sum(answer_count) AS BIGINT) AS answer_count
FROM counted
GROUP BY
    activity_id,
    round_id,
    lump_no,
    counted_on,
    import_id,
    group_label,
    way,
    cast_on,
    criterion_id,
    rank,
    is_mended;

-- name: keep_suggestions
-- Copies the suggestions of an activity's rounds, without those of imports that don't count.
INSERT INTO past_suggestions BY NAME
WITH uncounted AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status <> 'active'
)

SELECT
    *,
    cast($last_on AS DATE) AS last_on
FROM suggestions
WHERE
    activity_id = $activity_id
    AND (import_id IS NULL OR import_id NOT IN (SELECT uncounted.import_id FROM uncounted));

-- name: late
-- One row per kind of record without events: how many there are now that are dated up to a day and were entered after
-- it. kind: meetings, ballots.
WITH copied AS (
    SELECT min(last_on) AS last_on
    FROM past_days
    WHERE
        activity_id = $activity_id
        AND subject = 'rounds'
        AND last_on >= $day
),

counted AS (
    SELECT coalesce(sum(ballot_count), 0) AS ballot_count
    FROM ballot_totals
    WHERE
        activity_id = $activity_id
        AND cast_on <= $day
),

counted_then AS (
    SELECT coalesce(sum(ballot_count), 0) AS ballot_count
    FROM past_ballot_totals
    WHERE
        activity_id = $activity_id
        AND cast_on <= $day
        AND last_on = (SELECT copied.last_on FROM copied)
)

SELECT
    'meetings' AS kind,
    count(*) AS row_count
FROM meetings
WHERE
    activity_id = $activity_id
    AND held_on <= $day
    AND entered_on > $day
UNION ALL
SELECT
    'ballots' AS kind,
    cast(greatest(0, counted.ballot_count - counted_then.ballot_count) AS BIGINT) AS row_count
FROM counted, counted_then
WHERE (SELECT copied.last_on FROM copied) IS NOT NULL;

-- name: known_now
-- One row per copy of what knows no day of its own: of that, a past day shows what was known then whenever it is asked.
SELECT *
FROM main.past_days
WHERE subject <> 'meetings';
