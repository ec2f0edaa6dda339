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
    held_on,
    entered_on
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

-- name: recorded
-- One row per kind of record that hangs on a meeting, with how many there are.
-- kind: attendance, criticism, minutes, problem, sitting.
SELECT
    'attendance' AS kind,
    count(*) AS row_count
FROM meeting_attendance
WHERE
    activity_id = $activity_id
    AND meeting_id = $meeting_id
    AND replaced_at IS NULL
HAVING count(*) > 0
UNION ALL
SELECT
    'criticism' AS kind,
    count(*) AS row_count
FROM criticisms
WHERE
    activity_id = $activity_id
    AND meeting_id = $meeting_id
    AND NOT is_removed
HAVING count(*) > 0
UNION ALL
SELECT
    'minutes' AS kind,
    count(*) AS row_count
FROM meeting_records
WHERE
    activity_id = $activity_id
    AND meeting_id = $meeting_id
    AND (minutes != '' OR came_count IS NOT NULL)
HAVING count(*) > 0
UNION ALL
SELECT
    'problem' AS kind,
    count(*) AS row_count
FROM problems
WHERE
    activity_id = $activity_id
    AND meeting_id = $meeting_id
    AND NOT is_removed
HAVING count(*) > 0
UNION ALL
SELECT
    'sitting' AS kind,
    count(*) AS row_count
FROM sittings
WHERE
    activity_id = $activity_id
    AND meeting_id = $meeting_id
HAVING count(*) > 0;

-- name: known_now
-- One row per meeting held by a day, as it is known now, and per later one that was known on that day.
SELECT *
FROM main.meetings
WHERE
    held_on <= $as_of
    OR entered_on IS NULL
    OR entered_on <= $as_of;
