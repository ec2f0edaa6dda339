-- name: attendance
-- One row per person noted at a meeting, as it stood at the end of a day, the leading group first.
WITH noted AS (
    SELECT *
    FROM meeting_attendance
    WHERE
        activity_id = $activity_id
        AND noted_at < cast($as_of AS DATE) + 1
        AND (replaced_at IS NULL OR replaced_at >= cast($as_of AS DATE) + 1)
)

SELECT
    noted.meeting_id,
    noted.person_id,
    people.name AS person_name,
    people.is_member,
    noted.presence
FROM noted
LEFT JOIN people
    ON
        noted.activity_id = people.activity_id
        AND noted.person_id = people.person_id
ORDER BY noted.meeting_id, people.position;

-- name: noted
-- One row per person whose presence at a meeting is noted now.
SELECT
    person_id,
    presence
FROM meeting_attendance
WHERE
    activity_id = $activity_id
    AND meeting_id = $meeting_id
    AND replaced_at IS NULL;

-- name: insert_attendance
-- Adds one row a person and meeting.
INSERT INTO meeting_attendance BY NAME
SELECT * FROM given;

-- name: end_attendance
-- Ends what was noted of a person at a meeting.
UPDATE meeting_attendance
SET replaced_at = $at
WHERE
    activity_id = $activity_id
    AND meeting_id = $meeting_id
    AND person_id = $person_id
    AND replaced_at IS NULL;

-- name: known_now
-- One row per person noted at a meeting now, from the day of the meeting.
SELECT noted.* REPLACE (least(noted.noted_at, cast(main.meetings.held_on AS TIMESTAMP)) AS noted_at)
FROM main.meeting_attendance AS noted
INNER JOIN main.meetings
    ON
        noted.activity_id = main.meetings.activity_id
        AND noted.meeting_id = main.meetings.meeting_id
WHERE noted.replaced_at IS NULL;
