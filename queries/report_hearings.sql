-- name: hearings
-- One row per hearing there was at the end of a day, as its last event up to that day left it.
SELECT *
FROM report_hearing_events
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
QUALIFY seq = max(seq) OVER (PARTITION BY hearing_id)
ORDER BY held_on, length(hearing_id), hearing_id;
