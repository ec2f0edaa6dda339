-- name: insert
-- Adds one row a version of the report: its present state.
INSERT INTO report_versions BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the whole state of a version of the report after it.
INSERT INTO report_version_events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes the present state of a version of the report away, to be followed by the new one.
DELETE FROM report_versions
WHERE
    activity_id = $activity_id
    AND version_id = $version_id;

-- name: present
-- One row a version of the report that was ever written: its present state.
SELECT *
FROM report_versions
WHERE activity_id = $activity_id
ORDER BY length(version_id), version_id;

-- name: last_event_at
-- One row: when the newest event of a version of the report happened.
SELECT max(happened_at) AS happened_at
FROM report_version_events
WHERE
    activity_id = $activity_id
    AND version_id = $version_id;

-- name: events
-- One row per event of a version of the report, oldest first: what happened and the state it led to.
SELECT *
FROM report_version_events
WHERE
    activity_id = $activity_id
    AND version_id = $version_id
ORDER BY seq;

-- name: versions
-- One row per version there was at the end of a day, as its last event up to that day left it.
WITH newest AS (
    SELECT
        activity_id,
        version_id,
        max(seq) AS seq
    FROM report_version_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
)

SELECT states.*
FROM newest
INNER JOIN report_version_events AS states
    ON
        newest.activity_id = states.activity_id
        AND newest.version_id = states.version_id
        AND newest.seq = states.seq
ORDER BY length(states.version_id), states.version_id;
