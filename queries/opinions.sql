-- name: standing_on
-- One row per record that rests on an opinion: merged into it, an item it led to, a sheet it stands on. what: in words.
SELECT
    merged_into AS record_id,
    '并入它的 ' || opinion_id AS what
FROM opinions
WHERE
    activity_id = $activity_id
    AND merged_into IS NOT NULL
UNION ALL
SELECT
    opinion_id AS record_id,
    '由它转的 ' || item_id AS what
FROM item_opinions
WHERE
    activity_id = $activity_id
    AND unlinked_at IS NULL
UNION ALL
SELECT
    opinion_id AS record_id,
    '列了它的反馈单 ' || sheet_id AS what
FROM feedback_sheet_opinions
WHERE activity_id = $activity_id
ORDER BY record_id, what;

-- name: ids
-- One row per opinion of an activity, those moved out among them: its id.
SELECT opinion_id
FROM opinions
WHERE activity_id = $activity_id;

-- name: merged_count
-- One row: how many opinions are merged into this one.
SELECT count(*) AS merged_count
FROM opinions
WHERE
    activity_id = $activity_id
    AND merged_into = $opinion_id;

-- name: choices
-- One row a member or word that an opinion may name. kind: member, channel, giver, aspect.
SELECT
    'member' AS kind,
    person_id AS choice,
    name AS words
FROM people
WHERE
    activity_id = $activity_id
    AND is_member
UNION ALL
SELECT
    kind,
    label AS choice,
    label AS words
FROM terms
WHERE
    activity_id = $activity_id
    AND kind IN ('channel', 'giver', 'aspect');

-- name: opinions
-- One row per opinion there was at the end of a day, as its last event up to that day left it. absent: the items that
-- did not stand in the ledger then (rectification/absent); so a change of another item changes nothing here.
WITH states AS (
    SELECT
        *,
        min(happened_at) OVER (PARTITION BY opinion_id) AS registered_at
    FROM opinion_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY opinion_id)
),

source_links AS (
    SELECT *
    FROM problem_sources
    WHERE
        source_kind = 'opinion'
        AND linked_at < cast($as_of AS DATE) + 1
        AND (unlinked_at IS NULL OR unlinked_at >= cast($as_of AS DATE) + 1)
),

item_links AS (
    SELECT *
    FROM problem_items
    WHERE
        linked_at < cast($as_of AS DATE) + 1
        AND (unlinked_at IS NULL OR unlinked_at >= cast($as_of AS DATE) + 1)
),

links AS (
    SELECT
        activity_id,
        item_id,
        opinion_id
    FROM item_opinions
    WHERE
        linked_at < cast($as_of AS DATE) + 1
        AND (unlinked_at IS NULL OR unlinked_at >= cast($as_of AS DATE) + 1)
    UNION
    SELECT
        source_links.activity_id,
        item_links.item_id,
        source_links.source_id AS opinion_id
    FROM source_links
    INNER JOIN item_links
        ON
            source_links.activity_id = item_links.activity_id
            AND source_links.problem_id = item_links.problem_id
),

led_to AS (
    SELECT
        links.activity_id,
        links.opinion_id,
        string_agg(links.item_id, '、' ORDER BY links.item_id) AS item_ids
    FROM links
    WHERE links.item_id NOT IN (SELECT unnest(cast($absent AS TEXT[])))
    GROUP BY links.activity_id, links.opinion_id
),

newest_problems AS (
    SELECT
        problem_id,
        arg_max(is_removed, seq) AS is_removed
    FROM problem_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY problem_id
),

raised AS (
    SELECT DISTINCT
        source_links.activity_id,
        source_links.source_id AS opinion_id
    FROM source_links
    INNER JOIN newest_problems ON source_links.problem_id = newest_problems.problem_id
    WHERE NOT newest_problems.is_removed
),

newest_sheets AS (
    SELECT
        activity_id,
        sheet_id,
        arg_max(handed_on, seq) AS handed_on
    FROM feedback_sheet_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
),

standing AS (
    SELECT *
    FROM feedback_sheet_opinions
    WHERE unlinked_at IS NULL OR unlinked_at >= cast($as_of AS DATE) + 1
),

handed AS (
    SELECT
        standing.activity_id,
        standing.opinion_id,
        max(standing.sheet_id) AS sheet_id,
        bool_or(newest_sheets.handed_on IS NOT NULL) AS has_receipt
    FROM standing
    INNER JOIN newest_sheets
        ON
            standing.activity_id = newest_sheets.activity_id
            AND standing.sheet_id = newest_sheets.sheet_id
    GROUP BY standing.activity_id, standing.opinion_id
)

SELECT
    states.*,
    members.name AS member_name,
    mains.opinion_id AS main_id,
    mains.status AS main_status,
    mains.answer AS main_answer,
    mains.response AS main_response,
    coalesce(handed.sheet_id, '') AS sheet_id,
    coalesce(handed.has_receipt, FALSE) AS has_receipt,
    coalesce(own.item_ids, '') AS item_ids,
    coalesce(led_to.item_ids, '') AS main_item_ids,
    own_raised.opinion_id IS NOT NULL OR raised.opinion_id IS NOT NULL AS is_problem
FROM states
LEFT JOIN states AS mains
    ON
        states.activity_id = mains.activity_id
        AND coalesce(states.merged_into, states.opinion_id) = mains.opinion_id
LEFT JOIN people AS members
    ON
        states.activity_id = members.activity_id
        AND states.member_id = members.person_id
LEFT JOIN led_to AS own
    ON
        states.activity_id = own.activity_id
        AND states.opinion_id = own.opinion_id
LEFT JOIN led_to
    ON
        mains.activity_id = led_to.activity_id
        AND mains.opinion_id = led_to.opinion_id
LEFT JOIN raised AS own_raised
    ON
        states.activity_id = own_raised.activity_id
        AND states.opinion_id = own_raised.opinion_id
LEFT JOIN raised
    ON
        mains.activity_id = raised.activity_id
        AND mains.opinion_id = raised.opinion_id
LEFT JOIN handed
    ON
        mains.activity_id = handed.activity_id
        AND mains.opinion_id = handed.opinion_id
WHERE NOT states.is_removed
ORDER BY length(states.opinion_id), states.opinion_id;

-- name: registered
-- One row per opinion there ever was: when it was first there, and when it was first taken out.
SELECT
    opinion_id,
    min(happened_at) AS registered_at,
    min(happened_at) FILTER (is_removed) AS removed_at
FROM opinion_events
WHERE activity_id = $activity_id
GROUP BY opinion_id
ORDER BY registered_at, length(opinion_id), opinion_id;

-- name: distinct
-- One row per pair of opinions that somebody said are not the same.
SELECT
    opinion_id,
    other_id,
    decided_at,
    actor_name
FROM distinct_opinions
WHERE activity_id = $activity_id
ORDER BY decided_at, opinion_id, other_id;

-- name: insert_distinct
-- Adds one row a pair of opinions that are not the same.
INSERT INTO distinct_opinions BY NAME
SELECT * FROM given;

-- name: delete_distinct
-- Takes back that two opinions are not the same.
DELETE FROM distinct_opinions
WHERE
    activity_id = $activity_id
    AND opinion_id = $opinion_id
    AND other_id = $other_id;

-- name: texts
-- One row: how many opinions and suggestions of an activity have their text still, given what stands in its place.
SELECT
    (
        SELECT count(*)
        FROM opinions
        WHERE
            activity_id = $activity_id
            AND content <> $destroyed
    ) AS opinion_count,
    (
        SELECT count(*)
        FROM suggestions
        WHERE
            activity_id = $activity_id
            AND content <> $destroyed
    ) AS suggestion_count;

-- name: delete_events
-- Takes out the history of an activity's opinions, to be followed by the same without their texts.
DELETE FROM opinion_events
WHERE activity_id = $activity_id;
