-- Statements of every history whose records have a day of their own (`OWN_DAYS` in board/store/sql.py), own_day here;
-- see history.sql.

-- name: entered
-- One row per record with a day of its own by the end of a day: when that was entered. A day that was taken out and
-- put in again was entered then.
WITH states AS (
    SELECT
        id,
        happened_at,
        own_day,
        lag(own_day) OVER (PARTITION BY id ORDER BY seq) AS day_before
    FROM events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
)

SELECT
    id,
    max(happened_at) AS entered_at
FROM states
WHERE
    own_day IS NOT NULL
    AND day_before IS NULL
GROUP BY id
ORDER BY length(id), id;

-- name: late
-- One row: how many records there are now that are dated up to a day and were entered after it.
WITH states AS (
    SELECT
        id,
        min(happened_at) FILTER (WHERE own_day IS NOT NULL) AS entered_at,
        arg_max_null(own_day, seq) AS dated_on,
        arg_max(is_removed, seq) AS is_gone
    FROM events
    WHERE activity_id = $activity_id
    GROUP BY id
)

SELECT count(*) AS row_count
FROM states
WHERE
    entered_at >= cast($day AS DATE) + 1
    AND dated_on <= $day
    AND NOT is_gone;
