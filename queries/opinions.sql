-- name: insert
-- Adds one row an opinion: its present state.
INSERT INTO opinions BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the opinion's whole state after it.
INSERT INTO opinion_events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes an opinion's present state away, to be followed by the new one.
DELETE FROM opinions
WHERE
    activity_id = $activity_id
    AND opinion_id = $opinion_id;

-- name: delete_many
-- Takes the present states of many opinions away, to be followed by the new ones.
DELETE FROM opinions
WHERE
    activity_id = $activity_id
    AND opinion_id IN (SELECT unnest(cast($ids AS TEXT[])));

-- name: states
-- One row per opinion: its present state.
SELECT *
FROM opinions
WHERE activity_id = $activity_id
ORDER BY length(opinion_id), opinion_id;

-- name: of_import
-- One row per opinion that an import registered or changed: its states of then, its present one, and what came after.
WITH brought AS (
    SELECT
        activity_id,
        opinion_id AS record_id,
        min(seq) AS first_seq,
        max(seq) AS last_seq
    FROM opinion_events
    WHERE
        activity_id = $activity_id
        AND batch_id = $import_id
    GROUP BY ALL
)

SELECT
    brought.record_id,
    brought.first_seq,
    brought.last_seq,
    present.seq,
    later.action,
    later.actor_name,
    later.batch_id
FROM brought
INNER JOIN opinions AS present
    ON
        brought.activity_id = present.activity_id
        AND brought.record_id = present.opinion_id
LEFT JOIN opinion_events AS later
    ON
        brought.activity_id = later.activity_id
        AND brought.record_id = later.opinion_id
        AND later.seq = brought.last_seq + 1
ORDER BY length(brought.record_id), brought.record_id;

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

-- name: events_of_import
-- One row per event of an import: all of it.
SELECT *
FROM opinion_events
WHERE
    activity_id = $activity_id
    AND batch_id = $import_id;

-- name: take_back
-- Takes out the events of an import.
DELETE FROM opinion_events
WHERE
    activity_id = $activity_id
    AND batch_id = $import_id;

-- name: left
-- One row per opinion among some: the newest state that its events hold.
WITH newest AS (
    SELECT
        activity_id,
        opinion_id,
        max(seq) AS seq
    FROM opinion_events
    WHERE
        activity_id = $activity_id
        AND opinion_id IN (SELECT unnest(cast($ids AS TEXT[])))
    GROUP BY ALL
),

history AS (
    SELECT * EXCLUDE (event_id, happened_at, actor_id, actor_name, action, reason, batch_id)
    FROM opinion_events
)

SELECT history.*
FROM history
INNER JOIN newest
    ON
        history.activity_id = newest.activity_id
        AND history.opinion_id = newest.opinion_id
        AND history.seq = newest.seq;

-- name: ids
-- One row per opinion of an activity, those moved out among them: its id.
SELECT opinion_id
FROM opinions
WHERE activity_id = $activity_id;

-- name: current
-- At most one row: an opinion's present state.
SELECT *
FROM opinions
WHERE
    activity_id = $activity_id
    AND opinion_id = $opinion_id;

-- name: last_events_at
-- One row per opinion among some: when its newest event happened.
SELECT
    opinion_id AS record_id,
    max(happened_at) AS happened_at
FROM opinion_events
WHERE
    activity_id = $activity_id
    AND opinion_id IN (SELECT unnest(cast($ids AS TEXT[])))
GROUP BY ALL;

-- name: last_event_at
-- One row: when the newest event of an opinion happened.
SELECT max(happened_at) AS happened_at
FROM opinion_events
WHERE
    activity_id = $activity_id
    AND opinion_id = $opinion_id;

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
-- One row per opinion there was at the end of a day, as its last event up to that day left it.
WITH newest AS (
    SELECT
        activity_id,
        opinion_id,
        max(seq) AS seq,
        min(happened_at) AS registered_at
    FROM opinion_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
),

states AS (
    SELECT
        opinion_events.*,
        newest.registered_at
    FROM newest
    INNER JOIN opinion_events
        ON
            newest.activity_id = opinion_events.activity_id
            AND newest.opinion_id = opinion_events.opinion_id
            AND newest.seq = opinion_events.seq
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

newest_items AS (
    SELECT
        item_id,
        arg_max(is_removed, seq) AS is_removed
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY item_id
),

led_to AS (
    SELECT
        links.activity_id,
        links.opinion_id,
        string_agg(links.item_id, '、' ORDER BY links.item_id) AS item_ids
    FROM links
    INNER JOIN newest_items ON links.item_id = newest_items.item_id
    WHERE NOT newest_items.is_removed
    GROUP BY links.activity_id, links.opinion_id
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
    coalesce(led_to.item_ids, '') AS main_item_ids
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

-- name: events
-- One row per event of an opinion, oldest first: what happened and the state it led to.
SELECT *
FROM opinion_events
WHERE
    activity_id = $activity_id
    AND opinion_id = $opinion_id
ORDER BY seq;

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
