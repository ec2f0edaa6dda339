-- name: insert
-- Adds one row a section of a version: its present state.
INSERT INTO report_sections BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the whole state of a section of a version after it.
INSERT INTO report_section_events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes the present state of a section of a version away, to be followed by the new one.
DELETE FROM report_sections
WHERE
    activity_id = $activity_id
    AND section_id = $section_id;

-- name: present
-- One row a section of a version that was ever written: its present state.
SELECT *
FROM report_sections
WHERE activity_id = $activity_id
ORDER BY length(section_id), section_id;

-- name: last_event_at
-- One row: when the newest event of a section of a version happened.
SELECT max(happened_at) AS happened_at
FROM report_section_events
WHERE
    activity_id = $activity_id
    AND section_id = $section_id;

-- name: events
-- One row per event of a section of a version, oldest first: what happened and the state it led to.
SELECT *
FROM report_section_events
WHERE
    activity_id = $activity_id
    AND section_id = $section_id
ORDER BY seq;

-- name: sections
-- One row per section there was at the end of a day, as its last event up to that day left it.
WITH newest AS (
    SELECT
        activity_id,
        section_id,
        max(seq) AS seq
    FROM report_section_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
)

SELECT states.*
FROM newest
INNER JOIN report_section_events AS states
    ON
        newest.activity_id = states.activity_id
        AND newest.section_id = states.section_id
        AND newest.seq = states.seq
ORDER BY length(states.version_id), states.version_id, states.position;
