-- name: publications
-- One row per publication there was at the end of a day, as its last event up to that day left it, removed ones left
-- out.
SELECT *
FROM publication_events
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
QUALIFY seq = max(seq) OVER (PARTITION BY publication_id) AND NOT is_removed
ORDER BY written_on, length(publication_id), publication_id;
