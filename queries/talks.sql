-- name: insert
-- Adds one row a talk: its present state.
INSERT INTO talks BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the talk's whole state after it.
INSERT INTO talk_events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes a talk's present state away, to be followed by the new one.
DELETE FROM talks
WHERE
    activity_id = $activity_id
    AND talk_id = $talk_id;

-- name: present
-- One row per talk as it stands, removed ones included.
SELECT *
FROM talks
WHERE activity_id = $activity_id;

-- name: last_event_at
-- One row: when the newest event of a talk happened.
SELECT max(happened_at) AS happened_at
FROM talk_events
WHERE
    activity_id = $activity_id
    AND talk_id = $record_id;

-- name: events
-- One row per event of a talk, oldest first: what happened and the state it led to.
SELECT *
FROM talk_events
WHERE
    activity_id = $activity_id
    AND talk_id = $record_id
ORDER BY seq;

-- name: talks
-- One row per talk there was at the end of a day, as its last event up to that day left it.
WITH newest AS (
    SELECT
        activity_id,
        talk_id,
        max(seq) AS seq
    FROM talk_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
),

states AS (
    SELECT talk_events.*
    FROM newest
    INNER JOIN talk_events
        ON
            newest.activity_id = talk_events.activity_id
            AND newest.talk_id = talk_events.talk_id
            AND newest.seq = talk_events.seq
    WHERE NOT talk_events.is_removed
),

newest_opinions AS (
    SELECT
        activity_id,
        opinion_id,
        max(seq) AS seq
    FROM opinion_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
),

came_of AS (
    SELECT
        opinion_events.activity_id,
        opinion_events.talk_id,
        count(*) AS opinion_count
    FROM newest_opinions
    INNER JOIN opinion_events
        ON
            newest_opinions.activity_id = opinion_events.activity_id
            AND newest_opinions.opinion_id = opinion_events.opinion_id
            AND newest_opinions.seq = opinion_events.seq
    WHERE NOT opinion_events.is_removed
    GROUP BY ALL
)

SELECT
    states.*,
    members.name AS member_name,
    coalesce(partners.name, states.with_id) AS with_name,
    coalesce(came_of.opinion_count, 0) AS opinion_count
FROM states
LEFT JOIN came_of
    ON
        states.activity_id = came_of.activity_id
        AND states.talk_id = came_of.talk_id
LEFT JOIN people AS members
    ON
        states.activity_id = members.activity_id
        AND states.member_id = members.person_id
LEFT JOIN people AS partners
    ON
        states.activity_id = partners.activity_id
        AND states.with_kind = 'member'
        AND states.with_id = partners.person_id
ORDER BY states.held_on, length(states.talk_id), states.talk_id;
