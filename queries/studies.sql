-- name: studies
-- One row per finding of a study there was at the end of a day, in the order they were registered.
SELECT *
FROM study_events
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
QUALIFY seq = max(seq) OVER (PARTITION BY study_id) AND NOT is_removed
ORDER BY length(study_id), study_id;
