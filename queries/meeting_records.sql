-- name: records
-- One row per meeting's record as it stood at the end of a day.
SELECT *
FROM meeting_record_events
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
QUALIFY seq = max(seq) OVER (PARTITION BY meeting_id);
