-- name: last_number
-- One row: the highest number a meeting's id has.
SELECT coalesce(max(try_cast(substr(meeting_id, 2) AS INTEGER)), 0) AS number
FROM meetings
WHERE activity_id = $activity_id;

-- name: present
-- One row per meeting of an activity.
SELECT
    meeting_id,
    kind,
    topic,
    held_on
FROM meetings
WHERE activity_id = $activity_id
ORDER BY held_on, meeting_id;

-- name: insert
-- Adds one row a meeting.
INSERT INTO meetings BY NAME
SELECT * FROM given;

-- name: delete
-- Takes a meeting away.
DELETE FROM meetings
WHERE
    activity_id = $activity_id
    AND meeting_id = $meeting_id;
