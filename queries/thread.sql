-- name: links
-- One row per link between two records that stood at the end of a day, the earlier step of the thread first.
-- version_id: of the report, where the lower one is a section of it.
WITH links AS (
    SELECT
        activity_id,
        'opinion' AS upper_kind,
        source_id AS upper_id,
        'problem' AS lower_kind,
        problem_id AS lower_id,
        '' AS version_id,
        linked_at,
        unlinked_at
    FROM problem_sources
    WHERE source_kind = 'opinion'
    UNION ALL
    SELECT
        activity_id,
        'opinion' AS upper_kind,
        opinion_id AS upper_id,
        'item' AS lower_kind,
        item_id AS lower_id,
        '' AS version_id,
        linked_at,
        unlinked_at
    FROM item_opinions
    UNION ALL
    SELECT
        activity_id,
        'problem' AS upper_kind,
        problem_id AS upper_id,
        'item' AS lower_kind,
        item_id AS lower_id,
        '' AS version_id,
        linked_at,
        unlinked_at
    FROM problem_items
    UNION ALL
    SELECT
        activity_id,
        'problem' AS upper_kind,
        problem_id AS upper_id,
        'section' AS lower_kind,
        section AS lower_id,
        version_id,
        linked_at,
        unlinked_at
    FROM report_problems
)

SELECT
    upper_kind,
    upper_id,
    lower_kind,
    lower_id,
    version_id
FROM links
WHERE
    activity_id = $activity_id
    AND linked_at < cast($as_of AS DATE) + 1
    AND (unlinked_at IS NULL OR unlinked_at >= cast($as_of AS DATE) + 1)
ORDER BY upper_kind, length(upper_id), upper_id, lower_kind, length(lower_id), lower_id;
