-- name: insert
-- Adds one row a point heard: its present state.
INSERT INTO report_points BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the whole state of a point heard after it.
INSERT INTO report_point_events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes the present state of a point heard away, to be followed by the new one.
DELETE FROM report_points
WHERE
    activity_id = $activity_id
    AND point_id = $point_id;

-- name: present
-- One row a point heard that was ever written: its present state.
SELECT *
FROM report_points
WHERE activity_id = $activity_id
ORDER BY length(point_id), point_id;

-- name: last_event_at
-- One row: when the newest event of a point heard happened.
SELECT max(happened_at) AS happened_at
FROM report_point_events
WHERE
    activity_id = $activity_id
    AND point_id = $point_id;

-- name: events
-- One row per event of a point heard, oldest first: what happened and the state it led to.
SELECT *
FROM report_point_events
WHERE
    activity_id = $activity_id
    AND point_id = $point_id
ORDER BY seq;

-- name: points
-- One row per point there was at the end of a day, as its last event up to that day left it.
WITH newest AS (
    SELECT
        activity_id,
        point_id,
        max(seq) AS seq
    FROM report_point_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
)

SELECT states.*
FROM newest
INNER JOIN report_point_events AS states
    ON
        newest.activity_id = states.activity_id
        AND newest.point_id = states.point_id
        AND newest.seq = states.seq
ORDER BY length(states.point_id), states.point_id;
