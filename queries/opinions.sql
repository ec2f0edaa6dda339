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

-- name: last_number
-- One row: the highest number an opinion's id has had.
SELECT coalesce(max(try_cast(substr(opinion_id, 3) AS INTEGER)), 0) AS number
FROM opinions
WHERE activity_id = $activity_id;

-- name: current
-- At most one row: an opinion's present state.
SELECT *
FROM opinions
WHERE
    activity_id = $activity_id
    AND opinion_id = $opinion_id;

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

led_to AS (
    SELECT
        links.activity_id,
        links.opinion_id,
        string_agg(links.item_id, '、' ORDER BY links.item_id) AS item_ids
    FROM item_opinions AS links
    INNER JOIN rectification_items AS items
        ON
            links.activity_id = items.activity_id
            AND links.item_id = items.item_id
    WHERE NOT items.is_removed
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
