-- name: insert
-- Adds one row the record of a meeting: its present state.
INSERT INTO meeting_records BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the record of a meeting's whole state after it.
INSERT INTO meeting_record_events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes the record of a meeting's present state away, to be followed by the new one.
DELETE FROM meeting_records
WHERE
    activity_id = $activity_id
    AND meeting_id = $meeting_id;

-- name: present
-- One row per meeting's record as it stands.
SELECT *
FROM meeting_records
WHERE activity_id = $activity_id;

-- name: last_event_at
-- One row: when the newest event of the record of a meeting happened.
SELECT max(happened_at) AS happened_at
FROM meeting_record_events
WHERE
    activity_id = $activity_id
    AND meeting_id = $record_id;

-- name: events
-- One row per event of the record of a meeting, oldest first: what happened and the state it led to.
SELECT *
FROM meeting_record_events
WHERE
    activity_id = $activity_id
    AND meeting_id = $record_id
ORDER BY seq;

-- name: records
-- One row per meeting's record as it stood at the end of a day.
WITH newest AS (
    SELECT
        activity_id,
        meeting_id,
        max(seq) AS seq
    FROM meeting_record_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
)

SELECT meeting_record_events.*
FROM newest
INNER JOIN meeting_record_events
    ON
        newest.activity_id = meeting_record_events.activity_id
        AND newest.meeting_id = meeting_record_events.meeting_id
        AND newest.seq = meeting_record_events.seq;
