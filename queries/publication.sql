-- name: publications
-- One row per publication there was at the end of a day, as its last event up to that day left it, removed ones left
-- out. paper_round_id: the round that the published paper is about; NULL of another paper, and without one.
WITH last_known AS (
    SELECT *
    FROM publication_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY publication_id) AND NOT is_removed
)

SELECT
    last_known.*,
    json_extract_string(papers.options, '$.round') AS paper_round_id
FROM last_known
LEFT JOIN papers ON last_known.activity_id = papers.activity_id AND last_known.paper_id = papers.paper_id
ORDER BY last_known.written_on, length(last_known.publication_id), last_known.publication_id;
