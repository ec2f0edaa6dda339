-- name: standing_on
-- One row per record that a problem is linked to: an item, a source, a version of the report. what: in words.
SELECT
    problem_id AS record_id,
    '由它转的 ' || item_id AS what
FROM problem_items
WHERE
    activity_id = $activity_id
    AND unlinked_at IS NULL
UNION ALL
SELECT
    problem_id AS record_id,
    '它的来源 ' || source_id AS what
FROM problem_sources
WHERE
    activity_id = $activity_id
    AND unlinked_at IS NULL
UNION ALL
SELECT
    problem_id AS record_id,
    '写到它的报告 ' || version_id AS what
FROM report_problems
WHERE
    activity_id = $activity_id
    AND unlinked_at IS NULL
ORDER BY record_id, what;

-- name: problems
-- One row per problem there was at the end of a day, with what it came of and what it led to by then. absent: as in
-- opinions/opinions.
WITH states AS (
    SELECT *
    FROM problem_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY problem_id) AND NOT is_removed
),

sources AS (
    SELECT
        activity_id,
        problem_id,
        count(*) AS source_count,
        string_agg(source_id, '、' ORDER BY length(source_id), source_id)
        FILTER (source_kind = 'opinion') AS opinion_ids,
        string_agg(source_id, '、' ORDER BY length(source_id), source_id)
        FILTER (source_kind = 'talk') AS talk_ids,
        string_agg(source_id, '、' ORDER BY length(source_id), source_id)
        FILTER (source_kind = 'outline') AS outline_ids,
        string_agg(source_id, '、' ORDER BY length(source_id), source_id)
        FILTER (source_kind = 'study') AS study_ids
    FROM problem_sources
    WHERE
        activity_id = $activity_id
        AND linked_at < cast($as_of AS DATE) + 1
        AND (unlinked_at IS NULL OR unlinked_at >= cast($as_of AS DATE) + 1)
    GROUP BY ALL
),

links AS (
    SELECT
        activity_id,
        problem_id,
        item_id
    FROM problem_items
    WHERE
        activity_id = $activity_id
        AND linked_at < cast($as_of AS DATE) + 1
        AND (unlinked_at IS NULL OR unlinked_at >= cast($as_of AS DATE) + 1)
),

led_to AS (
    SELECT
        links.activity_id,
        links.problem_id,
        string_agg(links.item_id, '、' ORDER BY length(links.item_id), links.item_id) AS item_ids
    FROM links
    WHERE links.item_id NOT IN (SELECT unnest(cast($absent AS TEXT[])))
    GROUP BY ALL
)

SELECT
    states.*,
    people.name AS member_name,
    coalesce(sources.source_count, 0) + cast(states.meeting_id IS NOT NULL AS INTEGER) AS source_count,
    coalesce(sources.opinion_ids, '') AS opinion_ids,
    coalesce(sources.talk_ids, '') AS talk_ids,
    coalesce(sources.outline_ids, '') AS outline_ids,
    coalesce(sources.study_ids, '') AS study_ids,
    coalesce(led_to.item_ids, '') AS item_ids,
    states.subjective_cause != '' AS has_subjective_cause
FROM states
LEFT JOIN people
    ON
        states.activity_id = people.activity_id
        AND states.member_id = people.person_id
LEFT JOIN sources
    ON
        states.activity_id = sources.activity_id
        AND states.problem_id = sources.problem_id
LEFT JOIN led_to
    ON
        states.activity_id = led_to.activity_id
        AND states.problem_id = led_to.problem_id
ORDER BY length(states.problem_id), states.problem_id;

-- name: linked_sources
-- One row per source that a problem is linked to now.
SELECT
    problem_id,
    source_kind,
    source_id
FROM problem_sources
WHERE
    activity_id = $activity_id
    AND unlinked_at IS NULL;

-- name: linked_items
-- One row per item that a problem is linked to now.
SELECT
    problem_id,
    item_id
FROM problem_items
WHERE
    activity_id = $activity_id
    AND unlinked_at IS NULL;

-- name: linkable
-- One row per record that a problem may come of or lead to. kind: opinion, talk, outline, study, meeting, item.
SELECT
    'opinion' AS kind,
    opinion_id AS linked_id
FROM opinions
WHERE activity_id = $activity_id
UNION ALL
SELECT
    'talk' AS kind,
    talk_id AS linked_id
FROM talks
WHERE
    activity_id = $activity_id
    AND NOT is_removed
UNION ALL
SELECT
    'outline' AS kind,
    outline_id AS linked_id
FROM outlines
WHERE
    activity_id = $activity_id
    AND NOT is_removed
UNION ALL
SELECT
    'study' AS kind,
    study_id AS linked_id
FROM studies
WHERE
    activity_id = $activity_id
    AND NOT is_removed
UNION ALL
SELECT
    'meeting' AS kind,
    meeting_id AS linked_id
FROM meetings
WHERE activity_id = $activity_id
UNION ALL
SELECT
    'item' AS kind,
    item_id AS linked_id
FROM rectification_items
WHERE
    activity_id = $activity_id
    AND NOT is_removed;

-- name: insert_sources
-- Adds one row a source of a problem.
INSERT INTO problem_sources BY NAME
SELECT * FROM given;

-- name: end_source
-- Ends the link between a problem and a source.
UPDATE problem_sources
SET unlinked_at = $at
WHERE
    activity_id = $activity_id
    AND problem_id = $problem_id
    AND source_kind = $source_kind
    AND source_id = $source_id
    AND unlinked_at IS NULL;

-- name: insert_items
-- Adds one row an item that a problem led to.
INSERT INTO problem_items BY NAME
SELECT * FROM given;

-- name: end_item
-- Ends the link between a problem and an item.
UPDATE problem_items
SET unlinked_at = $at
WHERE
    activity_id = $activity_id
    AND problem_id = $problem_id
    AND item_id = $item_id
    AND unlinked_at IS NULL;
