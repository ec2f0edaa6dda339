-- name: points
-- One row per point there was at the end of a day, as its last event up to that day left it.
SELECT *
FROM report_point_events
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
QUALIFY seq = max(seq) OVER (PARTITION BY point_id)
ORDER BY length(point_id), point_id;
