-- name: sittings
-- One row per meeting held with slides by the end of a day, as it was then, the newest first, with what was decided.
-- A decision that was taken back or refused is not counted.
WITH states AS (
    SELECT *
    FROM sitting_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY sitting_id)
),

decided AS (
    SELECT
        sitting_id,
        state
    FROM decision_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY decision_id) AND state IN ('done', 'waiting')
),

counts AS (
    SELECT
        sitting_id,
        count(*) AS decision_count,
        count(*) FILTER (WHERE state = 'waiting') AS waiting_count
    FROM decided
    GROUP BY sitting_id
)

SELECT
    states.*,
    coalesce(counts.decision_count, 0) AS decision_count,
    coalesce(counts.waiting_count, 0) AS waiting_count
FROM states
LEFT JOIN counts ON states.sitting_id = counts.sitting_id
ORDER BY length(states.sitting_id) DESC, states.sitting_id DESC;

-- name: slides
-- One row per slide of a meeting, in their order: place, content (JSON).
SELECT
    place,
    content
FROM sitting_slides
WHERE
    activity_id = $activity_id
    AND sitting_id = $sitting_id
ORDER BY place;

-- name: insert_slides
-- Adds one row a slide.
INSERT INTO sitting_slides BY NAME
SELECT * FROM given;

-- name: delete_slides
-- Takes a meeting's slides away, to be followed by those of a newer state.
DELETE FROM sitting_slides
WHERE
    activity_id = $activity_id
    AND sitting_id = $sitting_id;

-- name: news
-- One row: how many times records were written since a moment, but by the meetings themselves.
SELECT count(*) AS write_count
FROM audit_entries
WHERE
    activity_id = $activity_id
    AND happened_at > $since
    AND split_part(kind, '.', 1) NOT IN ('sittings', 'decisions', 'sign_in', 'export', 'refused');
