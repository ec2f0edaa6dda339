-- name: records
-- One row per meeting's record as it stood at the end of a day.
SELECT *
FROM meeting_record_events
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
QUALIFY seq = max(seq) OVER (PARTITION BY meeting_id);

-- name: known_now
-- One row per meeting's record, as it is now, from the day of the meeting.
WITH newest AS (
    SELECT *
    FROM main.meeting_record_events
    QUALIFY seq = max(seq) OVER (PARTITION BY activity_id, meeting_id)
)

SELECT newest.* REPLACE (least(newest.happened_at, cast(main.meetings.held_on AS TIMESTAMP)) AS happened_at)
FROM newest
INNER JOIN main.meetings
    ON
        newest.activity_id = main.meetings.activity_id
        AND newest.meeting_id = main.meetings.meeting_id;
