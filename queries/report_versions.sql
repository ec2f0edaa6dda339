-- name: versions
-- One row per version there was at the end of a day, as its last event up to that day left it.
SELECT *
FROM report_version_events
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
QUALIFY seq = max(seq) OVER (PARTITION BY version_id)
ORDER BY length(version_id), version_id;
